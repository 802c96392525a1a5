"""What core keeps."""

from linli.events.core.models.belongings import Photo, Reporter
from linli.events.core.models.categories import Category, ResponsibleUnit
from linli.events.core.models.events import (
    LONGEST_FORMER_NUMBER,
    METRES_PER_DEGREE,
    NUMBER,
    Event,
    EventQuerySet,
    neutral_title,
    title_of,
)
from linli.events.core.models.parts import Assist, Extension, UnitPart, UnitPartQuerySet, Whistle, WhistleAnswer
from linli.events.core.models.prior import PriorSystem

__all__ = [
    "LONGEST_FORMER_NUMBER",
    "METRES_PER_DEGREE",
    "NUMBER",
    "Assist",
    "Category",
    "Event",
    "EventQuerySet",
    "Extension",
    "Photo",
    "PriorSystem",
    "Reporter",
    "ResponsibleUnit",
    "UnitPart",
    "UnitPartQuerySet",
    "Whistle",
    "WhistleAnswer",
    "neutral_title",
    "title_of",
]
