"""What happens to party organisations and their groups."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import start
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.party.actions.planning import make_rota
from linli.organisations.party.models import (
    Coverage,
    GroupMembership,
    PartyGroup,
    PartyOrganisation,
    Secretary,
)
from linli.organisations.party.states import GroupState, PartyKind
from linli.organisations.registry.ends import has_left
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING
from linli.people.models import User
from linli.places.models import Place

ONE_BRANCH = _("%(organisation)s 已属于“%(branch)s”；一个组织只属于一个党支部")
ONE_GROUP = _("这个支部已在“%(group)s”；一个党支部同时只在一个小组")


@dataclass(frozen=True)
class Appointed:
    """``user`` None: somebody who does not sign in."""

    name: str
    is_public: bool
    user: User | None
    since: datetime.date


@dataclass(frozen=True)
class Founding:
    place: Place
    values: Mapping[str, Any]
    organisations: Sequence[Organisation]
    secretary: Appointed | None


@transaction.atomic
def found_party(data: Founding, *, actor: Actor) -> PartyOrganisation:
    """Put down a committee or a branch. Raises Forbidden; Invalid for a twin, or an organisation that has a branch."""
    warrant = actor.warrant(*KEEPING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    party = PartyOrganisation(**PartyOrganisation.at(data.place), **data.values)
    _check_organisations(party, data.organisations)
    _check(party)
    start(party, actor=actor, warrant=warrant)
    _cover(party, data.organisations)
    if data.secretary:
        _appoint(party, data.secretary)
    return party


def _check(party: PartyOrganisation) -> None:
    others = PartyOrganisation.objects.active().filter(place=party.place_id).exclude(pk=party.pk)
    if others.filter(name=party.name).exists():
        raise Invalid(errors={"name": [_("此地已有同名的党组织")]})
    if party.kind_of_party == PartyKind.JOINT and others.filter(kind_of_party=PartyKind.JOINT).exists():
        raise Invalid(errors={"kind_of_party": [_("此地已有综合党委")]})
    if party.members < 0:
        raise Invalid(errors={"members": [_("不能是负数")]})
    if party.founded_on > timezone.localdate():
        raise Invalid(errors={"founded_on": [_("日期不能在今天之后")]})
    above = party.parent
    if above and (above.is_branch or above.pk == party.pk or party.kind_of_party == PartyKind.JOINT):
        raise Invalid(errors={"parent": [_("上级应是行业党委或综合党委；综合党委没有上级")]})


def _check_organisations(party: PartyOrganisation, organisations: Iterable[Organisation]) -> None:
    found = list(organisations)
    if not party.is_branch and found:
        raise Invalid(errors={"organisations": [_("党委下面是支部，不直接编入组织")]})
    if party.kind_of_party == PartyKind.BRANCH and len(found) != 1:
        raise Invalid(errors={"organisations": [_("党支部属于一个组织；几个组织合建的选“联合党支部”")]})
    if party.kind_of_party == PartyKind.UNITED and len(set(found)) < 2:
        raise Invalid(errors={"organisations": [_("联合党支部至少有两个组织")]})
    _check_free(found)


def _check_free(organisations: Iterable[Organisation]) -> None:
    taken = Coverage.objects.filter(organisation__in=list(organisations), left_on=None)
    row = taken.select_related("organisation", "branch").first()
    if row:
        words = {"organisation": row.organisation.name, "branch": row.branch.name}
        raise Invalid(errors={"organisations": [ONE_BRANCH % words]})


def _cover(party: PartyOrganisation, organisations: Iterable[Organisation]) -> None:
    """The constraint has the last word: of two at once the second is told as if it had come later."""
    today, found = timezone.localdate(), list(dict.fromkeys(organisations))
    is_own = party.kind_of_party == PartyKind.BRANCH
    try:
        with transaction.atomic():
            Coverage.objects.bulk_create(
                Coverage(branch=party, organisation=one, is_own=is_own, joined_on=today) for one in found
            )
    except IntegrityError:
        _check_free(found)
        raise


def _appoint(party: PartyOrganisation, data: Appointed) -> None:
    Secretary.objects.create(
        party_organisation=party, name=data.name, is_public=data.is_public, user=data.user, since=data.since
    )


@dataclass(frozen=True)
class Corrected:
    values: Mapping[str, Any]


def correct(party: PartyOrganisation, *, actor: Actor, data: Corrected) -> Mapping[str, object]:
    changed = {}
    for name, value in data.values.items():
        before = getattr(party, name)
        if before != value:
            setattr(party, name, value)
            changed[name] = [str(before or ""), str(value or "")]
    _check(party)
    return {"changed": changed}


def appoint(party: PartyOrganisation, *, actor: Actor, data: Appointed) -> Mapping[str, object]:
    """Who was it before is no longer, from that day. The trail says that it changed, not who it is."""
    now = party.secretaries.filter(until=None).first()
    if data.since > timezone.localdate() or (now and data.since < now.since):
        raise Invalid(errors={"since": [_("不能在今天之后，也不能早于上一任")]})
    if now:
        now.until = data.since
        now.save(update_fields=["until"])
    _appoint(party, data)
    return {}


@dataclass(frozen=True)
class Covered:
    organisation: Organisation


def cover(party: PartyOrganisation, *, actor: Actor, data: Covered) -> Mapping[str, object]:
    if party.kind_of_party != PartyKind.UNITED:
        raise Invalid(errors={"organisation": [_("只有联合党支部才编入几个组织")]})
    try:
        _check_free([data.organisation])
    except Invalid as problem:
        raise Invalid(errors={"organisation": problem.errors["organisations"]}) from problem
    _cover(party, [data.organisation])
    return {"organisation": data.organisation.number}


def uncover(party: PartyOrganisation, *, actor: Actor, data: Covered) -> Mapping[str, object]:
    row = party.coverages.filter(organisation=data.organisation, left_on=None).first()
    if row is None or row.is_own:
        raise Invalid(errors={"organisation": [_("它不在这个联合党支部里")]})
    row.left_on = timezone.localdate()
    row.save(update_fields=["left_on"])
    return {"organisation": data.organisation.number}


def follow(record: Record, *, name: str, actor: Actor) -> None:
    """A reaction: an organisation that left is in no joint branch. Its own branch is the party's to dissolve."""
    if has_left(record):
        joint = Coverage.objects.filter(organisation=record, left_on=None, is_own=False)
        joint.update(left_on=timezone.localdate())


