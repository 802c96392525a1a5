"""From a row of the file to an organisation with its past, or to what is wrong with the row."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.backfill import Step
from linli.flow.flow import BEGIN
from linli.kernel.moments import read_moment
from linli.kernel.problems import Invalid
from linli.kernel.sheets import read_sheet
from linli.organisations.registry.codes import code_of
from linli.organisations.registry.imports.columns import KINDS, LONGEST, ROLES, columns_of
from linli.organisations.registry.models import Organisation, WorkField
from linli.organisations.registry.states import SOCIAL_KINDS, OrganisationKind, OrganisationRole, OrganisationState
from linli.people.inputs import LEVELS
from linli.places.models import Place

MOST_ROWS = 5_000
CHUNK = 500
OPENING = datetime.time(9)
Cells = Mapping[str, str]
Numbered = tuple[int, Cells]
"""A row's number in the file, and its cells."""
W = TypeVar("W")


@dataclass(frozen=True)
class Found:
    """A row that can be taken in."""

    organisation: Organisation
    fields: list[WorkField]
    state: OrganisationState
    steps: list[Step]


@dataclass(frozen=True)
class Reading:
    """What a file comes to against the registry as it is now."""

    new: list[Found]
    known: int
    errors: list[tuple[int, str]]


def rows_of(data: bytes) -> list[Numbered]:
    """Number and cells of each row, by our columns. Raises Invalid where the file as a whole cannot be read."""
    sheet = read_sheet(data)
    columns = columns_of(sheet.heads)
    if missing := {"name", "place"} - columns.keys():
        names = {"name": _("名称"), "place": _("社区")}
        text = _("表头里没有“%(column)s”这一列。") % {"column": names[sorted(missing)[0]]}
        raise Invalid(text, code="no_such_column")
    rows: list[Numbered] = []
    for row in sheet.rows:
        if len(rows) == MOST_ROWS:
            raise Invalid(_("超过 %(most)s 行，请分成几个文件。") % {"most": f"{MOST_ROWS:,}"}, code="too_many_rows")
        rows.append((row.number, {name: row.cells[head] for name, head in columns.items() if row.cells[head]}))
    return rows


def read(rows: Sequence[Numbered], place: Place) -> Reading:
    """A fixed number of queries for every 500 rows."""
    places = _places(place)
    fields = {name: field for field in WorkField.objects.all() for name in (field.name, field.code)}
    new: list[Found] = []
    errors: list[tuple[int, str]] = []
    seen: dict[object, int] = {}
    known = 0
    for start in range(0, len(rows), CHUNK):
        found = []
        for number, cells in rows[start : start + CHUNK]:
            try:
                found.append((number, _organisation(cells, places, fields)))
            except _WrongError as wrong:
                errors.append((number, str(wrong)))
        duplicates = _duplicates([one.organisation for _number, one in found])
        for number, one in found:
            try:
                _check_earlier(one.organisation, number, seen)
                if _is_known(one.organisation, duplicates):
                    known += 1
                else:
                    new.append(one)
            except _WrongError as wrong:
                errors.append((number, str(wrong)))
    return Reading(new, known, sorted(errors))


class _WrongError(Exception):
    """With a row: in words for whoever brought the file."""


def _check_earlier(organisation: Organisation, number: int, seen: dict[object, int]) -> None:
    """No two rows of one code, or of one name in one place."""
    keys = [(organisation.place_id, organisation.name), *([organisation.code] if organisation.code else [])]
    if earlier := next((seen[key] for key in keys if key in seen), None):
        raise _WrongError(_("与第 %(number)s 行重复") % {"number": earlier})
    seen |= dict.fromkeys(keys, number)


def _is_known(organisation: Organisation, duplicates: Mapping[object, str | None]) -> bool:
    """By its code; else by name and place, unless the codes say that these are two."""
    here = (organisation.place_id, organisation.name)
    if organisation.code in duplicates:
        return True
    if here not in duplicates:
        return False
    if organisation.code is None or duplicates[here] is None:
        return True
    raise _WrongError(_("此地已有同名的组织，信用代码不同"))


def _duplicates(organisations: list[Organisation]) -> dict[object, str | None]:
    """Those that are here already, by code, and by place and name; what left counts by its code alone."""
    codes = [organisation.code for organisation in organisations if organisation.code]
    named = Q(name__in=[one.name for one in organisations], place__in=[one.place_id for one in organisations])
    rows = Organisation.objects.filter(Q(code__in=codes) | (named & ~Q(state=OrganisationState.LEFT)))
    duplicates: dict[object, str | None] = {}
    for place, name, code, state in rows.values_list("place_id", "name", "code", "state"):
        if code:
            duplicates[code] = code
        if state != OrganisationState.LEFT:
            duplicates[place, name] = code
    return duplicates


