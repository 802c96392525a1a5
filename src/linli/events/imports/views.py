"""The pages on which an old system's events come in: the file, its columns, its words, what would become of it."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.audit import trail
from linli.events.core.models import EventQuerySet
from linli.events.core.policies import SEEING, can_see_figures
from linli.events.core.states import EventState
from linli.events.imports import actions, exporting, filing
from linli.events.imports.batches import CHANGED, KNOWN, NEW, WRONG, in_order, judge
from linli.events.imports.columns import HEADS, TITLES, guessed
from linli.events.imports.forms import ColumnsForm, HistoryForm, UploadForm, WordsForm
from linli.events.imports.models import EventImport
from linli.events.imports.policies import can_import, importing_post
from linli.events.imports.reading import Reader
from linli.events.imports.running import batches
from linli.events.imports.states import ImportStage
from linli.flow.sheets import MOST
from linli.kernel.excel import TYPE, Column, Kind, workbook
from linli.kernel.forms import put_errors
from linli.kernel.problems import Conflict, Problem
from linli.people.requests import StaffRequest
from linli.people.views.access import only

SHOWN = 30


def _run(request: StaffRequest, key: UUID) -> EventImport:
    standing = importing_post(request.actor)
    runs = EventImport.objects.select_related("prior", "place", "started_by")
    return get_object_or_404(runs, pk=key, place=standing.place_id if standing else None)


@only(can_import)
@require_http_methods(["GET", "POST"])
def event_imports(request: StaffRequest) -> HttpResponse:
    """Send a file; below, what was sent before."""
    standing = importing_post(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and standing and form.is_valid():
        values = form.cleaned_data
        try:
            run = actions.receive(
                values["file"],
                name=str(form.files["file"]),
                system=values["system"],
                standing=standing,
                actor=request.actor,
            )
            return redirect("event_import", run.pk)
        except Problem as problem:
            put_errors(form, problem)
    runs = EventImport.objects.filter(place=standing.place_id if standing else None).select_related("prior")
    context = {"form": form, "runs": runs[:SHOWN]}
    return render(request, "imports/imports.html", context, status=422 if form.errors else 200)


@only(can_import)
@require_GET
def event_import(request: StaffRequest, key: UUID) -> HttpResponse:
    """How the file stands, and what is to be said or done next."""
    run = _run(request, key)
    asks_columns = run.stage == ImportStage.NEW or ("columns" in request.GET and run.file.exists())
    return _page(request, run, columns=_columns_form(run) if asks_columns else None)


@only(can_import)
@require_POST
def event_import_columns(request: StaffRequest, key: UUID) -> HttpResponse:
    run = _run(request, key)
    form = ColumnsForm(request.POST, heads=run.heads)
    if form.is_valid():
        try:
            actions.say_columns(run, form.columns, form.coordinates)
            return redirect("event_import", run.pk)
        except Problem as problem:
            put_errors(form, problem)
    return _page(request, run, columns=form)


@only(can_import)
@require_POST
def event_import_words(request: StaffRequest, key: UUID) -> HttpResponse:
    run = _run(request, key)
    form = WordsForm(request.POST, unknown=run.findings.get("unknown", []), code=run.place.code)
    if form.is_valid():
        try:
            actions.say_words(run, form.words)
            return redirect("event_import", run.pk)
        except Problem as problem:
            put_errors(form, problem)
    return _page(request, run, words=form)


@only(can_import)
@require_POST
def event_import_start(request: StaffRequest, key: UUID) -> HttpResponse:
    run = _run(request, key)
    actions.start(run, actor=request.actor)
    return redirect("event_import", run.pk)


@only(can_import)
@require_GET
def event_import_errors(request: StaffRequest, key: UUID) -> HttpResponse:
    """The rows that do not come in, each with its number in the file and why, to be put right and sent again."""
    run = _run(request, key)
    if not run.rows_file.exists():
        raise Conflict(_("文件已经不在了，请重新上传"), code="file_gone")
    names = [name for name in TITLES if name in run.columns]
    columns = [Column(_("行号"), 8, "number"), Column(_("原因"), 50), *(Column(run.columns[n], 18) for n in names)]
    book = workbook(columns, ([number, why, *(cells.get(n, "") for n in names)] for number, why, cells in _left(run)))
    response = HttpResponse(book, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="linli-import-errors-{run.pk}.xlsx"'
    return response


@only(can_see_figures)
@require_GET
def event_history(request: StaffRequest) -> HttpResponse:
    """Choose a time and a place; the file has what is known of each event's way. That it was taken out is noted."""
    codes, today = request.actor.codes(*SEEING), timezone.localdate()
    is_asked = "kind" in request.GET
    initial = {"first": today.replace(month=1, day=1), "last": today, "kind": "xlsx", "place": codes[0]}
    form = HistoryForm(request.GET if is_asked else None, codes=codes, initial=initial)
    if is_asked and form.is_valid():
        asked = form.cleaned_data
        events = exporting.chosen(request.actor, asked["place"].code, asked["first"], asked["last"])
        if asked["kind"] == "csv" or not events[MOST : MOST + 1].exists():
            return _history(request, events, asked)
        form.add_error("kind", _("超过 %(most)s 件，请改用 CSV，或缩短时间") % {"most": f"{MOST:,}"})
    form.suggest()
    return render(request, "imports/history.html", {"form": form}, status=422 if form.errors else 200)


