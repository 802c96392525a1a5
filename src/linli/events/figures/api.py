"""Figures for programs: what the page of figures shows, by the same rules."""

import datetime
from typing import Literal

from django.http import HttpResponse, QueryDict
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from linli.events.core.figures_query import FiguresQuery, read_query
from linli.events.core.policies import can_see_figures
from linli.events.figures import whistles
from linli.events.figures.measures import MEASURES, RATES, Rate
from linli.events.figures.tables import Line, table
from linli.flow.api_schemas import Named
from linli.kernel.answers import answer
from linli.kernel.problems import Forbidden
from linli.people.api_auth import ApiRequest, reads
from linli.places.models import Place

router = Router(tags=["figures"])


class Months(Schema):
    """Which place and months."""

    place: str = Field("", description="Code of a place that the token's posts reach; the largest of them if empty.")
    first: str = Field("", alias="from", description="First month, like `2026-06`; five months ago if empty.")
    last: str = Field("", alias="to", description="Last month; the present one if empty. At most 36 months.")


class Wanted(Months):
    by: Literal["place", "category", "unit", "month"] = Field("place", description="What the lines stand for.")
    category: str = Field("", description="Code of a category; those below it are included.")


class CountOut(BaseModel):
    name: str
    title: str
    month_of: Literal["created_at", "close_due"] = Field(description="By which moment an event belongs to a month.")


class RateOut(BaseModel):
    name: str
    title: str
    definition: str
    numerator: list[str] = Field(description="Counts that are added up.")
    denominator: str


class ShareOut(BaseModel):
    """A rate of one line. All three are null where so few people rated that one of them would be told apart."""

    value: float | None = Field(description="A share of one, four decimals; null as well where nothing is counted.")
    numerator: int | None
    denominator: int | None
    is_suppressed: bool


class LineOut(BaseModel):
    key: str = Field(description="Code of the place, id of the category or unit, or the month; empty for the total.")
    title: str
    counts: dict[str, int]
    late: int | None = Field(description="Past its deadline at this moment; only by place.")
    rates: dict[str, ShareOut]


class FiguresOut(BaseModel):
    place: Named
    by: str
    first: datetime.date = Field(description="The first day of the first month.")
    last: datetime.date = Field(description="The first day of the last month.")
    category: str | None
    counts: list[CountOut]
    rates: list[RateOut]
    lines: list[LineOut]
    total: LineOut


class WhistleLine(BaseModel):
    """What became of the whistles for one unit; the total has none."""

    unit: str
    name: str
    called: int
    in_time: int = Field(description="Answered before the deadline.")
    missed: int = Field(description="Not answered before the deadline, also where it was answered later.")
    arrived: int


class WhistlesOut(BaseModel):
    place: Named
    first: datetime.date = Field(description="The first day of the first month.")
    last: datetime.date = Field(description="The first day of the last month.")
    definitions: dict[str, str]
    lines: list[WhistleLine]
    total: WhistleLine


@router.get("/figures", auth=reads, response=FiguresOut, url_name="figures")
def get_figures(request: ApiRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Counts and rates of one place for some months, with the definition of each rate."""
    found = _asked(request, wanted)
    shown = table(found.place, found.by, found.first, found.last, category=found.category)
    names = [name for name in MEASURES if not _is_about_people(name)]
    counts = [CountOut(name=n, title=str(MEASURES[n].title), month_of=MEASURES[n].month_of) for n in names]  # type: ignore[arg-type]
    content = FiguresOut(
        place=_named(found.place),
        first=found.first,
        last=found.last,
        by=found.by,
        category=found.category.code if found.category else None,
        counts=counts,
        rates=[_rate(rate) for rate in RATES.values()],
        lines=[_line(line, names) for line in shown.lines],
        total=_line(shown.total, names),
    )
    return answer(content)


@router.get("/figures/whistles", auth=reads, response=WhistlesOut, url_name="figures_whistles")
def get_whistles(request: ApiRequest, wanted: Query[Months]) -> HttpResponse:
    """How the units answered when they were whistled for, over some months."""
    found = _asked(request, wanted)
    shown = whistles.table(found.place, found.first, found.last)
    content = WhistlesOut(
        place=_named(found.place),
        first=found.first,
        last=found.last,
        definitions={count.name: str(count.definition) for count in whistles.COUNTS.values()},
        lines=[_whistle_line(line) for line in shown.lines],
        total=_whistle_line(shown.total),
    )
    return answer(content)


def _asked(request: ApiRequest, wanted: Months) -> FiguresQuery:
    if not can_see_figures(request.actor):
        raise Forbidden()
    query = QueryDict(mutable=True)
    query.update(wanted.dict(by_alias=True))
    return read_query(query, request.actor)


def _named(place: Place) -> Named:
    return Named(code=place.code, name=place.name)


def _is_about_people(name: str) -> bool:
    """What people said is told only as a rate, and not of a few."""
    return any(rate.is_about_people and name in (*rate.of, rate.among) for rate in RATES.values())


def _rate(rate: Rate) -> RateOut:
    return RateOut(
        name=rate.name,
        title=str(rate.title),
        definition=str(rate.definition),
        numerator=list(rate.of),
        denominator=rate.among,
    )


def _line(line: Line, names: list[str]) -> LineOut:
    return LineOut(
        key=line.key,
        title=str(line.title),
        counts={name: line.counts[name] for name in names},
        late=line.late,
        rates={rate.name: _share(line, rate) for rate in RATES.values()},
    )


def _share(line: Line, rate: Rate) -> ShareOut:
    if line.is_too_few(rate):
        return ShareOut(value=None, numerator=None, denominator=None, is_suppressed=True)
    share = line.rate(rate)
    return ShareOut(
        value=None if share is None else round(float(share), 4),
        numerator=rate.numerator(line.counts),
        denominator=line.counts[rate.among],
        is_suppressed=False,
    )


def _whistle_line(line: whistles.Line) -> WhistleLine:
    return WhistleLine(unit=line.key, name=str(line.title), **line.counts)
