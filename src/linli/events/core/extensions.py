"""What rooms above add to events, without the event knowing of them. Filled in their ``registering.py``."""

import datetime
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence

from django.db.models import Q

from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import Redrawing, Registry

insiders: Registry[Callable[[Actor], Q | None]] = Registry("insider")
"""Who else knows of an event, however confidential: a condition on events, or None without asking the database."""

followers: Registry[Callable[[Redrawing, Sequence[uuid.UUID]], None]] = Registry("follower of events")
"""What goes along with these events when places are re-drawn; in the same transaction, under the events' locks."""

remarks: Registry[Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Text]]] = Registry("remark on events")
"""What else to know of some of these events where people look in the morning; at most one query each."""

backfilled: Registry[Callable[[datetime.date, datetime.date], object]] = Registry("backfilled")
"""What is reckoned anew, from the first to the last day, when events of the past were taken in."""


def remarks_of(keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Text]:
    return {key: text for _name, tell in remarks for key, text in tell(keys).items()}
