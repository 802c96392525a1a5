"""What happens to an application on its way to the departments. Each runs inside its move's lock and transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import start
from linli.kernel.actor import Actor
from linli.kernel.files import Pdf, Picture
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.applications import certificates, clock, papers
from linli.organisations.applications.actions.deciding import release_opinions
from linli.organisations.applications.models import Application, DepartmentUnit, Opinion, ServiceItem
from linli.organisations.applications.policies import can_apply
from linli.organisations.applications.states import RECORDED, UNDER_WAY, Change, Outcome
from linli.organisations.registry.models import Organisation


@dataclass(frozen=True)
class Applying:
    """``again`` is the refused one that this puts right."""

    organisation: Organisation
    item: ServiceItem
    again: Application | None = None


@transaction.atomic
def apply(data: Applying, *, actor: Actor) -> Application:
    """Begin a draft. Raises Forbidden for somebody else's organisation, Invalid where it cannot apply for that."""
    organisation = Organisation.objects.locked(data.organisation.pk)
    application = Application(
        **Application.at(organisation.place),
        organisation=organisation,
        item=data.item,
        item_code=data.item.code,
        again_of=data.again,
    )
    warrant = can_apply(actor, application)
    if warrant is None:
        raise Forbidden()
    _check_open(data.item, application)
    if data.item.outcome == Outcome.REPORT:
        raise Invalid(errors={"item": [_("年度报告到时由系统开出，不用申请")]})
    if data.again is not None:
        if data.again.item_code != data.item.code:
            raise Invalid(errors={"item": [_("与原申请的事项不同")]})
        for name in ("statement", "wanted", "wanted_phone"):
            setattr(application, name, getattr(data.again, name))
    started = begin(application, actor=actor, warrant=warrant)
    if data.again is not None:
        papers.copy(papers.latest(data.again), started)
    return started


def begin(application: Application, *, actor: Actor, warrant: Any = None) -> Application:
    """Two at once: the constraint has the last word."""
    twin = Application.objects.filter(
        organisation=application.organisation,
        item_code=application.item_code,
        year=application.year,
        state__in=UNDER_WAY,
    ).first()
    if twin is not None:
        raise _twice(twin.number)
    return start(application, actor=actor, warrant=warrant)


def _twice(number: str) -> Invalid:
    text = _("这个组织已在申请这一事项 %(number)s，请接着办那一份") % {"number": number}
    return Invalid(code="twice", errors={"item": [text]})


def _check_open(item: ServiceItem, application: Application) -> None:
    today = timezone.localdate()
    if item.valid_from > today or (item.valid_to is not None and item.valid_to < today):
        raise Invalid(code="item_ended", errors={"item": [_("这个事项现在不办理")]})
    if not item.is_open_to(application.organisation):
        raise Invalid(code="item_not_open", errors={"item": [_("这个组织现在不能申请这一事项")]})


@dataclass(frozen=True)
class Filling:
    statement: str
    wanted: str = ""
    wanted_phone: str = ""


def fill(record: Application, *, actor: Actor, data: Filling) -> None:
    record.statement = data.statement
    record.wanted, record.wanted_phone = data.wanted or None, data.wanted_phone or None


@dataclass(frozen=True)
class SentPaper:
    name: str
    document: Picture | Pdf


def add_paper(record: Application, *, actor: Actor, data: SentPaper) -> Mapping[str, object]:
    paper = papers.add(record, data.name, data.document)
    return {"paper": paper.name, "paper_version": paper.version}


def submit(record: Application, *, actor: Actor, data: None) -> None:
    """Under the edition of the item that holds today, with all that it asks for."""
    item = ServiceItem.objects.on(timezone.localdate()).filter(code=record.item_code).first()
    if item is None:
        raise _incomplete(_("这个事项已经不再办理，可以撤回申请"), "item_ended")
    record.item = item
    if not item.is_open_to(record.organisation):
        raise _incomplete(_("这个组织现在不能申请这一事项"), "item_not_open")
    missing = [row.name for row in papers.rows_of(record) if row.is_missing]
    if missing:
        raise _incomplete(_("还缺材料：%(names)s") % {"names": gettext("、").join(missing)}, "papers_missing")
    if item.change and Change(item.change) not in RECORDED and not record.wanted:
        raise _incomplete(_("请先填写变更为什么"), "wanted_missing")
    if not record.statement.strip():
        raise _incomplete(_("请先填写申请说明"), "statement_missing")
    record.submitted_at = timezone.now()
    record.due_on = None


def _incomplete(text: Any, code: str) -> Invalid:
    return Invalid(text, code=code, errors={"note": [text]})


def accept(record: Application, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Complete: every department is asked at once, each with its own clock."""
    now = timezone.now()
    asked = list(record.item.departments.select_related("department"))
    units = DepartmentUnit.objects.at(record.path)
    homeless = [row.department.name for row in asked if row.department_id not in units]
    if homeless:
        text = _("还没有定本地的单位：%(names)s，请先在“部门与单位”里定下") % {"names": gettext("、").join(homeless)}
        raise _incomplete(text, "departments_missing")
    clock.start(record, record.item.within, now)
    for row in asked:
        opinion = Opinion(
            place_id=record.place_id,
            path=record.path,
            application=record,
            department=row.department,
            unit=units[row.department_id],
            is_needed=row.is_needed,
        )
        clock.start(opinion, row.days, now)
        start(opinion, actor=actor)
    return {"units": [units[row.department_id].name for row in asked]}


def withdraw(record: Application, *, actor: Actor, data: None) -> None:
    release_opinions(record, actor=actor)


def stop_clock(record: Application, *, actor: Actor, data: None) -> None:
    clock.stop(record, timezone.now())


def run_clock(record: Application, *, actor: Actor, data: None) -> None:
    clock.go_on(record, timezone.now())


@dataclass(frozen=True)
class Revocation:
    """``reason`` is public."""

    reason: str


def revoke(record: Application, *, actor: Actor, data: Revocation) -> Mapping[str, object]:
    return {"filing_number": certificates.revoke(record, data.reason, actor=actor).number}
