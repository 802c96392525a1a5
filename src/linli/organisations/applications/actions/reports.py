"""Annual reports: due each year for whoever is on file or registered, opened by the worker, missed in public view.

An organisation that was on file before the year began reports on the year that is over.
"""

import calendar
import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Invalid
from linli.organisations.applications import rules
from linli.organisations.applications.actions.applications import begin
from linli.organisations.applications.models import Application, ServiceItem
from linli.organisations.applications.states import ApplicationState, Outcome
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import PUBLIC


def open_reports() -> int:
    """Open this season's drafts that are not there yet; returns how many. May be run again and again."""
    today = timezone.localdate()
    items = list(ServiceItem.objects.on(today).filter(outcome=Outcome.REPORT))
    return sum(_open(organisation, items, today) for organisation in _reporting(today)) if items else 0


def due_day(path: str, year: int) -> datetime.date:
    """By when the report on the year before ``year`` is due."""
    month = min(max(rules.REPORT_MONTH.at(path), 1), 12)
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(max(rules.REPORT_DAY.at(path), 1), last))


def _reporting(today: datetime.date) -> list[Organisation]:
    """Those on file or registered before this year without a report on the last one."""
    year = today.year
    since = Q(filed_on__lt=datetime.date(year, 1, 1)) | Q(registered_on__lt=datetime.date(year, 1, 1))
    reports = Application.objects.filter(organisation=OuterRef("pk"), year=year - 1)
    there = reports.exclude(state=ApplicationState.WITHDRAWN)
    return list(Organisation.objects.filter(since, ~Exists(there), state__in=PUBLIC).select_related("place"))


def _open(organisation: Organisation, items: list[ServiceItem], today: datetime.date) -> int:
    due = due_day(organisation.path, today.year)
    opens = due - datetime.timedelta(days=rules.REPORT_OPENS.at(organisation.path))
    item = next((item for item in items if item.is_open_to(organisation)), None)
    if item is None or not opens <= today <= due:
        return 0
    report = Application(
        **Application.at(organisation.place),
        organisation=organisation,
        item=item,
        item_code=item.code,
        year=today.year - 1,
        due_on=due,
    )
    try:
        begin(report, actor=SYSTEM)
    except Invalid:
        # Another worker was faster.
        return 0
    return 1
