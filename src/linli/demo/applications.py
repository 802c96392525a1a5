"""What the demo's organisations applied for lately: applications in every state, each with its departments."""

import datetime
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from linli.demo.cast import DISTRICT, GIVEN_NAMES, SUBDISTRICT, SURNAMES
from linli.demo.organisation_plans import AGENCY, CLUB
from linli.kernel import holidays
from linli.kernel.actor import SYSTEM
from linli.kernel.files import Pdf
from linli.kernel.worktime import ZONE
from linli.organisations.applications.actions.applications import Applying, Filling, Revocation, SentPaper, apply, begin
from linli.organisations.applications.actions.deciding import Approval, Refusal
from linli.organisations.applications.actions.opinions import Saying, Supply
from linli.organisations.applications.catalogue import shipped
from linli.organisations.applications.flows import APPLICATION, OPINION
from linli.organisations.applications.models import Application, Department, DepartmentUnit, Opinion, ServiceItem
from linli.organisations.applications.states import OPEN
from linli.organisations.registry import assignees as waits
from linli.organisations.registry.models import Organisation
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Post, Unit, UnitKind, User
from linli.people.roles import Role
from linli.people.staffing import staffing, users_of
from linli.places.models import Place

DAY = datetime.timedelta(days=1)
WAY = ("begin", "fill", "submit", "accept")
DONE = (*WAY, "agree", "approve")
TEXT = "BT /F1 18 Tf 72 760 Td (Linli demo: a paper of an invented organisation) Tj ET"


@dataclass(frozen=True)
class Story:
    """What one organisation went through since so many days ago, a step every working day or two."""

    item: str
    began: int
    course: tuple[str, ...]
    name: str = ""
    wanted: str = ""


STORIES = (
    Story("filing", 55, (*WAY, "some", "more", "supply", "agree", "approve"), CLUB),
    Story("filing", 70, (*WAY, "disagree", "agree", "refuse", "again", "submit", "accept", "agree", "approve")),
    Story("filing", 75, (*DONE, "revoke")),
    *(Story("filing", days, DONE) for days in (72, 66, 58, 49, 40, 33, 26)),
    Story("filing", 30, (*WAY, "disagree", "agree", "refuse")),
    Story("filing", 35, (*WAY, "some")),
    Story("filing", 9, (*WAY, "some")),
    Story("filing", 12, (*WAY, "some", "more")),
    Story("filing", 16, (*WAY, "agree")),
    Story("filing", 12, WAY[:3]),
    Story("filing", 16, (*WAY[:3], "send_back")),
    Story("filing", 3, WAY[:2]),
    Story("filing", 20, (*WAY, "withdraw")),
    Story("rename", 45, DONE, wanted="泰山路邻里互助社"),
    Story("leader", 10, (*WAY, "some"), wanted="罗小梅"),
    Story("seal", 38, DONE),
    Story("association", 14, (*WAY, "some", "more")),
    Story("activity", 13, (*WAY, "some", "more"), AGENCY),
    Story("tax_exemption", 40, DONE, AGENCY),
    *(Story("report", days, ("open", "fill", "submit", "accept", "agree", "approve")) for days in (76, 74, 73)),
    Story("report", 60, ("open",)),
)


def set_up(on: datetime.date) -> None:
    """A unit with somebody in it for each of the 52 departments, some of which are there already."""
    district, chance = Place.objects.get(code=DISTRICT), random.Random("departments")
    names = {row["code"]: f"区{row['unit']}" for row in shipped()["departments"]}
    there = {unit.name: unit for unit in Unit.objects.filter(place=district)}
    missing = [name for name in names.values() if name not in there]
    made = Unit.objects.bulk_create(Unit(name=name, kind=UnitKind.DEPARTMENT, place=district) for name in missing)
    users = [
        User(username=f"department{number}", name=chance.choice(SURNAMES) + chance.choice(GIVEN_NAMES))
        for number in range(len(made))
    ]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    Post.objects.bulk_create(
        Post(user=user, role=Role.HANDLER, unit=unit, valid_from=on) for user, unit in zip(users, made, strict=True)
    )
    there |= {unit.name: unit for unit in made}
    DepartmentUnit.objects.bulk_create(
        DepartmentUnit(department=department, place=district, unit=there[names[department.code]])
        for department in Department.objects.filter(code__in=names)
    )
    staffing.touch()


class Applications:
    """Up to ``until``. As the clock goes forward, each step is taken at its hour."""

    def __init__(self, *, until: datetime.datetime) -> None:
        chance = random.Random("applications")
        self._taken: set[Any] = set()
        today = timezone.localdate(until)
        affairs = [Affair(story, self._taken) for story in STORIES]
        steps = [step for number, affair in enumerate(affairs) for step in _steps(affair, number, today, chance)]
        self._coming = sorted((step for step in steps if step[0] <= until), key=lambda step: step[0], reverse=True)

    def pass_until(self, moment: datetime.datetime) -> None:
        while self._coming and self._coming[-1][0] <= moment:
            _hour, step = self._coming.pop()
            step()


def _steps(
    affair: "Affair", number: int, today: datetime.date, chance: random.Random
) -> Iterator[tuple[datetime.datetime, Callable[[], None]]]:
    """Working days one or two apart; a revocation comes long after."""
    calendar = holidays.calendar()
    day = calendar.workday_after(today - affair.story.began * DAY, 0)
    for position, name in enumerate(affair.story.course):
        day = calendar.workday_after(day + DAY, 20 if name == "revoke" else chance.randint(0, 1)) if position else day
        hour = datetime.datetime.combine(day, datetime.time(9 + number % 8, number % 60), ZONE)
        yield hour, getattr(affair, name)