def _places(place: Place) -> dict[str, list[Place]]:
    """By code, by name, by short name, and by what stands above with it."""
    found: dict[str, list[Place]] = {}
    inside = Place.objects.standing().inside(place.code).filter(level__in=LEVELS).select_related("parent")
    for one in inside:
        names = {one.code, one.name, one.short_name, one.short_name.removesuffix("社区")}
        if one.parent:
            names |= {one.parent.name + name for name in (one.name, one.short_name)}
        for name in names:
            found.setdefault(name, []).append(one)
    return found


def _organisation(cells: Cells, places: Mapping[str, list[Place]], fields: Mapping[str, WorkField]) -> Found:
    if not (name := " ".join(cells.get("name", "").split())):
        raise _WrongError(_("缺少名称"))
    for column, longest in LONGEST.items():
        if len(cells.get(column, "")) > longest:
            raise _WrongError(_("“%(text)s…”超过 %(most)s 个字") % {"text": cells[column][:10], "most": longest})
    where = places.get(cells.get("place", "").replace(" ", ""), [])
    if len(where) != 1:
        text = _("有几个地点叫“%(place)s”，请写代码或连街道一起写") if where else _("没有这个地点：%(place)s")
        raise _WrongError(text % {"place": cells.get("place", "")[:40]})
    kind = _word(cells, "kind", KINDS, OrganisationKind.GROUP)
    code = _code(cells)
    days = {column: _day(cells, column) for column in ("founded_on", "filed_on", "registered_on")}
    state = _state(cells, kind, code, days)
    organisation = Organisation(
        **Organisation.at(where[0]),
        name=name,
        legal_kind=kind,
        role=_word(cells, "role", ROLES, OrganisationRole.FUNCTIONAL),
        code=code,
        **{column: cells.get(column, "") for column in LONGEST if column != "name"},
        **days,
    )
    return Found(organisation, _fields(cells, fields), state, _steps(state, days))


def _word(cells: Cells, column: str, words: Mapping[str, W], usual: W) -> W:
    text = cells.get(column, "").strip()
    if not text:
        return usual
    if text not in words:
        raise _WrongError(_("看不懂“%(text)s”") % {"text": text[:40]})
    return words[text]


def _code(cells: Cells) -> str | None:
    try:
        return code_of(cells.get("code", ""))
    except ValidationError as error:
        raise _WrongError(str(error.messages[0])) from None


def _day(cells: Cells, column: str) -> datetime.date | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    try:
        day = read_moment(text).date()
    except ValueError:
        raise _WrongError(_("看不懂日期“%(text)s”，请写成 2026-03-02") % {"text": text[:20]}) from None
    if day > timezone.localdate():
        raise _WrongError(_("日期“%(text)s”在今天之后") % {"text": text[:20]})
    return day


def _state(
    cells: Cells, kind: OrganisationKind, code: str | None, days: Mapping[str, datetime.date | None]
) -> OrganisationState:
    if code:
        if days["registered_on"] is None:
            raise _WrongError(_("有信用代码，但缺少登记日期"))
        return OrganisationState.REGISTERED
    if days["registered_on"]:
        raise _WrongError(_("有登记日期，但缺少信用代码"))
    if days["filed_on"] or cells.get("filing_number"):
        if days["filed_on"] is None or not cells.get("filing_number"):
            raise _WrongError(_("备案编号和备案日期要一起填写"))
        if kind not in SOCIAL_KINDS:
            raise _WrongError(_("只有社会组织才备案"))
        return OrganisationState.ON_FILE
    return OrganisationState.LISTED


def _fields(cells: Cells, fields: Mapping[str, WorkField]) -> list[WorkField]:
    found = []
    for text in re.split(r"[、,，;；/]", cells.get("field", "")):
        if text.strip() and text.strip() not in fields:
            raise _WrongError(_("没有这个领域：%(text)s") % {"text": text.strip()[:40]})
        if text.strip():
            found.append(fields[text.strip()])
    return list(dict.fromkeys(found))


def _morning(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, OPENING))


def _steps(state: OrganisationState, days: Mapping[str, datetime.date | None]) -> list[Step]:
    """What is known: when it went on file, when it was registered. What is only listed begins now."""
    now = timezone.now()
    steps = []
    filed, registered = days["filed_on"], days["registered_on"]
    if filed and state != OrganisationState.LISTED and (registered is None or filed <= registered):
        steps.append(Step("enter_filing", min(_morning(filed), now)))
    if registered and state == OrganisationState.REGISTERED:
        steps.append(Step("enter_registration", min(_morning(registered), now)))
    return [Step(BEGIN, steps[0].at if steps else now), *steps]