def _history(request: StaffRequest, events: EventQuerySet, asked: Mapping[str, Any]) -> HttpResponse:
    place, first, last = asked["place"], asked["first"], asked["last"]
    trail.record(
        "event.export_history",
        actor=request.actor,
        subject_kind="event",
        detail={"place": place.code, "first_day": str(first), "last_day": str(last), "kind": asked["kind"]},
    )
    rows = exporting.rows(events, request.actor)
    if asked["kind"] == "csv":
        response = cast("HttpResponse", StreamingHttpResponse(exporting.csv_lines(rows), content_type="text/csv"))
    else:
        columns = [Column(HEADS[name][0], 16, _kind(name)) for name in exporting.COLUMNS]
        response = HttpResponse(workbook(columns, rows), content_type=TYPE)
    name = f"linli-{place.code}-{first}-{last}"
    response["Content-Disposition"] = f'attachment; filename="{name}.{asked["kind"]}"'
    return response


def _kind(name: str) -> Kind:
    return "datetime" if name.endswith(("_at", "_due")) else "text"


def _left(run: EventImport) -> Any:
    reader, seen = Reader(run.place.code, run.words, run.prior.coordinates), dict[str, int]()
    for batch in batches(in_order(list(filing.rows(run.rows_file))), 0):
        for verdict in judge(batch, reader, run.prior, seen):
            if verdict.outcome in (WRONG, CHANGED):
                yield verdict.row.number, _("；").join(verdict.reasons), verdict.row.cells


def _columns_form(run: EventImport) -> ColumnsForm:
    initial = guessed(run.heads, run.columns) | {"coordinates": run.prior.coordinates}
    return ColumnsForm(heads=run.heads, initial=initial)


def _page(
    request: StaffRequest, run: EventImport, *, columns: ColumnsForm | None = None, words: WordsForm | None = None
) -> HttpResponse:
    findings = run.findings if run.stage == ImportStage.CHECKED else {}
    unknown = findings.get("unknown", [])
    if words is None and unknown:
        words = WordsForm(unknown=unknown, code=run.place.code)
        words.suggest()
    outcomes = findings.get("outcomes", {})
    context = {
        "run": run,
        "columns": columns,
        "words": words,
        "unknown": unknown,
        "outcomes": outcomes,
        "counts": [
            (_("新增"), outcomes.get(NEW, 0) if findings else run.new),
            (_("以前导入过"), outcomes.get(KNOWN, 0) if findings else run.known),
            (_("有改动，不导入"), outcomes.get(CHANGED, 0) if findings else run.changed),
            (_("有误，不导入"), outcomes.get(WRONG, 0) if findings else run.wrong),
        ],
        "months": list(findings.get("months", {}).items()),
        "states": [(EventState(name).label, count) for name, count in findings.get("states", {}).items()],
        "wrong": findings.get("wrong", []),
        "is_busy": run.stage in (ImportStage.CHECKING, ImportStage.RUNNING),
        "has_rows": run.rows_file.exists(),
        "share": run.position * 100 // run.rows if run.rows else 0,
    }
    is_refused = bool((columns and columns.errors) or (words and words.errors))
    return render(request, "imports/import.html", context, status=422 if is_refused else 200)
