"""What happens to the quarters of a rota, and how two branches swap theirs."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause, start
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.files import Picture, keep
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.party.actions.planning import MOVES, Assigned, lapse_swaps, make_rota, members_of
from linli.organisations.party.models import Hosting, HostingPhoto, PartyGroup, PartyOrganisation, Swap
from linli.organisations.party.policies import can_speak_for
from linli.organisations.party.rota import quarter_of
from linli.organisations.party.states import HostingState, SwapState


def assign(hosting: Hosting, *, actor: Actor, data: Assigned) -> Mapping[str, object]:
    hosting.branch, hosting.is_swapped = data.branch, data.is_swapped
    return {"branch": data.branch.number}


@dataclass(frozen=True)
class Held:
    on: datetime.date
    summary: str
    attended: Sequence[PartyOrganisation]
    photos: Sequence[Picture] = ()


def hold(hosting: Hosting, *, actor: Actor, data: Held) -> Mapping[str, object]:
    """What was done on a day of the quarter, and which other branches of the group came."""
    if not hosting.quarter <= data.on <= min(hosting.last_day, timezone.localdate()):
        raise Invalid(errors={"on": [_("日期应在这个季度里，也不能在今天之后")]})
    others = {branch.pk for branch in members_of(hosting.group)} - {hosting.branch_id}
    if not {branch.pk for branch in data.attended} <= others:
        raise Invalid(errors={"attended": [_("只记同组的其他支部")]})
    hosting.held_on, hosting.summary = data.on, data.summary
    hosting.attended.set(data.attended)
    stored = [keep(picture) for picture in data.photos]
    HostingPhoto.objects.bulk_create([HostingPhoto(hosting=hosting, file=file) for file in stored])
    lapse_swaps(hosting, actor=actor)
    return {"branch": hosting.branch.number, "attended": len(data.attended), "photos": len(stored)}


def miss(hosting: Hosting, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Only of a quarter that has begun: until then it can be swapped. The branch is next again."""
    if hosting.quarter > timezone.localdate():
        raise Invalid(errors={"note": [_("这个季度还没有开始；办不了的可以与别的支部互换")]})
    lapse_swaps(hosting, actor=actor)
    return {"branch": hosting.branch.number}


@dataclass(frozen=True)
class Asked:
    hosting: Hosting
    other: Hosting


@transaction.atomic
def ask_swap(data: Asked, *, actor: Actor) -> Swap:
    """Ask the branch of another quarter to change turns. Raises Forbidden, Invalid."""
    group = PartyGroup.objects.select_for_update().get(pk=data.hosting.group_id)
    mine, other = (
        Hosting.objects.select_related("branch", "place").get(pk=one.pk) for one in (data.hosting, data.other)
    )
    warrant = can_speak_for(actor, mine.branch, mine.path)
    if warrant is None:
        raise Forbidden()
    if mine.group_id != other.group_id or mine.branch_id == other.branch_id:
        raise Invalid(errors={"other": [_("请选同组另一个支部的季度")]})
    now = quarter_of(timezone.localdate())
    if any(one.is_over or one.quarter < now for one in (mine, other)):
        raise Invalid(errors={"other": [_("已经办过或已经过去的季度不能互换")]})
    if Swap.objects.filter(state=SwapState.ASKED).about(mine, other).exists():
        raise Invalid(errors={"other": [_("其中一个季度已有一个互换在等答复")]})
    swap = Swap(**Swap.at(group.place), hosting=mine, other=other, branch=mine.branch, other_branch=other.branch)
    started: Swap = start(swap, actor=actor, warrant=warrant)
    return started


def agree(swap: Swap, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Both quarters change hands and stay so; the rest of the rota is made again around them."""
    mine, other = swap.hosting, swap.other
    now = quarter_of(timezone.localdate())
    is_stale = (mine.branch_id, other.branch_id) != (swap.branch_id, swap.other_branch_id)
    if is_stale or any(one.is_over or one.quarter < now for one in (mine, other)):
        raise Conflict(_("其中一个季度已经改排或已经过去，不能再互换"), code="swap_stale")
    _assign(mine, Assigned(swap.other_branch, True), actor)
    _assign(other, Assigned(swap.branch, True), actor)
    make_rota(mine.group, actor=actor)
    return {"branch": swap.branch.number, "with": swap.other_branch.number}


def _assign(hosting: Hosting, data: Assigned, actor: Actor) -> None:
    cause(hosting, MOVES[HostingState(hosting.state)], actor=actor, data=data)


def after_missing(record: Record, *, name: str, actor: Actor) -> None:
    """A reaction: when a quarter was not held, its branch is next, and what comes is made again."""
    if isinstance(record, Hosting) and name == "miss":
        make_rota(record.group, actor=actor)
