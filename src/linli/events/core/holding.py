"""Who has an event that no unit leads: its grid, its community, or a desk above them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from linli.events.core.models import Event
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.people.roles import Role

GRID, COMMUNITY, DESK = "grid", "community", "desk"
HOLDINGS: Mapping[str, Text] = {GRID: _("在网格"), COMMUNITY: _("在社区"), DESK: _("在分流员")}
ROLES: Mapping[str, Role] = {GRID: Role.GRID_WORKER, COMMUNITY: Role.COMMUNITY_WORKER}
"""Everybody else is a desk: so that each event that nobody leads is in exactly one of the three."""


def held_in(holding: str) -> Q:
    """The events that nobody leads and that this one of the three has."""
    known = {name: Q(pk__in=_tasks_of(role)) for name, role in ROLES.items()}
    mine = known.get(holding)
    return Q(lead_unit=None) & (mine if mine is not None else ~(known[GRID] | known[COMMUNITY]))


def holding() -> Case:
    """As a column: which of the three has the event; empty where a unit leads."""
    return Case(
        When(lead_unit__isnull=False, then=Value("")),
        *(When(pk__in=_tasks_of(role), then=Value(name)) for name, role in ROLES.items()),
        default=Value(DESK),
    )


def _tasks_of(role: Role) -> "QuerySet[Task, Any]":
    return Task.objects.filter(record_kind=Event.kind, holder__startswith=f"{role.value}:").values("record_id")
