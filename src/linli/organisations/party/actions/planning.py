"""The rota of a group is made for a year ahead, and made again whenever branches come, go, miss or swap a turn.

What was held stays, and so does the present quarter while its branch is in the group: what is made again is the future.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from linli.flow.flow import cause, start
from linli.kernel.actor import SYSTEM, Actor
from linli.organisations.party.models import GroupMembership, Hosting, PartyGroup, PartyOrganisation, Swap
from linli.organisations.party.rota import plan, quarter_of, shifted
from linli.organisations.party.rules import AHEAD, REMIND_DAYS
from linli.organisations.party.states import OPEN, GroupState, HostingState, SwapState

MOVES = {HostingState.PLANNED: "assign", HostingState.DUE: "reassign"}
"""By which move a quarter goes to another branch, from each state."""


def members_of(group: PartyGroup) -> list[PartyOrganisation]:
    """The branches of a group in the order in which they joined."""
    rows = GroupMembership.objects.filter(group=group, left_on=None).select_related("branch")
    return [row.branch for row in rows.order_by("joined_on", "branch__number")]


def last_hosted(branches: list[PartyOrganisation]) -> Mapping[uuid.UUID, datetime.date]:
    """When each hosted last, in whatever group that was."""
    held = Hosting.objects.filter(branch__in=branches, state=HostingState.HELD).order_by()
    return dict(held.values_list("branch").annotate(last=Max("quarter")))


def make_rota(group: PartyGroup, *, actor: Actor) -> int:
    """Bring the rota up to what holds now; returns how many quarters changed. Within the caller's transaction."""
    PartyGroup.objects.select_for_update().get(pk=group.pk)
    now = quarter_of(timezone.localdate())
    members = members_of(group) if group.state == GroupState.ACTIVE else []
    branches = {branch.pk: branch for branch in members}
    standing = {one.quarter: one for one in Hosting.objects.standing().filter(group=group).select_related("branch")}
    waiting = {quarter: one for quarter, one in standing.items() if one.state in OPEN}
    kept = {
        quarter: one.branch_id
        for quarter, one in waiting.items()
        if one.branch_id in branches and (quarter <= now or one.is_swapped)
    }
    ahead = {shifted(now, by) for by in range(1, AHEAD.at(group.path) + 1)}
    wanted = {quarter for quarter in waiting if quarter >= now} | (ahead - standing.keys())
    planned = plan(list(branches), last=last_hosted(members), kept=kept, quarters=wanted)
    changed = 0
    for quarter in sorted(wanted | waiting.keys()):
        host = branches.get(planned.get(quarter, kept.get(quarter, uuid.UUID(int=0))))
        changed += _put(group, quarter, waiting.get(quarter), host, actor=actor)
    return changed


@dataclass(frozen=True)
class Assigned:
    """Another branch hosts. ``is_swapped``: two agreed on it."""

    branch: PartyOrganisation
    is_swapped: bool


def _put(
    group: PartyGroup, quarter: datetime.date, before: Hosting | None, host: PartyOrganisation | None, *, actor: Actor
) -> bool:
    if before is None:
        if host is None:
            return False
        hosting = Hosting(**Hosting.at(group.place), group=group, quarter=quarter, branch=host)
        start(hosting, actor=actor, facts={"branch": host.number})
        return True
    if host is not None and before.branch_id == host.pk:
        return False
    lapse_swaps(before, actor=actor)
    if host is None:
        cause(before, "free", actor=actor)
    else:
        cause(before, MOVES[HostingState(before.state)], actor=actor, data=Assigned(host, False))
    return True


def lapse_swaps(hosting: Hosting, *, actor: Actor) -> None:
    """What was asked about a quarter that went to another branch has nothing to be about any more."""
    for swap in Swap.objects.filter(state=SwapState.ASKED).about(hosting):
        cause(swap, "lapse", actor=actor)


def keep_rotas() -> int:
    """Every day: plan a year ahead, and hand to each branch what begins soon. Returns how much changed."""
    return sum(_keep(group) for group in PartyGroup.objects.active().order_by("pk"))


@transaction.atomic
def _keep(group: PartyGroup) -> int:
    changed = make_rota(group, actor=SYSTEM)
    soon = timezone.localdate() + datetime.timedelta(days=REMIND_DAYS.at(group.path))
    due = Hosting.objects.filter(group=group, state=HostingState.PLANNED, quarter__lte=soon)
    for hosting in due.order_by("quarter"):
        cause(hosting, "call", actor=SYSTEM)
        changed += 1
    return changed
