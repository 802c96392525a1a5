"""The pages of the standards for communities: the table and map, what is behind a figure, and what is put down."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from linli.flow.lists import pages_of
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import NotFound, Problem
from linli.organisations.platforms.actions.standards import enter
from linli.organisations.platforms.exporting import export_standards
from linli.organisations.platforms.forms import EnterForm
from linli.organisations.platforms.models import CommunityFigure, Platform
from linli.organisations.platforms.parts import BY_CODE, LINKED, ONES, SOURCES, STANDARDS, Part, parts_of
from linli.organisations.platforms.policies import can_enter, can_see_standards, can_see_standards_of
from linli.organisations.platforms.standards import MET, NOT, PARTLY, Standing, on_file, standings, totals
from linli.organisations.registry.policies import SEEING
from linli.organisations.registry.states import OrganisationRole
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Boundary, Place, Premises, PremisesKind
from linli.places.requests import place_of

TONES = {MET: "done", PARTLY: "near", NOT: "waiting"}


@only(can_see_standards)
@require_GET
def standards_home(request: StaffRequest) -> HttpResponse:
    """The widest place of the reader's posts."""
    codes = request.actor.codes(*SEEING)
    longest = CODE_LENGTHS[Level.COMMUNITY]
    return _page(request, place_of(min(codes, key=len)[:longest]))


@login_required
@require_GET
def standards(request: StaffRequest, code: str) -> HttpResponse:
    """A community beside both standards; above it all its communities, with totals by subdistrict and a map."""
    return _page(request, _seen(request, code))


def _page(request: StaffRequest, place: Place) -> HttpResponse:
    if place.level == Level.COMMUNITY:
        return _community(request, place)
    standard = request.GET.get("standard", "")
    parts = parts_of(standard)
    rows = standings(place.code, parts)
    verdict = request.GET.get("verdict", "")
    shown = [row for row in rows if row.verdict == verdict] if verdict in TONES else rows
    verdicts = [row.verdict for row in rows]
    context = {
        "place": place,
        "parts": parts,
        "columns": [(part.title, "num") for part in parts],
        "rows": [(row, TONES[row.verdict]) for row in shown],
        "total": len(rows),
        "counts": {name: verdicts.count(name) for name in TONES},
        "totals": totals(rows, parts) if place.level == Level.DISTRICT else [],
        "standard": standard if standard in STANDARDS else "",
        "verdict": verdict if verdict in TONES else "",
        "standards": [(words, _here(value, verdict), value == standard) for value, words in _ways()],
        "words": _words(),
        "tones": {row.community.code: _on_map(row) for row in rows},
        "is_invented": Boundary.objects.filter(place=place, valid_to=None, is_invented=True).exists(),
    }
    return render(request, "platforms/standards.html", context)


def _ways() -> list[tuple[str, Any]]:
    return [("", _("两项标准")), *STANDARDS.items()]


def _words() -> dict[str, str]:
    return {MET: _("全部达到"), PARTLY: _("部分达到"), NOT: _("都没有达到")}


def _here(standard: str, verdict: str) -> str:
    asked = [f"standard={standard}"] * bool(standard) + [f"verdict={verdict}"] * (verdict in TONES)
    return "?" + "&".join(asked)


def _on_map(row: Standing) -> dict[str, str]:
    words = {"name": row.community.short_name, "met": row.met, "total": len(row.held)}
    label = _("%(name)s：%(met)s／%(total)s 项达到") % words
    return {"tone": row.verdict, "label": label, "address": reverse("standards", args=[row.community.code])}


