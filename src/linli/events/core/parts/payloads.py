"""What the moves of a part carry."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Arrival:
    """How well they came. ``stars`` from 1 to 5."""

    stars: int
