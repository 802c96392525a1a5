"""Events, their kinds, and what belongs to them."""

from linli.grid.models.belongings import Photo, Reporter
from linli.grid.models.categories import Category, ResponsibleUnit
from linli.grid.models.days import FigureDay
from linli.grid.models.disputes import Dispute, MediationKind, Party, ReferralKind
from linli.grid.models.events import NUMBER, SEARCHED, Event, EventQuerySet, neutral_title, title_of
from linli.grid.models.figures import Counted, Figure, Uncounted
from linli.grid.models.imports import EventImport
from linli.grid.models.legal import LegalPost
from linli.grid.models.mediation import Agreement, FollowUp, Session
from linli.grid.models.orders import (
    Order,
    OrderFile,
    OrderQuerySet,
    OrderResult,
    OrderSource,
    OrderSourceQuerySet,
    OrderVersion,
    Reply,
    ReplyBatch,
)
from linli.grid.models.parts import Assist, Extension, Whistle, WhistleAnswer
from linli.grid.models.prior import PriorSystem
from linli.grid.models.searches import SearchRound

__all__ = [
    "NUMBER",
    "SEARCHED",
    "Agreement",
    "Assist",
    "Category",
    "Counted",
    "Dispute",
    "Event",
    "EventImport",
    "EventQuerySet",
    "Extension",
    "Figure",
    "FigureDay",
    "FollowUp",
    "LegalPost",
    "MediationKind",
    "Order",
    "OrderFile",
    "OrderQuerySet",
    "OrderResult",
    "OrderSource",
    "OrderSourceQuerySet",
    "OrderVersion",
    "Party",
    "Photo",
    "PriorSystem",
    "ReferralKind",
    "Reply",
    "ReplyBatch",
    "Reporter",
    "ResponsibleUnit",
    "SearchRound",
    "Session",
    "Uncounted",
    "Whistle",
    "WhistleAnswer",
    "neutral_title",
    "title_of",
]
