"""What became of incubation: targets, time at a step, who dropped out and why, who is still there after a year."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.organisations.incubation.asked import Asked, a_year_ago, a_year_before
from linli.organisations.incubation.board import counts_of
from linli.organisations.incubation.models import Incubation, MentorVisit, Passage, Seat, Stage, Target
from linli.organisations.incubation.states import DropReason, IncubationState, TrainingState, VisitKind, VisitState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import ACTIVE, OrganisationRole
from linli.places.models import Place
from linli.places.placed import inside

AIMED_AT = (OrganisationRole.COMPREHENSIVE, OrganisationRole.HUB, OrganisationRole.FUNCTIONAL)


@dataclass(frozen=True)
class Cell:
    count: int
    address: str


@dataclass(frozen=True)
class Aim:
    """A role's line: how many the year wants, how many are in each stage, and how many graduated this year."""

    role: Text
    target: int | None
    stages: Sequence[Cell]
    graduated: Cell

    @property
    def underway(self) -> int:
        return sum(cell.count for cell in self.stages) + self.graduated.count


@dataclass(frozen=True)
class Stay:
    """How long those who left a step within a year had been at it, in days."""

    position: int
    name: str
    median: Fraction
    mean: Fraction
    cell: Cell


@dataclass(frozen=True)
class Survival:
    survived: Cell
    gone: Cell

    @property
    def share(self) -> Fraction | None:
        total = self.survived.count + self.gone.count
        return Fraction(self.survived.count, total) if total else None


def aims_of(actor: Actor, asked: Asked, place: Place, year: int) -> list[Aim]:
    """Four queries."""
    seen = asked.narrow(Incubation.objects.visible_to(actor))
    counts, stages = counts_of(seen), list(Stage.objects.all())
    targets = dict(Target.objects.filter(place=place, year=year).values_list("role", "number"))
    ended = _by(seen.filter(state=IncubationState.GRADUATED, **_within(year)), "role")
    return [
        Aim(
            role=role.label,
            target=targets.get(role),
            stages=[
                Cell(
                    counts.get((stage.pk, role), 0),
                    asked.on("incubations", state="open", stage=str(stage.position), role=role),
                )
                for stage in stages
            ],
            graduated=Cell(ended.get(role, 0), asked.on("incubations", state="graduated", role=role, ended=str(year))),
        )
        for role in AIMED_AT
    ]


def stays_of(actor: Actor, asked: Asked) -> list[Stay]:
    """One query: how often which number of days."""
    left = a_year_before(timezone.localdate())
    seen = asked.narrow(Incubation.objects.visible_to(actor))
    rows = (
        Passage.objects.filter(left_on__gt=left, incubation__in=seen)
        .order_by()
        .values_list("step__position", "step__name", "days")
        .annotate(count=Count("pk"))
    )
    days: dict[tuple[int, str], dict[int, int]] = {}
    for position, name, number, count in rows:
        days.setdefault((position, name), {})[number] = count
    return [
        Stay(
            position,
            name,
            median_of(found),
            Fraction(sum(number * count for number, count in found.items()), sum(found.values())),
            Cell(sum(found.values()), asked.on("incubations", passed=str(position))),
        )
        for (position, name), found in sorted(days.items())
    ]


def median_of(counts: Mapping[int, int]) -> Fraction:
    """Of values with how often each is there; between the two in the middle where their number is even."""
    total = sum(counts.values())
    wanted, passed, found = ((total - 1) // 2, total // 2), 0, []
    for value, count in sorted(counts.items()):
        found += [value for place in wanted if passed <= place < passed + count]
        passed += count
    return Fraction(sum(found), 2)


def drops_of(actor: Actor, asked: Asked, year: int) -> list[tuple[Text, Cell]]:
    seen = asked.narrow(Incubation.objects.visible_to(actor))
    counts = _by(seen.filter(state=IncubationState.DROPPED, **_within(year)), "drop_reason")
    return [
        (reason.label, Cell(counts[reason], asked.on("incubations", state="dropped", reason=reason, ended=str(year))))
        for reason in DropReason
        if reason in counts
    ]


def survival_of(actor: Actor, asked: Asked) -> Survival:
    """Of those that graduated a year ago or earlier: whose organisation is still in the registry."""
    seen = a_year_ago(asked.narrow(Incubation.objects.visible_to(actor)))
    total = seen.count()
    there = seen.filter(organisation__state__in=ACTIVE).count()
    return Survival(
        Cell(there, asked.on("incubations", survived="yes")),
        Cell(total - there, asked.on("incubations", survived="no")),
    )


def visits_of(actor: Actor, asked: Asked, since: datetime.date) -> dict[tuple[str, str], int]:
    """Visits and calls that were due since a day, by kind and state; late ones under ``late``."""
    seen = MentorVisit.objects.visible_to(actor).filter(due_on__gte=since)
    if code := asked.values.get("place"):
        seen = seen.filter(inside(code))
    found: dict[tuple[str, str], int] = {
        (what, state): count
        for what, state, count in seen.order_by().values_list("what", "state").annotate(count=Count("pk"))
    }
    late = seen.filter(state=VisitState.DUE, due_on__lt=timezone.localdate())
    counts = dict(late.order_by().values_list("what").annotate(count=Count("pk")))
    for what in VisitKind.values:
        found[what, "late"] = counts.get(what, 0)
    return found


def hours_of(organisation: Organisation) -> Decimal:
    """Hours of training and exchange that its people were there."""
    there = Seat.objects.filter(organisation=organisation, training__state=TrainingState.HELD)
    return there.aggregate(hours=Sum("hours"))["hours"] or Decimal(0)


def _within(year: int) -> dict[str, Any]:
    return {"ended_on__range": (datetime.date(year, 1, 1), datetime.date(year, 12, 31))}


def _by(seen: Any, column: str) -> dict[str, int]:
    return dict(seen.order_by().values_list(column).annotate(count=Count("pk")))