class Affair:
    """One organisation's application, from the draft to wherever its story leads."""

    def __init__(self, story: Story, taken: set[Any]) -> None:
        self.story, self._taken = story, taken
        self._id: Any = None

    @property
    def application(self) -> Application:
        return Application.objects.select_related("item", "organisation__unit").get(pk=self._id)

    @property
    def officer(self) -> StaffActor:
        (first, *_others) = users_of(waits.officer(self.application.path))
        return actor_of(User.objects.get(pk=first))

    @property
    def applicant(self) -> StaffActor:
        return _applicant(self.application.organisation)

    def begin(self) -> None:
        organisation, item = self._choose()
        self._id = apply(Applying(organisation, item), actor=_applicant(organisation)).pk

    def open(self) -> None:
        """As the worker does it in spring, for the demo begins later."""
        organisation, item = self._choose()
        report = Application(
            **Application.at(organisation.place),
            organisation=organisation,
            item=item,
            item_code=item.code,
            year=timezone.localdate().year - 1,
            due_on=timezone.localdate() + 20 * DAY,
        )
        self._id = begin(report, actor=SYSTEM).pk

    def fill(self) -> None:
        words = f"我们申请办理“{self.application.item.name}”，材料已按要求准备，请审查。"
        self._make("fill", Filling(words, self.story.wanted), self.applicant)
        for number, paper in enumerate(self.application.item.papers.filter(is_required=True)):
            self._make("add_paper", SentPaper(paper.name, Pdf(pdf(number))), self.applicant)

    def submit(self) -> None:
        self._make("submit", None, self.applicant)

    def accept(self) -> None:
        alone = not self.application.item.departments.exists()
        self._make("accept_alone" if alone else "accept", None, self.officer)

    def agree(self) -> None:
        self._agree(0)

    def some(self) -> None:
        self._agree(2)

    def disagree(self) -> None:
        opinion = self._open()[-1]
        data = Saying("活动场所只有一个出口，容纳三十人以上不合消防要求。请换场所，或者限定二十人。")
        OPINION.make(opinion, "object", actor=_handler(opinion), data=data)

    def more(self) -> None:
        opinion = self._open()[-1]
        data = Saying("请补充场所的平面图，标出出口和灭火器的位置。")
        OPINION.make(opinion, "ask_more", actor=_handler(opinion), data=data)

    def supply(self) -> None:
        opinion = next(opinion for opinion in self._open() if opinion.state == "stopped")
        names = [paper.name for paper in self.application.item.papers.all()]
        sent = SentPaper(names[-1], Pdf(pdf(9)))
        OPINION.make(opinion, "supply", actor=self.applicant, data=Supply("平面图已补上，两个出口都标了。", sent))

    def approve(self) -> None:
        self._make("approve", Approval(), self.officer)

    def refuse(self) -> None:
        data = Refusal("活动场所不符合消防要求。", "换一处有两个出口的场所，或者把活动人数限定在二十人以内。")
        self._make("refuse", data, self.officer)

    def again(self) -> None:
        refused = self.application
        self._id = apply(Applying(refused.organisation, refused.item, refused), actor=self.applicant).pk

    def revoke(self) -> None:
        self._make("revoke", Revocation("备案时提交的成员名册不实。"), self.officer)

    def withdraw(self) -> None:
        self._make("withdraw", None, self.applicant, "人手不够，先不办了")

    def _agree(self, left: int) -> None:
        """All who were not heard yet, but for some."""
        opinions = [opinion for opinion in self._open() if opinion.state == "asked"]
        for opinion in opinions[: len(opinions) - left]:
            OPINION.make(opinion, "agree", actor=_handler(opinion), data=Saying(""))

    def _open(self) -> list[Opinion]:
        found = Opinion.objects.filter(application=self._id, state__in=OPEN)
        return list(found.select_related("unit").order_by("department__position"))

    def _choose(self) -> tuple[Organisation, ServiceItem]:
        """The one of the story, or the next that may apply and has not been in any."""
        item = ServiceItem.objects.on(timezone.localdate()).get(code=self.story.item)
        found = Organisation.objects.select_related("place", "unit").filter(
            state__in=item.states, legal_kind__in=item.legal_kinds, path__startswith=SUBDISTRICT
        )
        known = found.exclude(pk__in=self._taken)
        own = found.filter(name=self.story.name).first() if self.story.name else None
        chosen = own or known.exclude(name__in=(CLUB, AGENCY)).order_by("-number").first()
        assert chosen is not None, f"nobody in the demo can apply for {item}"
        self._taken.add(chosen.pk)
        return chosen, item

    def send_back(self) -> None:
        self._make("send_back", None, self.officer, "成员名册只有七人，请补到九人以上并签名。")

    def _make(self, name: str, data: object, actor: StaffActor, note: str = "") -> None:
        APPLICATION.make(self.application, name, actor=actor, data=data, note=note)


def _applicant(organisation: Organisation) -> StaffActor:
    """Who acts for it; for a group without anybody, the officer."""
    (first, *_others) = users_of(waits.representatives(organisation)) or users_of(waits.officer(organisation.path))
    return actor_of(User.objects.get(pk=first))


def _handler(opinion: Opinion) -> StaffActor:
    return actor_of(User.objects.filter(posts__unit=opinion.unit).earliest("pk"))


def pdf(number: int) -> bytes:
    """One page with a line on it; ``number`` makes it another file."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(TEXT)} >>\nstream\n{TEXT}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    content, places = f"%PDF-1.4\n% {number}\n", []
    for position, words in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{position} 0 obj\n{words}\nendobj\n"
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{content}{table}startxref\n{len(content)}\n%%EOF\n".encode()
