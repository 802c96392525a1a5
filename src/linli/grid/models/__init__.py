"""Events, their kinds, and what belongs to them."""

from linli.grid.models.belongings import Photo, Reporter
from linli.grid.models.categories import Category, ResponsibleUnit
from linli.grid.models.days import FigureDay
from linli.grid.models.events import NUMBER, SEARCHED, Event, EventQuerySet, title_of
from linli.grid.models.figures import Counted, Figure, Uncounted
from linli.grid.models.imports import EventImport
from linli.grid.models.parts import Assist, Extension, Whistle, WhistleAnswer
from linli.grid.models.prior import PriorSystem

__all__ = [
    "NUMBER",
    "SEARCHED",
    "Assist",
    "Category",
    "Counted",
    "Event",
    "EventImport",
    "EventQuerySet",
    "Extension",
    "Figure",
    "FigureDay",
    "Photo",
    "PriorSystem",
    "Reporter",
    "ResponsibleUnit",
    "Uncounted",
    "Whistle",
    "WhistleAnswer",
    "title_of",
]
