"""Other units are asked for their part in an event, and what their answers do to it."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core import rules
from linli.events.core.desks import desk_of, higher
from linli.events.core.models import Assist, Event, Extension, UnitPart, Whistle, WhistleAnswer
from linli.events.core.parts.payloads import Arrival
from linli.events.core.payloads import MoreTime, Units
from linli.events.core.states import AnswerState
from linli.flow.flow import cause, start
from linli.kernel.actor import Actor
from linli.kernel.problems import Invalid
from linli.people.models import Unit

PARTS: tuple[type[UnitPart], ...] = (Assist, WhistleAnswer, Extension)
MOST_UNITS = 100
"""Units of one whistle; a district has some fifty departments."""


def ask_assistance(record: Event, *, actor: Actor, data: Units) -> Mapping[str, object]:
    """More units besides the lead unit, each with its own clock."""
    units = _askable(record, data.units, Assist, actor)
    for unit in units:
        start(Assist(event=record, unit=unit, place_id=record.place_id, path=record.path), actor=actor)
    return {"units": [unit.name for unit in units]}


def blow_whistle(record: Event, *, actor: Actor, data: Units) -> Mapping[str, object]:
    """Call departments to the matter: each must answer and arrive by its time."""
    units = _askable(record, data.units, WhistleAnswer, actor)
    whistle = Whistle.objects.create(event=record, words=record.title, blown_at=timezone.now())
    for unit in units:
        answer = WhistleAnswer(event=record, unit=unit, whistle=whistle, place_id=record.place_id, path=record.path)
        start(answer, actor=actor)
    return {"units": [unit.name for unit in units]}


def ask_time(record: Event, *, actor: Actor, data: MoreTime) -> Mapping[str, object]:
    """The lead unit cannot keep its time; the desk decides. The clock does not stop meanwhile."""
    now = timezone.now()
    if Extension.objects.filter(event=record, state__in=Extension.open_states).exists():
        raise Invalid(errors={"until": [_("已有一份延期申请在等待批准")]})
    if data.until <= max(now, record.solve_due or now):
        raise Invalid(errors={"until": [_("请填比现在的期限更晚的时间")]})
    days = rules.LONGEST_EXTENSION.at(record.path, subject=record.category.code)
    if (data.until - now).days >= days:
        raise Invalid(errors={"until": [_("一次最多延期 %(days)s 天") % {"days": days}]})
    extension = Extension(
        event=record, unit=record.lead_unit, until=data.until, place_id=record.place_id, path=record.path
    )
    start(extension, actor=actor, facts={"until": data.until.isoformat()})
    return {"until": data.until.isoformat()}


def _askable(record: Event, units: list[Unit], kind: type[UnitPart], actor: Actor) -> list[Unit]:
    """Those units, unless one is the lead unit, the actor's own, or asked already."""
    if len(units) > MOST_UNITS:
        raise Invalid(errors={"units": [_("一次最多 %(most)s 个单位") % {"most": MOST_UNITS}]})
    asked = set(kind._default_manager.filter(event=record, state__in=kind.open_states).values_list("unit", flat=True))
    for unit in units:
        if unit.pk == record.lead_unit_id:
            raise Invalid(errors={"units": [_("%(unit)s 已是主办单位") % {"unit": unit}]})
        if unit.pk in actor.unit_ids:
            raise Invalid(errors={"units": [_("不能请自己的单位")]})
        if unit.pk in asked:
            raise Invalid(errors={"units": [_("已经请过 %(unit)s，正在等它") % {"unit": unit}]})
    return units


def release_parts(event: Event, *, actor: Actor, kinds: Iterable[type[UnitPart]] = PARTS) -> None:
    """The event goes on without them: what units were still asked for is no longer needed."""
    for kind in kinds:
        for part in kind._default_manager.filter(event=event, state__in=kind.open_states).order_by("pk"):
            cause(part, "release", actor=actor)


def answer(record: WhistleAnswer, *, actor: Actor, data: None) -> None:
    record.is_answered_in_time = _is_in_time(record)


def release_whistle(record: WhistleAnswer, *, actor: Actor, data: None) -> None:
    """Whoever had not answered when it was late has not answered in time, though nobody waits for it any more."""
    if record.state == AnswerState.CALLED and not _is_in_time(record):
        record.is_answered_in_time = False


def _is_in_time(record: WhistleAnswer) -> bool:
    due = record.answered.due_at if record.answered else None
    return due is None or timezone.now() <= due


def arrive(record: WhistleAnswer, *, actor: Actor, data: None) -> None:
    """The department had to come: the matter has reached its level."""
    event = record.event
    event.highest = higher(event.highest, desk_of(record.unit.place.code))
    event.save(update_fields=["highest"])


def rate(record: WhistleAnswer, *, actor: Actor, data: Arrival) -> Mapping[str, object]:
    record.rating = data.stars
    return {"stars": data.stars}


def allow_time(record: Extension, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The event's own deadline moves, and its task with it."""
    cause(record.event, "extend", actor=actor, data=MoreTime(record.until))
    return {"until": record.until.isoformat()}