def dissolve(party: PartyOrganisation, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Its organisations are free, its turns go to the others of its group."""
    if party.children.active().exists():
        raise Invalid(_("下面还有党组织，请先改它们的上级"))
    party.dissolved_on = timezone.localdate()
    party.coverages.filter(left_on=None).update(left_on=party.dissolved_on)
    party.secretaries.filter(until=None).update(until=party.dissolved_on)
    _leave(party, actor)
    return {}


@dataclass(frozen=True)
class Grouping:
    place: Place
    name: str
    about: str


@transaction.atomic
def found_group(data: Grouping, *, actor: Actor) -> PartyGroup:
    """Raises Forbidden, and Invalid for a twin."""
    warrant = actor.warrant(*KEEPING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    group = PartyGroup(**PartyGroup.at(data.place), name=data.name, about=data.about)
    start(group, actor=actor, warrant=warrant)
    return group


@dataclass(frozen=True)
class Joined:
    group: PartyGroup


def join_group(branch: PartyOrganisation, *, actor: Actor, data: Joined) -> Mapping[str, object]:
    """From today on; the rota takes it in from the next quarter."""
    now = GroupMembership.objects.filter(branch=branch, left_on=None).select_related("group").first()
    if now:
        raise Invalid(errors={"group": [ONE_GROUP % {"group": now.group.name}]})
    group = PartyGroup.objects.select_for_update().get(pk=data.group.pk)
    if group.state != GroupState.ACTIVE:
        raise Invalid(errors={"group": [_("这个小组已结束")]})
    if not branch.path.startswith(group.path):
        raise Invalid(errors={"group": [_("支部不在这个小组的地域里")]})
    try:
        with transaction.atomic():
            GroupMembership.objects.create(group=group, branch=branch, joined_on=timezone.localdate())
    except IntegrityError as error:
        raise Invalid(errors={"group": [_("一个党支部同时只在一个小组")]}) from error
    make_rota(group, actor=actor)
    return {"group": group.number}


def leave_group(branch: PartyOrganisation, *, actor: Actor, data: None) -> Mapping[str, object]:
    group = _leave(branch, actor)
    if group is None:
        raise Invalid(_("这个支部不在任何小组里"))
    return {"group": group.number}


def _leave(branch: PartyOrganisation, actor: Actor) -> PartyGroup | None:
    now = GroupMembership.objects.filter(branch=branch, left_on=None).select_related("group__place").first()
    if now is None:
        return None
    now.left_on = timezone.localdate()
    now.save(update_fields=["left_on"])
    make_rota(now.group, actor=actor)
    return now.group


def end_group(group: PartyGroup, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Its branches are free to join others, what was planned is given up, what was held stays."""
    group.memberships.filter(left_on=None).update(left_on=timezone.localdate())
    make_rota(group, actor=actor)
    return {}
