"""The people of an organisation: who joins, whose part changes, who leaves. The trail holds no names."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.registry.models import Member, Organisation


@dataclass(frozen=True)
class Joined:
    """The columns of a member."""

    values: Mapping[str, object]


def add_member(organisation: Organisation, *, actor: Actor, data: Joined) -> Mapping[str, object]:
    member = Member.objects.create(organisation=organisation, **data.values)
    return {"member": str(member.pk), "part": member.role}


@dataclass(frozen=True)
class Changed:
    member: Member
    values: Mapping[str, object]


def edit_member(organisation: Organisation, *, actor: Actor, data: Changed) -> Mapping[str, object]:
    """An empty name or telephone leaves what is there: whoever edits has only seen the mask."""
    member = _own(organisation, data.member)
    before = member.role
    for name, value in data.values.items():
        setattr(member, name, value)
    member.save()
    return {"member": str(member.pk), "part": member.role} | (
        {"changed": {"role": [before, member.role]}} if before != member.role else {}
    )


@dataclass(frozen=True)
class Gone:
    member: Member
    on: datetime.date


def member_left(organisation: Organisation, *, actor: Actor, data: Gone) -> Mapping[str, object]:
    member = _own(organisation, data.member)
    if data.on < member.joined_on:
        raise Invalid(errors={"on": [_("离开日期不能早于加入日期")]})
    member.left_on = data.on
    member.save()
    return {"member": str(member.pk), "part": member.role}


def _own(organisation: Organisation, member: Member) -> Member:
    now = Member.objects.filter(pk=member.pk, organisation=organisation, left_on=None).first()
    if now is None:
        raise Forbidden()
    return now
