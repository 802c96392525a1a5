"""The stage board: what is in which stage, by role, and who has been at a step the longest."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext

from linli.flow.showing import Row, rows_of
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.organisations.incubation.asked import Asked
from linli.organisations.incubation.models import Incubation, IncubationQuerySet, Mentoring, Stage
from linli.organisations.registry.states import OrganisationRole

MOST_CARDS = 20


@dataclass(frozen=True)
class Card:
    row: Row[Incubation]
    days: int
    """At its step."""
    mentors: str


@dataclass(frozen=True)
class RoleCount:
    label: Text
    count: int
    address: str


@dataclass(frozen=True)
class Column:
    stage: Stage
    count: int
    address: str
    roles: Sequence[RoleCount]
    cards: Sequence[Card]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def counts_of(seen: IncubationQuerySet) -> dict[tuple[uuid.UUID, str], int]:
    """How many go on in each stage, by role: one query, answered from one index."""
    rows = seen.going_on().order_by().values_list("stage", "role").annotate(count=Count("pk"))
    return {(stage, role): count for stage, role, count in rows}


def board_of(actor: Actor, asked: Asked) -> list[Column]:
    """The figures, a few cards for each stage, and what stands on them: a query for each stage and six more."""
    seen = asked.narrow(Incubation.objects.visible_to(actor))
    counts, stages = counts_of(seen), list(Stage.objects.all())
    cards = _cards([incubation for stage in stages for incubation in _first_of(seen, stage)])
    return [
        Column(
            stage=stage,
            count=sum(count for (key, _role), count in counts.items() if key == stage.pk),
            address=asked.on("incubations", state="open", stage=str(stage.position)),
            roles=[
                RoleCount(
                    OrganisationRole(role).label,
                    counts[stage.pk, role],
                    asked.on("incubations", state="open", stage=str(stage.position), role=role),
                )
                for role in OrganisationRole.values
                if (stage.pk, role) in counts
            ],
            cards=cards[stage.pk],
        )
        for stage in stages
    ]


def _first_of(seen: IncubationQuerySet, stage: Stage) -> list[Incubation]:
    """Those longest at their step."""
    return list(seen.going_on().filter(stage=stage).for_list().order_by("step_since", "pk")[:MOST_CARDS])


def _cards(incubations: Sequence[Incubation]) -> Mapping[uuid.UUID, list[Card]]:
    mentors, today = mentors_of(incubations), timezone.localdate()
    cards: dict[uuid.UUID, list[Card]] = defaultdict(list)
    for row in rows_of(incubations):
        incubation = row.record
        days = days_at(incubation, today)
        cards[incubation.stage_id].append(Card(row, days, gettext("、").join(mentors.get(incubation.pk, ()))))
    return cards


def days_at(incubation: Incubation, today: datetime.date) -> int:
    return (today - timezone.localdate(incubation.step_since)).days


def mentors_of(incubations: Sequence[Incubation]) -> Mapping[uuid.UUID, list[str]]:
    """Names of who mentors each now. One query."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    current = Mentoring.objects.filter(incubation__in=[one.pk for one in incubations], valid_to=None).order_by("pk")
    for key, name in current.values_list("incubation", "user__name"):
        found[key].append(name)
    return found
