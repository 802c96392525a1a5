"""What an office puts down besides records: numbers of a community, lines of the checklist. Each is audited."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.platforms.models import ChecklistItem, CommunityFigure
from linli.organisations.platforms.parts import ENTERED
from linli.organisations.platforms.policies import can_enter
from linli.organisations.registry.policies import can_keep_catalogues
from linli.people.warranted import record_act
from linli.places.levels import Level
from linli.places.models import Place


@dataclass(frozen=True)
class Entered:
    """One number of a community for a part of a standard."""

    part: str
    count: int
    note: str = ""


@transaction.atomic
def enter(community: Place, figures: Sequence[Entered], *, on: datetime.date, actor: Actor) -> int:
    """Put down what a community counted on a day; returns how many numbers are new. Earlier ones stay as history.

    Raises Forbidden, and Invalid by the part for a negative number, an unknown part or a day ahead.
    """
    warrant = can_enter(actor, community.code)
    if warrant is None:
        raise Forbidden()
    if community.level != Level.COMMUNITY or community.ended_on:
        raise Invalid(_("只有社区、村填报"))
    if on > timezone.localdate():
        raise Invalid(errors={"on": [_("日期不能在今天之后")]})
    known = {part.code for part in ENTERED}
    wrong = {one.part: [_("不能是负数")] for one in figures if one.count < 0}
    wrong |= {one.part: [_("没有这一项，或这一项由系统计算")] for one in figures if one.part not in known}
    if wrong:
        raise Invalid(errors=wrong)
    # One at a time for each community: the row of the place is what two would meet at.
    Place.objects.select_for_update().get(pk=community.pk)
    now = {row.part: row for row in CommunityFigure.objects.current().filter(place=community)}
    fresh = [one for one in figures if _is_new(now.get(one.part), one, on)]
    at = timezone.now()
    CommunityFigure.objects.filter(pk__in=[now[one.part].pk for one in fresh if one.part in now]).update(replaced_at=at)
    CommunityFigure.objects.bulk_create(
        CommunityFigure(
            **CommunityFigure.at(community),
            part=one.part,
            count=one.count,
            note=one.note,
            counted_on=on,
            entered_by=actor.id,
            entered_at=at,
        )
        for one in fresh
    )
    if fresh:
        record_act(
            "standard.enter",
            actor=actor,
            warrant=warrant,
            kind="place",
            key=community.pk,
            detail={"place": community.code, "figures": {one.part: one.count for one in fresh}},
        )
    return len(fresh)


def _is_new(before: CommunityFigure | None, one: Entered, on: datetime.date) -> bool:
    return before is None or (before.count, before.note, before.counted_on) != (one.count, one.note, on)


@transaction.atomic
def add_item(values: Mapping[str, Any], *, actor: Actor) -> ChecklistItem:
    """A new line of the checklist. Raises Forbidden, Invalid."""
    warrant = can_keep_catalogues(actor)
    if warrant is None:
        raise Forbidden()
    item = ChecklistItem(**values)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        raise Invalid(errors={"code": [_("这个代码已有别的条目使用")]}) from error
    _record("checklist.add", item, actor, warrant)
    return item


@transaction.atomic
def end_item(item: ChecklistItem, *, on: datetime.date, actor: Actor) -> None:
    """From ``on`` it no longer holds; what visits found of it stays. Raises Forbidden, Invalid."""
    warrant = can_keep_catalogues(actor)
    if warrant is None:
        raise Forbidden()
    locked = ChecklistItem.objects.select_for_update().get(pk=item.pk)
    if locked.valid_to is not None:
        raise Invalid(_("这一条已经停用"))
    if on < max(locked.valid_from, timezone.localdate()):
        raise Invalid(errors={"on": [_("停用日不能早于今天，也不能早于启用日")]})
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    _record("checklist.end", locked, actor, warrant)


def _record(action: str, item: ChecklistItem, actor: Actor, warrant: Warrant) -> None:
    record_act(action, actor=actor, warrant=warrant, kind="checklist", key=item.pk, detail={"code": item.code})
