"""``./linli bench departments [DEPARTMENTS]``: one application that fifty-two departments answer at the same moment."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from linli.audit.models import Entry
from linli.bench.district import DISTRICT, SINCE, District, settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.serving import post_at_once, served
from linli.inbox.models import Task
from linli.organisations.applications.actions.applications import Applying, Filling, apply
from linli.organisations.applications.flows import APPLICATION
from linli.organisations.applications.models import (
    Application,
    Department,
    DepartmentUnit,
    Opinion,
    ServiceDepartment,
    ServiceItem,
)
from linli.organisations.registry.actions import Listing, list_organisation
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Post, Unit, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.models import Place

DEPARTMENTS = 52
ROUNDS = 3
LEAST_RATIO = 0.5
"""Of the rate at which they answer as many applications: they wait for one row, not for each other's work."""


@dataclass(frozen=True)
class Desk:
    """A department with the unit and the token of whoever answers for it."""

    department: Department
    unit: Unit
    token: str


def run(arguments: Sequence[str]) -> list[Figure]:
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    number = int(arguments[0]) if arguments else DEPARTMENTS
    with scratch_database(), tempfile.TemporaryDirectory() as data:
        district = settle()
        return answer_together(district, Path(data), number)


def answer_together(district: District, data: Path, number: int = DEPARTMENTS) -> list[Figure]:
    """In turn, each answers an application of its own, then all answer the same one: one outcome, nothing lost."""
    desks, officer = _desks(district, number), _officer()
    together, apart = 0.0, 0.0
    with served(data) as port:
        for turn in range(ROUNDS):
            own = [_asked(officer, [desk], f"own{turn}-{n}") for n, desk in enumerate(desks)]
            apart += _answer(port, desks, own)
            common = _asked(officer, desks, f"common{turn}")
            together += _answer(port, desks, [common] * len(desks))
            _check(common, desks)
    return [
        Figure(
            what=f"{number} departments answer one application at the same moment, {ROUNDS} times",
            value=number * ROUNDS / together,
            unit="/s",
            limit=number * ROUNDS / apart,
            limit_is="as many answers to as many applications, at the same moment as well",
            least_ratio=LEAST_RATIO,
        )
    ]


def _officer() -> StaffActor:
    user = User.objects.create(username="officer", name="专员")
    place = Place.objects.get(code=DISTRICT)
    Post.objects.create(user=user, role=Role.ORGANISATION_OFFICER, place=place, valid_from=SINCE)
    staffing.touch()
    return actor_of(user)


def _desks(district: District, number: int) -> list[Desk]:
    place = Place.objects.get(code=DISTRICT)
    departments = list(Department.objects.all()[:number])
    units = Unit.objects.bulk_create(
        Unit(name=f"区{department.name}", kind="department", place=place) for department in departments
    )
    users = User.objects.bulk_create(User(username=f"o{n}", name=f"会办{n}") for n in range(len(units)))
    Post.objects.bulk_create(
        Post(user=user, role=Role.HANDLER, unit=unit, valid_from=SINCE) for user, unit in zip(users, units, strict=True)
    )
    DepartmentUnit.objects.bulk_create(
        DepartmentUnit(department=department, place=place, unit=unit)
        for department, unit in zip(departments, units, strict=True)
    )
    staffing.touch()
    rows = zip(departments, units, users, strict=True)
    return [Desk(department, unit, district.token_of(user)) for department, unit, user in rows]


def _asked(officer: StaffActor, desks: Sequence[Desk], code: str) -> Application:
    """A new group's application, with these departments asked."""
    item = ServiceItem.objects.create(
        code=code,
        name=code,
        module="approval",
        outcome="nothing",
        states=["listed"],
        legal_kinds=["group"],
        within=10,
        source="bench",
        valid_from=SINCE,
    )
    ServiceDepartment.objects.bulk_create(ServiceDepartment(item=item, department=d.department, days=5) for d in desks)
    listing = Listing(Place.objects.get(code=DISTRICT), {"name": code, "legal_kind": "group"}, [])
    organisation = list_organisation(listing, actor=officer)
    application = apply(Applying(organisation, item), actor=officer)
    APPLICATION.make(application, "fill", actor=officer, data=Filling("请各部门答复"))
    APPLICATION.make(application, "submit", actor=officer)
    return APPLICATION.make(application, "accept", actor=officer)


def _answer(port: int, desks: Sequence[Desk], applications: Sequence[Application]) -> float:
    """Each answers its application. Seconds from the moment at which all begin until the last has its receipt."""
    asked = Opinion.objects.filter(application__in=applications).values_list("unit", "application", "number")
    numbers = {(unit, application): number for unit, application, number in asked}
    found = [
        (desk, numbers[desk.unit.pk, application.pk]) for desk, application in zip(desks, applications, strict=True)
    ]
    asks = [(f"/api/records/opinion/{number}/moves/agree", desk.token, str(number)) for desk, number in found]
    return post_at_once(port, asks)


def _check(application: Application, desks: Sequence[Desk]) -> None:
    """Every opinion is there once with its line in the audit, and the application was collected once."""
    opinions = list(Opinion.objects.filter(application=application))
    ids = [opinion.pk for opinion in opinions]
    state = Application.objects.values_list("state", flat=True).get(pk=application.pk)
    found = {
        "opinions": ({(o.unit_id, o.state) for o in opinions}, {(desk.unit.pk, "agreed") for desk in desks}),
        "lines": (Entry.objects.filter(action="opinion.agree", subject_id__in=ids).count(), len(desks)),
        "outcomes": (Entry.objects.filter(action="application.collect", subject_id=application.pk).count(), 1),
        "state": (state, "collected"),
        "clocks": (Task.objects.filter(pk__in=ids).count(), 0),
    }
    for what, (is_now, should_be) in found.items():
        if is_now != should_be:
            raise SystemExit(f"{what}: {is_now} instead of {should_be}")
