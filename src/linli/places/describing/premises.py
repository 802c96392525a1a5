"""Premises are put down and changed; new ones are signed off three times before they are used."""

import datetime
import uuid
from typing import TypedDict

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.places.levels import Level
from linli.places.models import Place, Premises, SignOff, Step
from linli.places.policies import can_describe
from linli.places.redrawing.plans import STALE
from linli.places.rights import for_whom


class PremisesFacts(TypedDict):
    name: str
    kind: str
    area: int
    hours: str
    contact: str
    lat: float | None
    lon: float | None
    is_planned: bool


def make_premises(community: Place, *, facts: PremisesFacts, actor: Actor) -> Premises:
    """New rooms in ``community``; those that already served before need no sign-offs. Raises Invalid, NotFound."""
    on_behalf_of = for_whom(can_describe, actor, community.code)
    if community.level != Level.COMMUNITY or community.ended_on:
        raise Invalid(_("服务用房登记在社区、村。"))
    return _save("premises.make", Premises(community=community), facts, actor, on_behalf_of)


def edit_premises(premises: Premises, *, facts: PremisesFacts, seen: int, actor: Actor) -> Premises:
    """Change them. What was planned comes into use when all three sign-offs are there. Raises Conflict when stale."""
    with transaction.atomic():
        locked = _locked(premises)
        on_behalf_of = for_whom(can_describe, actor, locked.community.code)
        if locked.version != seen:
            raise Conflict(STALE, code="stale")
        if locked.is_planned and not facts["is_planned"] and locked.sign_offs.count() < len(Step):
            raise Invalid(errors={"is_planned": [_("三把关还没有全部签核，不能投入使用。")]})
        locked.version += 1
        return _save("premises.edit", locked, facts, actor, on_behalf_of)


@transaction.atomic
def sign_off(premises: Premises, *, step: str, on: datetime.date | None, actor: Actor) -> None:
    """Put down that one of the three checks was passed on a day; None takes it back while they are only planned.

    In their order: planning, naming, before approval. Raises Invalid, NotFound.
    """
    locked = _locked(premises)
    on_behalf_of = for_whom(can_describe, actor, locked.community.code)
    if not locked.is_planned:
        raise Invalid(_("只有新建的用房才需要三把关。"))
    if step not in Step.values:
        raise Invalid(errors={"step": [_("没有这一关。")]})
    signed = dict(locked.sign_offs.values_list("step", "signed_on"))
    place = Step.values.index(step)
    if on is None:
        if any(later in signed for later in Step.values[place + 1 :]):
            raise Invalid(_("请先撤回后面的签核。"))
        SignOff.objects.filter(premises=locked, step=step).delete()
    else:
        before = [signed.get(earlier) for earlier in Step.values[:place]]
        if None in before:
            raise Invalid(errors={"on": [_("请按规划、命名、批前的次序签核。")]})
        if on > timezone.localdate() or any(day and day > on for day in before):
            raise Invalid(errors={"on": [_("日期不能晚于今天，也不能早于前一关。")]})
        SignOff.objects.update_or_create(premises=locked, step=step, defaults={"signed_on": on, "signed_by": actor.id})
    trail.record(
        "premises.sign_off",
        actor=actor,
        on_behalf_of=on_behalf_of,
        subject_kind="premises",
        subject_id=locked.pk,
        detail={"place": locked.community.code, "step": step, "day": on.isoformat() if on else ""},
    )


def _locked(premises: Premises) -> Premises:
    return Premises.objects.select_for_update(of=("self",)).select_related("community").get(pk=premises.pk)


def _save(
    action: str, premises: Premises, facts: PremisesFacts, actor: Actor, on_behalf_of: uuid.UUID | None
) -> Premises:
    name = " ".join(facts["name"].split())
    if not name:
        raise Invalid(errors={"name": [_("请填写名称。")]})
    if (facts["lat"] is None) != (facts["lon"] is None):
        raise Invalid(errors={"lon": [_("经度和纬度要么都填，要么都不填。")]})
    premises.name, premises.kind, premises.area = name, facts["kind"], facts["area"]
    premises.hours, premises.contact = facts["hours"].strip(), facts["contact"].strip()
    premises.lat, premises.lon, premises.is_planned = facts["lat"], facts["lon"], facts["is_planned"]
    try:
        with transaction.atomic():
            premises.save()
            trail.record(
                action,
                actor=actor,
                on_behalf_of=on_behalf_of,
                subject_kind="premises",
                subject_id=premises.pk,
                detail={
                    "place": premises.community.code,
                    "name": premises.name,
                    "kind": premises.kind,
                    "area": premises.area,
                    "is_planned": premises.is_planned,
                },
            )
    except IntegrityError as error:
        raise Invalid(errors={"name": [_("这个社区已有同名用房。")]}) from error
    return premises