def _community(request: StaffRequest, place: Place) -> HttpResponse:
    rows = standings(place.code)
    entered = {row.part: row for row in CommunityFigure.objects.current().filter(place=place)}
    names = _names(row.entered_by for row in entered.values())
    held = [
        (
            one,
            entered.get(one.part.code),
            names.get(entered[one.part.code].entered_by, "") if one.part.code in entered else "",
        )
        for row in rows
        for one in row.held
    ]
    context = {
        "place": place,
        "groups": [
            (STANDARDS[standard], SOURCES[standard], [line for line in held if line[0].part.standard == standard])
            for standard in (ONES, LINKED)
        ],
        "may_enter": place.ended_on is None and can_enter(request.actor, place.code),
    }
    return render(request, "platforms/standards_community.html", context)


def _names(keys: Any) -> dict[Any, str]:
    users = get_user_model()._default_manager.filter(pk__in=[key for key in keys if key])
    return {user.pk: str(user) for user in users}


@login_required
@require_GET
def standard_part(request: StaffRequest, code: str, part: str) -> HttpResponse:
    """What is behind a figure: the records of a community, or the communities of a larger place."""
    place = _seen(request, code)
    if part not in BY_CODE:
        raise NotFound(_("没有这一项"))
    found = BY_CODE[part]
    rows = [(row.community, row.held[0]) for row in standings(place.code, [found])]
    if place.level != Level.COMMUNITY:
        ordered = sorted(rows, key=lambda row: (-row[1].short, row[0].code))
        missing = sum(held.short > 0 for _community, held in rows)
        context: dict[str, Any] = {"place": place, "part": found, "rows": ordered, "missing": missing}
        return render(request, "platforms/standard_communities.html", context)
    context = {"place": place, "part": found, "held": rows[0][1] if rows else None, "next": "", "first": ""}
    context |= _behind(request, place, found)
    return render(request, "platforms/standard_part.html", context)


def _behind(request: StaffRequest, place: Place, part: Part) -> dict[str, Any]:
    if part.is_entered:
        entries = list(CommunityFigure.objects.filter(place=place, part=part.code)[:100])
        names = _names(entry.entered_by for entry in entries)
        return {"kind": "entered", "items": [(entry, names.get(entry.entered_by, "")) for entry in entries]}
    if part.code == "room":
        rooms = Premises.objects.filter(community=place, kind=PremisesKind.SOCIAL_WORK, is_planned=False)
        return {"kind": "rooms", "items": list(rooms.order_by("name"))}
    if part.code == "station":
        return {
            "kind": "platforms",
            "items": list(Platform.objects.standing().filter(path=place.code).order_by("name")),
        }
    organisations = on_file(place.code)
    if part.code == "federation":
        organisations = organisations.filter(role=OrganisationRole.FEDERATION)
    found = page(organisations.for_list(), cursor=request.GET.get("after"))
    return {
        "kind": "organisations",
        "items": found.items,
        **pages_of(request.GET, found),
    }


@login_required
@require_http_methods(["GET", "POST"])
def standard_enter(request: StaffRequest, code: str) -> HttpResponse:
    """A community puts down what no record tells."""
    place = _seen(request, code)
    if place.level != Level.COMMUNITY or place.ended_on or can_enter(request.actor, place.code) is None:
        raise NotFound()
    form = EnterForm(request.POST or None, community=place)
    if request.method == "POST" and form.is_valid():
        try:
            number = enter(place, form.figures(), on=form.cleaned_data["on"], actor=request.actor)
            messages.success(request, ngettext("记下 %(num)s 个数", "记下 %(num)s 个数", number) % {"num": number})
            return redirect("standards", place.code)
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form, "place": place}
    return render(request, "platforms/standard_enter.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def standards_export(request: StaffRequest, code: str) -> HttpResponse:
    return export_standards(_seen(request, code), actor=request.actor)


def _seen(request: StaffRequest, code: str) -> Place:
    """A district, subdistrict or community that the reader's posts reach; for everybody else it does not exist."""
    place = place_of(code)
    fits = CODE_LENGTHS[Level.DISTRICT] <= len(place.code) <= CODE_LENGTHS[Level.COMMUNITY]
    if not fits or can_see_standards_of(request.actor, place.code) is None:
        raise NotFound()
    return place
