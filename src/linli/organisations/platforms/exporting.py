"""The table of communities and standards as an Excel file."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.excel import CONTENT_TYPE, Column, workbook
from linli.organisations.platforms.parts import PARTS, STANDARDS
from linli.organisations.platforms.standards import Standing, standings
from linli.places.models import Place


def export_standards(place: Place, *, actor: Actor) -> HttpResponse:
    """Every community: of each part how many there are, how many there should be, how many are missing."""
    columns = [Column(_("街道、镇"), 16), Column(_("社区"), 20), Column(_("代码"), 16)]
    for part in PARTS:
        title = f"{STANDARDS[part.standard]} {part.title}"
        columns += [
            Column(_("%(title)s：实有") % {"title": title}, 16, "number"),
            Column(_("%(title)s：应有") % {"title": title}, 16, "number"),
            Column(_("%(title)s：还缺") % {"title": title}, 16, "number"),
        ]
    columns.append(Column(_("达到几项"), 10, "number"))
    rows = standings(place.code)
    above = dict(Place.objects.filter(pk__in={row.community.parent_id for row in rows}).values_list("pk", "name"))
    trail.record(
        "standards.export", actor=actor, subject_kind="place", subject_id=place.pk, detail={"place": place.code}
    )
    lines = (list(_line(row, above.get(row.community.parent_id or place.pk, ""))) for row in rows)
    response = HttpResponse(workbook(columns, lines), content_type=CONTENT_TYPE)
    stamp = f"{timezone.localtime():%Y%m%d-%H%M}"
    response["Content-Disposition"] = f'attachment; filename="linli-standards-{place.code}-{stamp}.xlsx"'
    return response


def _line(row: Standing, above: str) -> Iterator[object]:
    yield from (above, row.community.short_name, row.community.code)
    for held in row.held:
        yield from (held.count, held.least, held.short)
    yield row.met
