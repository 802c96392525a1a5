"""The desk's list of organisations as an Excel file."""

from collections.abc import Iterator
from itertools import islice

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.flow.showing import state_of
from linli.kernel.excel import TYPE, Column, workbook
from linli.organisations.registry.filters import Filters
from linli.organisations.registry.models import Organisation
from linli.people.actors import StaffActor
from linli.places.lines import lines_of

MOST = 50_000
CHUNK = 2_000


def export_organisations(actor: StaffActor, filters: Filters) -> HttpResponse:
    """What the list shows, at most 50,000; neither people nor accounts are in it."""
    detail = {"filters": filters.values, "most": MOST}
    trail.record("organisation.export", actor=actor, subject_kind="organisation", detail=detail)
    columns = [
        Column(_("编号"), 18),
        Column(_("名称"), 30),
        Column(_("地点"), 30),
        Column(_("状态"), 10),
        Column(_("类别"), 22),
        Column(_("作用"), 12),
        Column(_("领域"), 20),
        Column(_("统一社会信用代码"), 22),
        Column(_("登记机关"), 16),
        Column(_("登记日期"), 12, "date"),
        Column(_("备案编号"), 18),
        Column(_("备案日期"), 12, "date"),
        Column(_("办公地址"), 26),
        Column(_("公开电话"), 16),
        Column(_("做什么"), 50),
        Column(_("退出日期"), 12, "date"),
        Column(_("退出原因"), 30),
    ]
    seen = filters.apply(Organisation.objects.worked_on_by(actor)).prefetch_related("fields").order_by("-pk")[:MOST]
    response = HttpResponse(workbook(columns, _rows(seen.iterator(chunk_size=CHUNK))), content_type=TYPE)
    name = f"linli-organisations-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(organisations: Iterator[Organisation]) -> Iterator[list[object]]:
    while batch := list(islice(organisations, CHUNK)):
        places = lines_of({organisation.place_id for organisation in batch})
        for organisation in batch:
            yield [
                organisation.number,
                organisation.name,
                places[organisation.place_id].line,
                str(state_of(organisation)),
                organisation.get_legal_kind_display(),
                organisation.get_role_display(),
                _("、").join(field.name for field in organisation.fields.all()),
                organisation.code,
                organisation.authority,
                organisation.registered_on,
                organisation.filing_number,
                organisation.filed_on,
                organisation.address,
                organisation.phone,
                organisation.summary,
                organisation.left_on,
                organisation.left_because,
            ]
