"""The effects of the moves, and the beginning of an event. Run inside the flow's transaction."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core import rules
from linli.events.core.deadlines import no_later, until
from linli.events.core.desks import above, below, desk_of, higher
from linli.events.core.models import Event, Extension, Photo, ResponsibleUnit
from linli.events.core.parts.actions import release_parts
from linli.events.core.payloads import Amend, Dispatch, Evidence, Join, Lead, MoreTime, Rate, Relocation, Same
from linli.events.core.policies import LOCAL
from linli.events.core.states import EventState, PhotoStage
from linli.flow.flow import cause
from linli.inbox.actions import tell
from linli.kernel.actor import Actor
from linli.kernel.files import Picture, keep
from linli.kernel.problems import Conflict, Invalid
from linli.people.models import Unit
from linli.people.staffing import users_of
from linli.places.levels import CODE_LENGTHS, Level, lineage


def add_photos(event: Event, pictures: Iterable[Picture], stage: PhotoStage) -> int:
    """Store pictures of an event; returns how many."""
    stored = [keep(picture) for picture in pictures]
    Photo.objects.bulk_create([Photo(event=event, file=file, stage=stage) for file in stored])
    return len(stored)


UNTIL_CLOSED = (rules.SOLVE_WITHIN, rules.CHECK_WITHIN, rules.CLOSE_WITHIN)
"""From dispatch on, one after the other."""


def _is_in_time(record: Event) -> bool:
    """Was the move made before the deadline of the task that it answers?"""
    due = record.answered.due_at if record.answered else None
    return due is None or timezone.now() <= due


def _had_to_act(record: Event, desk: str) -> None:
    """Remember the highest level that had to act: what the share of matters that never left the grid is told by."""
    record.highest = higher(record.highest, desk)


def accept(record: Event, *, actor: Actor, data: None) -> None:
    """Not to be solved on the spot: from now on a desk has it, at least the community's."""
    record.is_accepted_in_time = _is_in_time(record)
    acting = actor.nearest_code(*LOCAL, at=record.path)
    desk = Level.COMMUNITY if len(record.path) >= CODE_LENGTHS[Level.COMMUNITY] else desk_of(record.path)
    record.desk = higher(record.desk, desk)
    if acting:
        _had_to_act(record, desk_of(acting))


def dispatch(record: Event, *, actor: Actor, data: Dispatch) -> Mapping[str, object]:
    """Give it to one lead unit; the clock of its work starts."""
    record.lead_unit = data.unit
    record.dispatched_at = timezone.now()
    record.solve_due = no_later(record, until(record, record.dispatched_at, rules.SOLVE_WITHIN).at)
    record.close_due = until(record, record.dispatched_at, *UNTIL_CLOSED).at
    record.extended_until = None
    _had_to_act(record, record.desk)
    _had_to_act(record, desk_of(data.unit.place.code))
    return {"unit": data.unit.name, "unit_id": str(data.unit.pk)}


