"""``./linli bench whistle [DEPARTMENTS]``: one whistle for fifty departments that all answer at the same moment."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from linli.audit.models import Entry
from linli.bench.district import DISTRICT, SINCE, District, settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.serving import post_at_once, served
from linli.events.core.flows import EVENT
from linli.events.core.intake import report
from linli.events.core.models import Event, Whistle, WhistleAnswer
from linli.events.core.payloads import Report, Units
from linli.inbox.models import Task
from linli.people.actors import actor_of
from linli.people.models import Post, Unit, User
from linli.people.roles import Role
from linli.people.staffing import staffing

DEPARTMENTS = 50
ROUNDS = 5
LEAST_RATIO = 0.5
"""Of the rate at which they answer fifty events' own whistles: they wait for one row, not for each other's work."""


@dataclass(frozen=True)
class Department:
    unit: Unit
    token: str


def run(arguments: Sequence[str]) -> list[Figure]:
    """In turn, each answers a whistle of an event of its own, then all answer the same whistle."""
    number = int(arguments[0]) if arguments else DEPARTMENTS
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    together, apart = 0.0, 0.0
    with scratch_database(), tempfile.TemporaryDirectory() as data:
        district = settle()
        departments = _departments(district, number)
        with served(Path(data)) as port:
            for _ in range(ROUNDS):
                own = [_whistle(district, [department]) for department in departments]
                apart += _answer(port, departments, own)
                common = _whistle(district, departments)
                together += _answer(port, departments, [common] * number)
                _check(common, departments)
    return [
        Figure(
            what=f"{number} departments answer one whistle at the same moment, {ROUNDS} times",
            value=number * ROUNDS / together,
            unit="/s",
            limit=number * ROUNDS / apart,
            limit_is="as many answers to as many events' whistles, at the same moment as well",
            least_ratio=LEAST_RATIO,
        )
    ]


def _departments(district: District, number: int) -> list[Department]:
    place = district.units[0].place
    units = Unit.objects.bulk_create(Unit(name=f"部门{n}", kind="department", place=place) for n in range(number))
    users = User.objects.bulk_create(User(username=f"d{n}", name=f"应哨{n}") for n in range(number))
    Post.objects.bulk_create(
        Post(user=user, role=Role.HANDLER, unit=unit, valid_from=SINCE) for user, unit in zip(users, units, strict=True)
    )
    staffing.touch()
    return [Department(unit, district.token_of(user)) for user, unit in zip(users, units, strict=True)]


def _whistle(district: District, departments: Sequence[Department]) -> Event:
    desk = actor_of(district.holder_of(Role.DISPATCHER, DISTRICT))
    told = Report(category=district.categories[0], text="地下室积水，需要几家一起来", place=district.grids[0])
    event = EVENT.make(report(told, actor=desk).event, "accept", actor=desk)
    units = Units([department.unit for department in departments])
    return EVENT.make(event, "whistle", actor=desk, data=units, note="请到现场")


def _answer(port: int, departments: Sequence[Department], events: Sequence[Event]) -> float:
    """Each answers its event's whistle. Seconds from the moment at which all begin until the last has its receipt."""
    asked = WhistleAnswer.objects.filter(event__in=events).values_list("unit", "event", "number")
    numbers = {(unit, event): number for unit, event, number in asked}
    found = [
        (department, numbers[department.unit.pk, event.pk])
        for department, event in zip(departments, events, strict=True)
    ]
    asks = [(f"/api/parts/{number}/moves/answer", department.token, str(number)) for department, number in found]
    return post_at_once(port, asks)


def _check(event: Event, departments: Sequence[Department]) -> None:
    """Every answer is there once, with its line in the audit and its clock for the arrival; nothing else is."""
    parts = list(WhistleAnswer.objects.filter(event=event))
    ids = [part.pk for part in parts]
    found = {
        "whistles": (Whistle.objects.filter(event=event).count(), 1),
        "answers": ({(part.unit_id, part.state) for part in parts}, {(d.unit.pk, "answered") for d in departments}),
        "lines": (Entry.objects.filter(action="whistle.answer", subject_id__in=ids).count(), len(departments)),
        "clocks": (Task.objects.filter(pk__in=ids, due_at__isnull=False).count(), len(departments)),
    }
    for what, (is_now, should_be) in found.items():
        if is_now != should_be:
            raise SystemExit(f"{what}: {is_now} instead of {should_be}")
