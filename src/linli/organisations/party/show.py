"""How party organisations, groups and quarters are shown on their pages, in lists, and on an organisation's card."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow import showing
from linli.flow.sections import Section
from linli.flow.showing import Tones
from linli.flow.timeline import for_staff
from linli.kernel.actor import Actor, Warrant
from linli.organisations.party.actions.planning import last_hosted
from linli.organisations.party.flows import GROUP, HOSTING, PARTY
from linli.organisations.party.models import (
    Coverage,
    GroupMembership,
    Hosting,
    PartyGroup,
    PartyOrganisation,
    Secretary,
    Swap,
    quarter_words,
)
from linli.organisations.party.policies import can_keep_party, can_read_names, can_see_some, can_speak_for
from linli.organisations.party.rota import between, quarter_of, queue
from linli.organisations.party.states import OPEN, GroupState, HostingState, PartyState, SwapState
from linli.organisations.registry.models import Organisation

PARTY_TONES: Tones = {PartyState.ACTIVE: "done", PartyState.DISSOLVED: "waiting"}
GROUP_TONES: Tones = {GroupState.ACTIVE: "going", GroupState.ENDED: "waiting"}
HOSTING_TONES: Tones = {
    HostingState.PLANNED: "waiting",
    HostingState.DUE: "going",
    HostingState.HELD: "done",
    HostingState.MISSED: "near",
    HostingState.FREED: "waiting",
}
SWAP_TONES: Tones = {
    SwapState.ASKED: "going",
    SwapState.AGREED: "done",
    SwapState.DECLINED: "waiting",
    SwapState.LAPSED: "waiting",
}
SHOWN = 20


def party_facts(party: PartyOrganisation) -> dict[str, Any]:
    secretary = party.secretary
    return {
        "name": party.name,
        "kind_of_party": party.kind_of_party,
        "parent": party.parent.number if party.parent else None,
        "members": party.members,
        "founded_on": party.founded_on,
        "dissolved_on": party.dissolved_on,
        "secretary": secretary.masked_name if secretary else None,
        "organisations": [organisation.number for organisation in party.organisations],
    }


def hosting_facts(hosting: Hosting) -> dict[str, Any]:
    return {
        "group": hosting.group.number,
        "quarter": hosting.quarter,
        "branch": hosting.branch.number,
        "is_swapped": hosting.is_swapped,
        "held_on": hosting.held_on,
        "summary": hosting.summary,
    }


def swap_facts(swap: Swap) -> dict[str, Any]:
    return {"hosting": swap.hosting.number, "other": swap.other.number}


@dataclass(frozen=True)
class Turns:
    """A member of a group: how often it hosted in how many quarters, when last, when next."""

    branch: PartyOrganisation
    place: int
    """In the order in which they come next."""
    quarters: int
    hosted: int
    last: str
    next: str
    joined_on: datetime.date


def turns_of(group: PartyGroup) -> list[Turns]:
    """The members in the order in which they come next. Three queries."""
    rows = list(
        GroupMembership.objects.filter(group=group, left_on=None)
        .select_related("branch")
        .order_by("joined_on", "branch__number")
    )
    members = {row.branch_id: row for row in rows}
    last = last_hosted([row.branch for row in rows])
    held: dict[Any, int] = defaultdict(int)
    coming: dict[Any, datetime.date] = {}
    for key, state, quarter in (
        Hosting.objects.filter(group=group, branch__in=members)
        .order_by("-quarter")
        .values_list("branch_id", "state", "quarter")
    ):
        held[key] += state == HostingState.HELD
        if state in OPEN:
            coming[key] = quarter
    now = quarter_of(timezone.localdate())
    return [
        Turns(
            branch=members[key].branch,
            place=place,
            quarters=between(quarter_of(members[key].joined_on), now),
            hosted=held[key],
            last=quarter_words(last[key]) if key in last else "",
            next=quarter_words(coming[key]) if key in coming else "",
            joined_on=members[key].joined_on,
        )
        for place, key in enumerate(queue(list(members), last), start=1)
    ]


def years_of(hostings: Sequence[Hosting]) -> list[tuple[int, list[Hosting | None]]]:
    """The quarters of each year, the newest year first; None where nothing was planned."""
    found: Mapping[int, dict[int, Hosting]] = defaultdict(dict)
    for hosting in hostings:
        found[hosting.quarter.year][hosting.quarter.month] = hosting
    return [(year, [found[year].get(month) for month in (1, 4, 7, 10)]) for year in sorted(found, reverse=True)]


def tones_of(hostings: Sequence[Hosting]) -> dict[Any, tuple[Any, str]]:
    """State and tone of each for a table, late where a quarter is over and nobody said what became of it."""
    today = timezone.localdate()
    return {
        one.pk: (
            showing.state_of(one),
            "late" if one.state in OPEN and one.last_day < today else HOSTING_TONES[one.state],
        )
        for one in hostings
    }


def group_page(group: PartyGroup, actor: Actor) -> dict[str, Any]:
    hostings = list(group.hostings.standing().select_related("branch").order_by("quarter"))
    return {
        "group": group,
        "head": showing.head_of(group),
        "turns": turns_of(group),
        "years": years_of(hostings),
        "tones": tones_of(hostings),
        "this_quarter": quarter_of(timezone.localdate()),
        "offers": GROUP.available(group, actor),
        "lines": for_staff(group),
    }


def party_page(party: PartyOrganisation, actor: Actor) -> dict[str, Any]:
    in_full = can_read_names(actor, party) is not None
    membership = party.memberships.filter(left_on=None).select_related("group").first()
    hostings = list(party.hostings.standing().select_related("group").order_by("-quarter")[:SHOWN])
    return {
        "party": party,
        "head": showing.head_of(party),
        "secretaries": [
            (one.name if in_full else one.masked_name, one.since, one.until) for one in party.secretaries.all()
        ],
        "organisations": list(party.organisations),
        "children": list(party.children.active().order_by("name")),
        "membership": membership,
        "hostings": hostings,
        "tones": tones_of(hostings),
        "offers": PARTY.available(party, actor),
        "lines": for_staff(party) if in_full else [],
    }


def hosting_page(hosting: Hosting, actor: Actor) -> dict[str, Any]:
    swaps = list(Swap.objects.about(hosting).for_record().order_by("-pk")[:SHOWN])
    now = quarter_of(timezone.localdate())
    may_swap = (
        not hosting.is_over
        and hosting.quarter >= now
        and can_speak_for(actor, hosting.branch, hosting.path) is not None
    )
    return {
        "hosting": hosting,
        "head": showing.head_of(hosting),
        "attended": list(hosting.attended.order_by("name")),
        "pictures": [_picture(hosting, photo.pk) for photo in hosting.photos.all()],
        "swaps": showing.part_rows(swaps, actor),
        "may_swap": may_swap,
        "offers": HOSTING.available(hosting, actor),
        "lines": for_staff(hosting, swaps),
    }


def _picture(hosting: Hosting, key: Any) -> dict[str, str]:
    address = reverse("hosting_photo", args=[hosting.number, key])
    return {"address": address, "thumb": f"{address}?thumb=1", "alt": _("活动照片")}


def section(organisation: Organisation, actor: Actor) -> Section | None:
    """Its branch, the group of that, when it hosts next. Only for those who see the branch."""
    row = (
        Coverage.objects.filter(organisation=organisation, left_on=None)
        .filter(branch__in=PartyOrganisation.objects.visible_to(actor))
        .select_related("branch")
        .first()
    )
    may_found = row is None and organisation.left_on is None and can_keep_party(actor, organisation) is not None
    if row is None and not may_found:
        return None
    content: dict[str, Any] = {"branch": row.branch if row else None, "group": None, "hosting": None}
    if row:
        membership = row.branch.memberships.filter(left_on=None).select_related("group").first()
        coming = Hosting.objects.filter(branch=row.branch, state__in=OPEN).order_by("quarter")
        content |= {"group": membership.group if membership else None, "hosting": coming.first()}
    return Section(gettext_lazy("党建"), "party/_card.html", content)


def can_see_party(actor: Actor) -> Warrant | None:
    """Who comes in at all: whose posts reach some of it, and secretaries, by their branch alone."""
    is_secretary = actor.kind == "user" and Secretary.objects.filter(until=None, user=actor.id).exists()
    return can_see_some(actor) or (Warrant("") if is_secretary else None)