def send_back(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Not this unit's matter: the desk dispatches anew. Sent back too often, the desk above has to."""
    unit, record.lead_unit = record.lead_unit, None
    release_parts(record, actor=actor, kinds=(Extension,))
    record.sent_back += 1
    facts: dict[str, object] = {"unit": unit.name if unit else "", "times": record.sent_back}
    up = above(record.desk)
    if up and record.sent_back % rules.SEND_BACKS.at(record.path) == 0:
        record.desk = up
        _had_to_act(record, up)
        facts["desk"] = up.value
    return facts


def raise_up(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    """What this level cannot do, the next one has to."""
    up = above(record.desk)
    if up is None:
        raise Conflict(_("已经在最高一级"), code="at_the_top")
    record.desk = up
    _had_to_act(record, up)
    return {"desk": up.value}


def hand_down(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The level below can do it after all."""
    down = below(record.desk, path=record.path)
    if down is None:
        raise Conflict(_("已经在能派单的最低一级"), code="at_the_bottom")
    record.desk = down
    return {"desk": down.value}


def relocate(record: Event, *, actor: Actor, data: Relocation) -> Mapping[str, object]:
    """It belongs somewhere else: there it begins anew, and no other level had to act on it so far."""
    release_parts(record, actor=actor)
    record.place, record.path = data.place, data.place.code
    record.desk = record.highest = desk_of(record.path)
    record.is_outside = False
    record.is_accepted_in_time = None
    return {"place": data.place.code}


def lead(record: Event, *, actor: Actor, data: Lead) -> Mapping[str, object]:
    """A named leader sees to a hard matter: hears first when anything of it is late."""
    record.leader = data.leader
    tell(record.pk, [data.leader.pk])
    return {"leader_id": str(data.leader.pk)}


def supervise(record: Event, *, actor: Actor, data: None) -> None:
    """Somebody above asks for it with emphasis; whoever has it is told at once."""
    record.supervisor_id = actor.id
    if record.answered:
        tell(record.pk, [user for user in users_of(record.answered.holder) if user != actor.id])


def extend(record: Event, *, actor: Actor, data: MoreTime) -> Mapping[str, object]:
    if record.their_due and data.until > record.their_due:
        raise Conflict(_("晚于平台的期限，请先向热线平台申请延期"), code="beyond_their_due")
    if record.solve_due and record.close_due:
        record.close_due += data.until - record.solve_due
    record.extended_until = record.solve_due = data.until
    record.extended += 1
    return {"until": data.until.isoformat()}


def join(record: Event, *, actor: Actor, data: Join) -> Mapping[str, object]:
    """It is the same matter as another one: that one goes on for both."""
    into = Event.objects.get(pk=data.into.pk)
    if into.pk == record.pk:
        raise Invalid(errors={"into": [_("不能并入自己")]})
    if not into.is_open:
        raise Conflict(_("要并入的事件已经不在办理中"), code="not_open")
    if into.is_confidential != record.is_confidential:
        raise Conflict(_("保密的事件只能与保密的事件合并办理"), code="confidential")
    if record.joined.filter(state=EventState.JOINED).exists():
        raise Conflict(_("已有别的事件并入这一件，请反过来并"), code="has_joined")
    record.joined_to = into
    release_parts(record, actor=actor)
    return {"into": into.number, "into_id": str(into.pk)}


def say_same(record: Event, *, actor: Actor, data: Same) -> Mapping[str, object]:
    """The reporter takes it for the same as another one. It goes on by itself until somebody of the place joins it."""
    record.same_as = data.as_
    return {"into": data.as_.number}


def split(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Another matter after all: it goes on by itself, on the desk of the one it was joined to."""
    into, record.joined_to = record.joined_to, None
    record.desk = _deciding(record.desk)
    return {"into": into.number if into else ""}


def _deciding(desk: str) -> str:
    """The grid reports and looks, but decides on nothing that was accepted."""
    return Level.COMMUNITY if desk == Level.GRID else desk


def finish(record: Event, *, actor: Actor, data: Evidence) -> Mapping[str, object]:
    release_parts(record, actor=actor, kinds=(Extension,))
    record.is_done_in_time = _is_in_time(record)
    return {"photos": add_photos(record, data.photos, PhotoStage.AFTER)}


def rework(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Looked at on the spot and not good: the clock of the work goes on as before."""
    record.reworked += 1
    return {"times": record.reworked}


def solve(record: Event, *, actor: Actor, data: Evidence) -> Mapping[str, object]:
    """Fixed on the spot: it never left the grid."""
    record.ended_at = timezone.now()
    record.is_accepted_in_time = record.is_done_in_time = _is_in_time(record)
    record.close_due = (record.answered and record.answered.due_at) or record.ended_at
    if acting := actor.nearest_code(*LOCAL, at=record.path):
        _had_to_act(record, desk_of(acting))
    return {"photos": add_photos(record, data.photos, PhotoStage.AFTER)}


def photograph(record: Event, *, actor: Actor, data: Evidence) -> Mapping[str, object]:
    return {"photos": add_photos(record, data.photos, PhotoStage.BEFORE)}


def end(record: Event, *, actor: Actor, data: None) -> None:
    """It is over, and with it whatever other units were still to do, and the reports that were joined to it."""
    record.ended_at = timezone.now()
    release_parts(record, actor=actor)


def close(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    end(record, actor=actor, data=None)
    joined = list(record.joined.select_for_update().filter(state=EventState.JOINED).order_by("pk"))
    for twin in joined:
        cause(twin, "close_joined", actor=actor)
    return {"joined": len(joined)} if joined else {}


def close_joined(record: Event, *, actor: Actor, data: None) -> None:
    record.ended_at = timezone.now()


def reopen(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The reporter says it is not fixed: back to the desk, the rating given before is gone."""
    days = rules.REOPEN_WITHIN.at(record.path, subject=record.category.code)
    if record.ended_at and (timezone.now() - record.ended_at).days >= days:
        raise Conflict(_("结案已超过 %(days)s 天，请重新上报") % {"days": days}, code="too_late")
    _begin_anew(record)
    return {"times": record.reopened}


def take_back(record: Event, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The platform does not accept the answer: back to the desk that had it, whatever time has passed."""
    _begin_anew(record)
    record.desk = _deciding(record.desk)
    return {"times": record.reopened}


def amend(record: Event, *, actor: Actor, data: Amend) -> None:
    """The platform changed its order while we work on it."""
    record.text, record.their_due = data.text, data.their_due
    if record.dispatched_at and record.solve_due:
        own = record.extended_until or until(record, record.dispatched_at, rules.SOLVE_WITHIN).at
        record.solve_due = no_later(record, own)


def _begin_anew(record: Event) -> None:
    record.ended_at, record.lead_unit, record.dispatched_at = None, None, None
    record.solve_due, record.close_due, record.extended_until = None, None, None
    record.is_done_in_time, record.joined_to = None, None
    record.rating, record.rating_words = None, ""
    record.reopened += 1


def rate(record: Event, *, actor: Actor, data: Rate) -> Mapping[str, object]:
    record.rating, record.rating_words = data.stars, data.words
    return {"stars": data.stars}


def proposed_unit(event: Event) -> Unit | None:
    """The unit that answers for the category at the nearest place; the parent category's where it has none."""
    categories = [key for key in (event.category_id, event.category.parent_id) if key]
    found = ResponsibleUnit.objects.filter(category__in=categories, place__code__in=lineage(event.path))
    rows = sorted(
        found.select_related("unit", "place"), key=lambda row: (categories.index(row.category_id), -len(row.place.code))
    )
    return rows[0].unit if rows else None
