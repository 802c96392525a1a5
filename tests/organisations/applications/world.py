"""Applications and the departments that are asked, for the tests of the one-stop life of an organisation."""

from dataclasses import dataclass
from typing import Any

from linli.kernel.files import Pdf
from linli.organisations.applications.actions.applications import Applying, Filling, SentPaper, apply
from linli.organisations.applications.actions.deciding import Approval
from linli.organisations.applications.actions.opinions import Saying, Supply
from linli.organisations.applications.flows import APPLICATION, OPINION
from linli.organisations.applications.models import (
    Application,
    Certificate,
    Department,
    DepartmentUnit,
    Opinion,
    ServiceDepartment,
    ServiceItem,
)
from linli.organisations.registry.models import Organisation
from linli.people.actors import StaffActor
from linli.people.models import Unit, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from tests.events.town import post, user
from tests.organisations import world as worlds

APPLICATION_RECORD = {"kind": "application", "number": "{application}"}
FOLLOWING = ("dispatcher", "leader", "officer")
"""Those who hear of applications at the place."""
PUBLIC = (
    *("visitor", "worker", "clerk", "dispatcher", "leader", "handler", "stranger", "system", "security", "auditor"),
    *("officer", "representative"),
)
APPLICATION_PAGES: list[tuple[str, str, dict[str, str], tuple[str, ...]]] = [
    ("GET", "applications", {}, (*FOLLOWING, "handler", "representative")),
    ("GET", "application_figures", {}, ("dispatcher", "leader", "officer")),
    ("GET", "application", {"number": "{application}"}, (*FOLLOWING, "handler", "representative")),
    ("GET", "record_move", APPLICATION_RECORD | {"move": "refuse"}, ("officer",)),
    ("GET", "record_move", APPLICATION_RECORD | {"move": "withdraw"}, ("officer", "representative")),
    ("POST", "record_move", APPLICATION_RECORD | {"move": "collect"}, ()),
    ("GET", "record_new", {"kind": "application"}, ("officer", "representative")),
    (
        "GET",
        "application_paper",
        {"number": "{application}", "key": "{paper}"},
        ("handler", "officer", "representative"),
    ),
    ("GET", "application_certificate", {"number": "{application}"}, ("officer", "representative")),
    ("GET", "opinion", {"number": "{opinion}"}, (*FOLLOWING, "handler", "representative")),
    ("GET", "record_move", {"kind": "opinion", "number": "{opinion}", "move": "agree"}, ("handler",)),
    ("GET", "verify", {}, PUBLIC),
    ("GET", "verified", {"code": "{certificate}"}, PUBLIC),
    ("GET", "onestop_items", {}, ("officer", "system")),
    ("GET", "onestop_item_new", {}, ("officer", "system")),
    ("GET", "onestop_item", {"code": "filing"}, ("officer", "system")),
    ("GET", "onestop_item_end", {"code": "filing"}, ("officer", "system")),
    ("GET", "onestop_departments", {}, ("officer", "system")),
    ("GET", "onestop_department_new", {}, ("officer", "system")),
    ("GET", "onestop_department", {"key": "{department}"}, ("officer", "system")),
    ("GET", "onestop_department_unit", {"key": "{department}"}, ("officer", "system")),
]
"""Rows of the table of who may (``tests.site.test_permissions``)."""
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


@dataclass
class OneStop:
    """A world whose district has a unit and a handler for each department that is asked for a filing."""

    world: worlds.World
    item: ServiceItem
    people: dict[str, User]
    """By the code of the department."""

    def actor(self, code: str) -> StaffActor:
        return self.world.actor(self.people[code])

    @property
    def officer(self) -> StaffActor:
        return self.world.actor(self.world.officer)

    @property
    def teacher(self) -> StaffActor:
        return self.world.actor(self.world.teacher)

    def draft(self, item: ServiceItem | None = None, organisation: Organisation | None = None) -> Application:
        return apply(Applying(organisation or self.world.club, item or self.item), actor=self.teacher)

    def filled(self, **more: Any) -> Application:
        """A draft that is complete."""
        wanted = more.pop("wanted", "")
        draft = self.draft(**more)
        draft = APPLICATION.make(draft, "fill", actor=self.teacher, data=Filling("我们想备案", wanted))
        for paper in draft.item.papers.filter(is_required=True):
            self.send(draft, paper.name)
        return draft

    def send(self, draft: Application, name: str, content: bytes = PDF) -> None:
        APPLICATION.make(draft, "add_paper", actor=self.teacher, data=SentPaper(name, Pdf(content)))

    def submitted(self, **more: Any) -> Application:
        return APPLICATION.make(self.filled(**more), "submit", actor=self.teacher)

    def asked(self, **more: Any) -> Application:
        return APPLICATION.make(self.submitted(**more), "accept", actor=self.officer)

    def opinion(self, application: Application, code: str) -> Opinion:
        return Opinion.objects.get(application=application, department__code=code)

    def agree(self, application: Application, *codes: str) -> Application:
        """These departments, or all that have not answered."""
        for code in codes or [row.department.code for row in application.opinions.open()]:
            OPINION.make(self.opinion(application, code), "agree", actor=self.actor(code), data=Saying(""))
        application.refresh_from_db()
        return application

    def ask_more(self, application: Application, code: str, words: str = "请补平面图") -> Opinion:
        opinion = self.opinion(application, code)
        return OPINION.make(opinion, "ask_more", actor=self.actor(code), data=Saying(words))

    def supply(self, opinion: Opinion, name: str = "") -> Opinion:
        sent = SentPaper(name, Pdf(PDF + name.encode() + b"%%EOF")) if name else None
        return OPINION.make(opinion, "supply", actor=self.teacher, data=Supply("补上了", sent))

    def approved(self, **more: Any) -> Application:
        application = self.agree(self.asked(**more))
        return APPLICATION.make(application, "approve", actor=self.officer, data=Approval())


def build(world: worlds.World) -> OneStop:
    item = ServiceItem.objects.get(code="filing")
    people = {}
    departments = Department.objects.filter(is_active=True)
    for department in departments:
        unit = Unit.objects.create(name=f"区{department.name}部门", kind="department", place=world.district)
        DepartmentUnit.objects.create(department=department, place=world.district, unit=unit)
        people[department.code] = user(f"承办-{department.code}")
        post(people[department.code], Role.HANDLER, unit)
    staffing.touch()
    return OneStop(world, item, people)


def asked(organisation: Organisation, unit: Unit, officer: StaffActor) -> tuple[Application, Opinion]:
    """An application with a paper, in which one unit is asked, and a certificate that it does not yet deserve."""
    item = ServiceItem.objects.get(code="consult")
    department = Department.objects.get(code="fire")
    ServiceDepartment.objects.create(item=item, department=department, days=5)
    DepartmentUnit.objects.create(department=department, place=unit.place, unit=unit)
    application = apply(Applying(organisation, item), actor=officer)
    APPLICATION.make(application, "fill", actor=officer, data=Filling("想办一个读书会"))
    APPLICATION.make(application, "add_paper", actor=officer, data=SentPaper("想做什么", Pdf(PDF)))
    APPLICATION.make(application, "submit", actor=officer)
    application = APPLICATION.make(application, "accept", actor=officer)
    Certificate.objects.create(
        application=application, organisation=organisation, number="1", code="X", name="x", issued_on="2026-01-05"
    )
    return application, application.opinions.get()
