"""What a list of organisations says of each besides: its grade or its stars, as the room that gives them knows it."""

import uuid
from collections.abc import Callable, Collection, Mapping

from linli.kernel.problems import Text
from linli.kernel.registry import Registry

standings: Registry[Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Text]]] = Registry("standing")
"""By organisation, for those that have one; one query each."""


def standings_of(organisations: Collection[uuid.UUID]) -> dict[uuid.UUID, Text]:
    return {key: words for _name, tell in standings for key, words in tell(organisations).items()}
