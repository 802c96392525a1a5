"""The tables of premises and of grid sizes as Excel files."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.excel import CONTENT_TYPE, Column, workbook
from linli.places.describing.standards import grid_sizes, standings
from linli.places.models import Place


def export_premises(place: Place, *, actor: Actor) -> HttpResponse:
    """Every community: households, required, actual, what is missing."""
    columns = [
        Column(_("社区"), 24),
        Column(_("代码"), 16),
        Column(_("户数"), 10, "number"),
        Column(_("应有（平方米）"), 16, "number"),
        Column(_("现有（平方米）"), 16, "number"),
        Column(_("缺口（平方米）"), 16, "number"),
        Column(_("党群服务中心应有（平方米）"), 26, "number"),
        Column(_("党群服务中心现有（平方米）"), 26, "number"),
        Column(_("党群服务中心缺口（平方米）"), 26, "number"),
        Column(_("在建（平方米）"), 16, "number"),
    ]
    rows = (
        [
            row.community.short_name,
            row.community.code,
            row.households,
            row.required,
            row.actual,
            row.shortfall,
            row.centre_required,
            row.centre,
            row.centre_shortfall,
            row.planned,
        ]
        for row in standings(place.code)
    )
    return _file("premises.export", "linli-premises", place, columns, rows, actor)


def export_sizes(place: Place, *, actor: Actor) -> HttpResponse:
    """Every grid: households, what the rule asks for, how far off."""
    columns = [
        Column(_("网格"), 40),
        Column(_("代码"), 18),
        Column(_("户数"), 10, "number"),
        Column(_("应不少于"), 10, "number"),
        Column(_("应不多于"), 10, "number"),
        Column(_("相差"), 10, "number"),
    ]
    rows = (
        [size.grid.line, size.grid.code, size.households, size.low, size.high, size.off]
        for size in grid_sizes(place.code)
    )
    return _file("grids.export", "linli-grids", place, columns, rows, actor)


def _file(
    action: str, name: str, place: Place, columns: Sequence[Column], rows: Iterable[Sequence[object]], actor: Actor
) -> HttpResponse:
    trail.record(action, actor=actor, subject_kind="place", subject_id=place.pk, detail={"place": place.code})
    response = HttpResponse(workbook(columns, rows), content_type=CONTENT_TYPE)
    stamp = f"{timezone.localtime():%Y%m%d-%H%M}"
    response["Content-Disposition"] = f'attachment; filename="{name}-{place.code}-{stamp}.xlsx"'
    return response
