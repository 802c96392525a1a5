"""Monthly visits and weekly calls: made when their time comes, written down, or missed (source [003])."""

import calendar
import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause_if_still, start
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.problems import Invalid
from linli.organisations.experts.conflicts import counts_since
from linli.organisations.incubation import rules
from linli.organisations.incubation.models import Incubation, Mentoring, MentorVisit
from linli.organisations.incubation.states import IncubationState, VisitKind, VisitState
from linli.organisations.registry.models import Organisation
from linli.people.models import User


def make_visits() -> int:
    """Make what is due this month and this week and is not there yet, and end what was missed; returns how many.

    Nothing is made up for days on which nobody mentored, nor while an incubation is paused.
    """
    return sum(_missed()) + sum(_made())


def _made() -> Iterator[int]:
    today = timezone.localdate()
    going = Incubation.objects.filter(state=IncubationState.GOING).select_related("place", "organisation")
    for what in VisitKind:
        period = first_day(what, today)
        there = MentorVisit.objects.filter(incubation=OuterRef("pk"), what=what, period=period)
        mentored = Mentoring.objects.filter(incubation=OuterRef("pk"), valid_to=None)
        for incubation in going.filter(Exists(mentored), ~Exists(there)).order_by("pk").iterator(chunk_size=500):
            yield _make(incubation, what, period)


def _make(incubation: Incubation, what: VisitKind, period: datetime.date) -> int:
    due_on = last_day(what, period, incubation.path)
    mentoring = Mentoring.objects.filter(incubation=incubation, valid_to=None).order_by("pk").first()
    if due_on is None or mentoring is None or due_on < mentoring.valid_from:
        return 0
    visit = MentorVisit(
        **MentorVisit.at(incubation.place),
        incubation=incubation,
        what=what,
        mentor_id=mentoring.user_id,
        period=period,
        due_on=due_on,
    )
    try:
        with transaction.atomic():
            visit.lock_parents()
            if Incubation.objects.get(pk=incubation.pk).state != IncubationState.GOING:
                return 0
            start(visit, actor=SYSTEM)
    except IntegrityError:
        # Another worker was faster.
        return 0
    return 1


def first_day(what: str, day: datetime.date) -> datetime.date:
    """Of the month for visits, of the week for calls."""
    return day.replace(day=1) if what == VisitKind.VISIT else day - datetime.timedelta(days=day.weekday())


def last_day(what: str, period: datetime.date, path: str) -> datetime.date | None:
    """Until when; None where the place's rule asks for none."""
    rule = rules.VISIT_BY if what == VisitKind.VISIT else rules.CALL_BY
    number = rule.at(path)
    if not number:
        return None
    if what == VisitKind.CALL:
        return period + datetime.timedelta(days=min(number, 7) - 1)
    return period.replace(day=min(number, calendar.monthrange(period.year, period.month)[1]))


def _missed() -> Iterator[int]:
    today = timezone.localdate()
    for visit in MentorVisit.objects.filter(state=VisitState.DUE, due_on__lt=today).order_by("pk").iterator(500):
        if visit.due_on + datetime.timedelta(days=rules.MISSED_AFTER.at(visit.path)) < today:
            yield cause_if_still(visit, "miss", actor=SYSTEM)


@dataclass(frozen=True)
class Visited:
    on: datetime.date
    words: str


def write_down(visit: MentorVisit, *, actor: Actor, data: Visited) -> Mapping[str, object]:
    if not visit.period <= data.on <= timezone.localdate():
        raise Invalid(errors={"on": [_("日期要在这一期之内，且不能在今天之后")]})
    visit.done_on, visit.words = data.on, data.words
    return {}


def hand_over(visit: MentorVisit, *, actor: Actor, data: User) -> Mapping[str, object]:
    visit.mentor = data
    return {}


def mentored_by(organisation: Organisation) -> set[uuid.UUID]:
    """Who mentors the organisation, or did not long ago: too near to judge it."""
    lasting = Q(valid_to=None) | Q(valid_to__gte=counts_since(organisation.path))
    mentorings = Mentoring.objects.filter(lasting, incubation__organisation=organisation)
    return set(mentorings.values_list("user_id", flat=True))
