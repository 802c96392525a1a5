"""``./linli bench imports [ROWS]``: another system taken in, beside COPY of the same rows under the same indexes."""

import csv
import datetime
import io
import time
from collections.abc import Sequence
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from linli.bench.district import DISTRICT, District, settle
from linli.bench.events import TEXTS
from linli.bench.measuring import Figure, scratch_database
from linli.events.core.models import Event
from linli.events.imports import running
from linli.events.imports.actions import receive, say_columns, start
from linli.events.imports.columns import guessed
from linli.events.imports.models import EventImport
from linli.events.imports.policies import importing_post
from linli.events.imports.states import ImportStage
from linli.kernel.snapshot import forget_all
from linli.people.actors import actor_of
from linli.people.roles import Role

ROWS = 30_000
LEAST_RATIO = 0.1
HEADS = ("编号", "类别", "情况", "上报时间", "状态", "地点", "主办单位", "受理时间", "派单时间", "办结时间", "结案时间")
TABLES = ("core_event", "audit_entry")


def run(arguments: Sequence[str]) -> list[Figure]:
    """Looks at the file, takes it in, then copies what that left in the two tables that hold it."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    rows = int(arguments[0]) if arguments else ROWS
    with scratch_database(), override_settings(DATA=settings.DATA / "bench"):
        forget_all()
        district = settle()
        begun = _received(district, _file(district, rows))
        checked = time.perf_counter()
        running.work()
        checked = time.perf_counter() - checked
        start(begun, actor=actor_of(begun.started_by))
        taken = time.perf_counter()
        while running.work():
            pass
        taken = time.perf_counter() - taken
        done = EventImport.objects.get(pk=begun.pk)
        if (done.stage, done.new, Event.objects.count()) != (ImportStage.DONE, rows, rows):
            raise SystemExit(f"{done.new} of {rows} rows came in, {done.wrong} were wrong")
        print(f"looked at before: {rows / checked:,.0f} rows a second")
        bare = rows / sum(_copied(table) for table in TABLES)
        print(f"COPY of the same rows into tables without indexes: {bare:,.0f} a second")
        limit = rows / sum(_copied(table, like="INCLUDING ALL") for table in TABLES)
    return [
        Figure(
            what=f"{rows:,} events of another system taken in, each with its entry on the trail",
            value=rows / taken,
            unit="rows/s",
            limit=limit,
            limit_is="COPY of the same rows of both tables under the same indexes",
            least_ratio=LEAST_RATIO,
        )
    ]


def _file(district: District, rows: int) -> bytes:
    chance, now = Random(rows), timezone.localtime().replace(microsecond=0)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADS)
    for number in range(rows):
        at = now - datetime.timedelta(minutes=20_000 + (rows - number) * 16)
        kind = chance.randrange(len(district.categories))
        moments = [at + datetime.timedelta(hours=hours) for hours in (1, 2, 30, 50)]
        writer.writerow(
            [
                f"HQ-{number:07d}",
                district.categories[kind].name,
                chance.choice(TEXTS),
                _written(at),
                "已结案",
                chance.choice(district.grids).code,
                district.units[kind].name,
                *map(_written, moments),
            ]
        )
    return file.getvalue().encode()


def _written(at: datetime.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _received(district: District, data: bytes) -> EventImport:
    actor = actor_of(district.holder_of(Role.DISPATCHER, DISTRICT))
    standing = importing_post(actor)
    assert standing is not None
    begun = receive(data, name="bench.csv", system="bench", standing=standing, actor=actor)
    say_columns(begun, guessed(begun.heads, {}), begun.prior.coordinates)
    return begun


def _copied(table: str, *, like: str = "") -> float:
    """Seconds."""
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} TO STDOUT") as out:
            blocks: list[Any] = [bytes(block) for block in out]
        cursor.execute(f"DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE {table} {like})")
        began = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN") as into:
            for first in range(0, len(blocks), 1000):
                into.write(b"".join(blocks[first : first + 1000]))
        return time.perf_counter() - began
