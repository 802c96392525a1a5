"""``./linli bench directory [COUNT]``: what people and other systems look at, among 100,000 organisations."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from django.db import connection
from django.test import Client

from linli.bench.district import DISTRICT, District, settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.pages import page, uncollected
from linli.kernel.ids import first_id
from linli.kernel.rows import copy_in
from linli.kernel.snapshot import forget_all
from linli.organisations.registry.models import Organisation, WorkField

COUNT = 100_000
MOST = 100.0
"""Milliseconds a page may take."""
BEGAN = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
CHUNK = 20_000
NAMES = ("合唱团", "读书社", "互助会", "维修队", "巡逻队", "调解室", "太极拳队", "书画社", "护河队", "老年协会")
RARE, EVERY = "木偶戏", 5_000
"""One organisation in so many has it in its name."""
ORGANISATION_COLUMNS = (
    *("id", "number", "state", "version", "created_at", "changed_at", "place_id", "path", "name", "legal_kind", "role"),
    *("is_social_work_agency", "authority", "certificate_number", "filing_number", "filed_on", "summary", "address"),
    *("lat", "lon", "premises", "phone", "website", "has_charter", "has_seal", "left_reason"),
)
SERVICE_COLUMNS = (
    *("id", "place_id", "path", "organisation_id", "name", "field_id", "summary", "for_whom", "fee", "where"),
    *("lat", "lon", "weekdays", "opens_at", "closes_at", "phone", "is_offered", "created_at", "changed_at"),
)


def run(arguments: Sequence[str]) -> list[Figure]:
    """In the process, as a browser or a harvester asks; each figure says how many queries it took."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    count = int(arguments[0]) if arguments else COUNT
    with scratch_database(), uncollected():
        forget_all()
        district = settle()
        fill(district, count)
        return [*directory(district, count), *hsds(count)]


def directory(district: District, count: int) -> list[Figure]:
    """What residents open."""
    community = district.grids[len(district.grids) // 2].code[:12]
    one = Organisation.objects.public().order_by("pk")[count // 2]
    paths = [
        "/directory/",
        f"/directory/?place={community}&field=culture",
        "/directory/?open=1",
        "/directory/?what=organisations",
        *(f"/directory/?what={what}&q={word}" for what in ("", "organisations") for word in (NAMES[0], RARE)),
        f"/directory/points/?place={DISTRICT}",
        f"/directory/{one.number}/",
    ]
    return _figures(paths, count)


def hsds(count: int) -> list[Figure]:
    """What harvesters ask for; the last page that pages by number reach costs most."""
    term = WorkField.objects.get(code="culture").pk
    paths = [
        "/hsds/services",
        "/hsds/services?page=200",
        "/hsds/services?full=true",
        f"/hsds/services?taxonomy_term_id={term}&search={NAMES[0]}",
        "/hsds/organizations",
    ]
    return _figures(paths, count)


def _figures(paths: Sequence[str], count: int) -> list[Figure]:
    client = Client(headers={"Host": "127.0.0.1"})
    limit_is = f"allowed for a page among {count:,} organisations"
    return [page(client, path, most=MOST, limit_is=limit_is) for path in paths]


def fill(district: District, count: int) -> None:
    """So many organisations on file, each with its field and one service, by COPY."""
    fields = list(WorkField.objects.values_list("pk", flat=True))
    for first in range(0, count, CHUNK):
        numbers = range(first, min(first + CHUNK, count))
        rows = [_row(district, number, fields[number % len(fields)]) for number in numbers]
        through = ((organisation[0], service[5]) for organisation, service in rows)
        with connection.cursor() as cursor:
            _copy(cursor, "registry_organisation", ORGANISATION_COLUMNS, (row for row, _service in rows))
            _copy(cursor, "registry_organisation_fields", ("organisation_id", "field_id"), through)
            _copy(cursor, "registry_service", SERVICE_COLUMNS, (row for _organisation, row in rows))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    copy_in(cursor, table, [connection.ops.quote_name(column) for column in columns], rows)


def _row(district: District, number: int, field: uuid.UUID) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The same number is always the same organisation and service."""
    chance, at = Random(number), BEGAN + datetime.timedelta(minutes=30 * number)
    grid = chance.choice(district.grids)
    key = uuid.UUID(int=first_id(at).int | number)
    name = f"{grid.name}{chance.choice(NAMES)}{RARE if number % EVERY == 0 else ''}{number}"
    organisation = (
        *(key, f"OR-2020-{number:06d}", "on_file", 2, at, at, grid.parent_id, grid.code[:12], name, "group"),
        *("functional", False, "", "", f"备{number}", at.date(), f"{name}的活动", "泰山路1号", grid.lat, grid.lon),
        *("", "", "", False, False, ""),
    )
    service = (
        *(uuid.UUID(int=key.int | 1 << 40), grid.parent_id, grid.code[:12], key, name, field, f"{name}每周活动"),
        *("所有居民", "免费", "", grid.lat, grid.lon, "24", datetime.time(9), datetime.time(17), "", True, at, at),
    )
    return organisation, service
