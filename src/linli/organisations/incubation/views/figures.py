"""The stage board, what became of incubation, and the records behind each figure."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from linli.flow.lists import pages_of
from linli.flow.showing import rows_of
from linli.kernel.paging import page
from linli.kernel.problems import Text
from linli.organisations.incubation import figures
from linli.organisations.incubation.asked import OPEN, Asked, place_of
from linli.organisations.incubation.board import board_of, days_at
from linli.organisations.incubation.models import Incubation, Stage
from linli.organisations.incubation.policies import can_begin, can_see_incubation, can_set_targets
from linli.organisations.incubation.states import IncubationState, VisitKind, VisitState
from linli.organisations.incubation.views.incubations import LATE
from linli.organisations.registry.states import OrganisationRole
from linli.people.requests import StaffRequest
from linli.people.views.access import only

TITLES: Mapping[str, Text] = {
    "place": _("地点：%(what)s"),
    "stage": _("阶段：%(what)s"),
    "step": _("第 %(what)s 步"),
    "role": _("作用：%(what)s"),
    "reason": _("退出原因：%(what)s"),
    "began": _("%(what)s 年开始"),
    "ended": _("%(what)s 年结束"),
    "survived": _("出壳满一年：%(what)s"),
    "passed": _("一年内走过第 %(what)s 步"),
}
"""What the chip of each condition says."""
STILL_THERE = {"yes": _("仍在册"), "no": _("已退出名录")}


@only(can_see_incubation)
@require_GET
def incubation_board(request: StaffRequest) -> HttpResponse:
    asked = Asked.read(request.GET)
    columns = board_of(request.actor, asked)
    context = {
        "columns": columns,
        "count": sum(column.count for column in columns),
        "place": place_of(request.actor, asked),
        "may_begin": can_begin(request.actor),
    }
    return render(request, "incubation/board.html", context)


@only(can_see_incubation)
@require_GET
def incubation_figures(request: StaffRequest) -> HttpResponse:
    """Of this year, at the reader's place or one within it."""
    asked, today, actor = Asked.read(request.GET), timezone.localdate(), request.actor
    place = place_of(actor, asked)
    asked = Asked({"place": place.code})
    month = today.replace(day=1)
    visits = figures.visits_of(actor, asked, month)
    context = {
        "place": place,
        "year": today.year,
        "stages": list(Stage.objects.all()),
        "aims": figures.aims_of(actor, asked, place, today.year),
        "stays": figures.stays_of(actor, asked),
        "drops": figures.drops_of(actor, asked, today.year),
        "survival": figures.survival_of(actor, asked),
        "visits": [
            (
                what.label,
                what.value,
                [visits.get((what, state), 0) for state in (VisitState.DONE, LATE, VisitState.MISSED)],
            )
            for what in VisitKind
        ],
        "month": month,
        "asked": asked,
        "may_set": can_set_targets(actor),
    }
    return render(request, "incubation/figures.html", context)


@only(can_see_incubation)
@require_GET
def incubations(request: StaffRequest) -> HttpResponse:
    """The records behind a figure, newest first."""
    asked = Asked.read(request.GET)
    seen = asked.among(Incubation.objects.visible_to(request.actor))
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    today, values = timezone.localdate(), asked.values
    states = [(OPEN, IncubationState.GOING.label), *IncubationState.choices[1:]]
    context = {
        "rows": [(row, days_at(row.record, today)) for row in rows_of(found.items)],
        "states": [
            (
                label,
                asked.on("incubations", state="" if values.get("state") == value else value),
                values.get("state") == value,
            )
            for value, label in states
        ],
        "others": _others(asked),
        "may_begin": can_begin(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "incubation/incubations.html", context)


def _others(asked: Asked) -> list[tuple[object, str]]:
    """What else the list is narrowed to, each with the list without it."""
    values = asked.values
    words: dict[str, object] = {name: value for name, value in values.items() if name != "state"}
    if "stage" in values:
        words["stage"] = Stage.objects.filter(position=values["stage"]).first() or values["stage"]
    if "role" in values:
        words["role"] = OrganisationRole(values["role"]).label
    if "reason" in values:
        words["reason"] = Incubation(drop_reason=values["reason"]).get_drop_reason_display()
    if "survived" in values:
        words["survived"] = STILL_THERE[values["survived"]]
    return [(str(TITLES[name]) % {"what": word}, asked.on("incubations", **{name: ""})) for name, word in words.items()]
