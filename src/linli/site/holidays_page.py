"""The table of holidays: what deadlines are counted by."""

import datetime
from itertools import groupby

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.audit import trail
from linli.kernel.holidays import clear_day, set_day, unknown_years
from linli.kernel.models import Holiday
from linli.kernel.problems import BadRequest
from linli.people.actions.rights import setting_up
from linli.people.forms import DateInput
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.site.text import MONTHS

FIRST_YEAR, LAST_YEAR = 2000, 2100


class HolidayForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("日期"), widget=DateInput())
    is_workday = forms.TypedChoiceField(
        label=gettext_lazy("这一天"),
        coerce=lambda value: value == "1",
        choices=[("0", gettext_lazy("放假")), ("1", gettext_lazy("上班（调休）"))],
        initial="0",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40, help_text=gettext_lazy("例如：春节"))
    source = forms.CharField(
        label=gettext_lazy("依据"), max_length=120, help_text=gettext_lazy("例如：国办发明电〔2025〕7号")
    )

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("请填写 2000 至 2100 年之间的日期"))
        return day


@only(can_set_up)
@require_GET
def holidays(request: StaffRequest) -> HttpResponse:
    """One year, month by month, and which years nobody has filled in yet."""
    return _page(request, _year(request.GET.get("year", "")), HolidayForm())


@only(can_set_up)
@require_POST
def holiday_set(request: StaffRequest) -> HttpResponse:
    form = HolidayForm(request.POST)
    if not form.is_valid():
        return _page(request, _year(request.GET.get("year", "")), form)
    values = form.cleaned_data
    with transaction.atomic():
        day = values.pop("day")
        _record(request, "holiday.set", day, **values)
        set_day(day, **values)
    messages.success(request, _("已保存；已经定下的期限不变"))
    return redirect(f"{reverse('holidays')}?year={day.year}")


@only(can_set_up)
@require_POST
def holiday_clear(request: StaffRequest, day: str) -> HttpResponse:
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError as error:
        raise BadRequest() from error
    with transaction.atomic():
        if clear_day(date):
            _record(request, "holiday.clear", date)
            messages.success(request, _("已去掉，这一天按星期算"))
    return redirect(f"{reverse('holidays')}?year={date.year}")


def _page(request: StaffRequest, year: int, form: HolidayForm) -> HttpResponse:
    rows = Holiday.objects.filter(date__year=year).order_by("date")
    today = timezone.localdate()
    context = {
        "year": year,
        "months": [(MONTHS[month - 1], list(days)) for month, days in groupby(rows, key=lambda row: row.date.month)],
        "missing": unknown_years(today, today.replace(year=today.year + 1, day=1)),
        "form": form,
    }
    return render(request, "site/holidays.html", context, status=422 if form.errors else 200)


def _year(text: str) -> int:
    if text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR:
        return int(text)
    return timezone.localdate().year


def _record(request: StaffRequest, action: str, day: datetime.date, **detail: object) -> None:
    warrant = setting_up(request.actor)
    trail.record(
        action,
        actor=request.actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind="holiday",
        detail={"role": warrant.role, "day": day.isoformat(), **detail},
    )
