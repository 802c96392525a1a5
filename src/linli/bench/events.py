"""``./linli bench events [SECONDS]``: creating events through the API, beside the same rows put in by pgbench."""

import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import shapely
from django.db import connection
from psycopg import sql

from linli.bench.district import DISTRICT, District, settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.serving import Client, database_url, served
from linli.people.roles import Role
from linli.places.models import Boundary

CLIENTS = 8
SECONDS = 20
WARM_UP = 3
LEAST_RATIO = 0.1
TEXTS = (
    "三栋东侧路口的路灯昨晚起一直不亮，老人晚上走路容易摔倒，请尽快派人来看一下。",
    "小区南门外的垃圾桶满了两天没有人清运，已经有异味，旁边就是幼儿园。",
    "人行道上一个井盖松动，电动车经过时会翘起来，很危险，已用树枝做了标记。",
    "楼下烧烤店夜里十二点以后还在放音乐，影响休息，多次劝说没有效果。",
    "消防通道又被私家车占用，救护车进不来，希望物业和城管一起来处理。",
)


@dataclass
class Tally:
    """What one client saw."""

    numbers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def run(arguments: Sequence[str]) -> list[Figure]:
    """Eight clients create events; then pgbench puts in the rows that one creation left, with eight as well."""
    seconds = int(arguments[0]) if arguments else SECONDS
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    if not shutil.which("pgbench"):
        raise SystemExit("This bench needs pgbench: apt-get install postgresql-contrib (or postgresql).")
    with scratch_database(), tempfile.TemporaryDirectory() as data:
        district = settle()
        with served(Path(data)) as port:
            create(port, district, WARM_UP)
            before = _counts()
            tallies, rate = create(port, district, seconds)
            _check(tallies, before, _counts())
        limit = _pgbench(Path(data), _script(), seconds)
    return [
        Figure(
            what=f"events created through the API, {CLIENTS} clients, {seconds} s",
            value=rate,
            unit="/s",
            limit=limit,
            limit_is=f"the same rows by pgbench -M prepared -c {CLIENTS}, one transaction each",
            least_ratio=LEAST_RATIO,
        )
    ]


def create(port: int, district: District, seconds: float) -> tuple[list[Tally], float]:
    """All clients at once; the rate is over the time they took."""
    token = district.token_of(district.holder_of(Role.DISPATCHER, DISTRICT))
    points = [_point_in(geometry) for geometry in _geometries()]
    tallies = [Tally() for _ in range(CLIENTS)]
    until = time.perf_counter() + seconds
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(port, token, points, until, number, tally))
        for number, tally in enumerate(tallies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tallies, sum(len(tally.numbers) for tally in tallies) / (time.perf_counter() - began)


def _geometries() -> list[str]:
    return list(Boundary.objects.filter(place__level="grid").values_list("geometry", flat=True))


def _point_in(boundary: str) -> tuple[float, float]:
    point = shapely.from_geojson(boundary).representative_point()
    return round(point.y, 6), round(point.x, 6)


def _client(port: int, token: str, points: list[tuple[float, float]], until: float, number: int, tally: Tally) -> None:
    chance, client, count = Random(number), Client(port), 0
    began = time.time_ns()
    while time.perf_counter() < until:
        count += 1
        lat, lon = chance.choice(points)
        report = {"category": "lamp", "text": chance.choice(TEXTS), "lat": lat, "lon": lon, "address": "3 栋东侧"}
        status, _headers, body = client.post(
            "/api/events",
            msgspec.json.encode(report),
            f"Authorization: Bearer {token}",
            "Content-Type: application/json",
            f"Idempotency-Key: {began}-{number}-{count}",
        )
        if status == 201:
            tally.numbers.append(msgspec.json.decode(body)["number"])
        else:
            tally.faults.append(f"{status} {body.decode(errors='replace')[:300]}")
    client.close()


# What each creation leaves, by table: one row more for each event.
COUNTED = {
    "core_event": "TRUE",
    "audit_entry": "action = 'event.begin'",
    "inbox_task": "TRUE",
    "inbox_message": "TRUE",
    "kernel_idempotencykey": "status = 201",
}


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t} WHERE {w}" for t, w in COUNTED.items()))
        return dict(cursor.fetchall())


def _check(tallies: list[Tally], before: dict[str, int], after: dict[str, int]) -> None:
    """No error, no number twice, and every table has a row for each event."""
    faults = [fault for tally in tallies for fault in tally.faults]
    numbers = [number for tally in tallies for number in tally.numbers]
    if faults:
        raise SystemExit(f"{len(faults)} requests failed, the first with: {faults[0]}")
    if len(set(numbers)) != len(numbers):
        raise SystemExit("a number was given twice")
    grown = {table: after[table] - before[table] for table in COUNTED}
    if set(grown.values()) != {len(numbers)}:
        raise SystemExit(f"{len(numbers)} events were acknowledged, but the tables grew by {grown}")


# In the script the numbers' own sequence makes everything unique that has to be.
NEXT_ID = "lpad(to_hex(nextval('linli_number_ev')), 32, '0')::uuid"
THIS_ID = "lpad(to_hex(currval('linli_number_ev')), 32, '0')::uuid"
THIS_NUMBER = "'EV-2026-' || lpad(currval('linli_number_ev')::text, 6, '0')"
THIS_KEY = "'key ' || currval('linli_number_ev')"


def _script() -> str:
    """One transaction of the same rows: those that the last creation left, in whatever tables, with new keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM core_event ORDER BY id DESC LIMIT 1")
        transaction = cursor.fetchone()[0]
        tables = sorted(connection.introspection.table_names(cursor), key=lambda name: name != "core_event")
        inserts = [insert for table in tables for insert in _inserts(cursor, table, transaction)]
    return "\n".join(["BEGIN;", *inserts, "COMMIT;", ""])


def _inserts(cursor: Any, table: str, transaction: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {table} WHERE xmin::text = %s", [transaction])
    columns = [column.name for column in cursor.description]
    return [_insert(cursor, table, dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def _insert(cursor: Any, table: str, row: dict[str, object]) -> str:
    values: dict[str, str] = {}
    for column, value in row.items():
        if column == "id" and isinstance(value, int):
            continue  # the table gives it
        if column == "id":
            values[column] = NEXT_ID if table == "core_event" else THIS_ID
        elif column in ("record_id", "subject_id"):
            values[column] = THIS_ID
        elif column == "number":
            values[column] = THIS_NUMBER
        elif column == "key":
            values[column] = THIS_KEY
        else:
            values[column] = _literal(cursor, value)
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())});"


def _literal(cursor: Any, value: object) -> str:
    """In a script of pgbench a colon before a letter begins a variable, also inside quotes."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\003A")
        return f"U&'{escaped}'"
    return sql.Literal(value).as_string(cursor.connection)


def _pgbench(folder: Path, script: str, seconds: int) -> float:
    """Transactions per second."""
    path = folder / "rows.sql"
    path.write_text(script)
    command = ["pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", str(path)]
    done = subprocess.run([*command, database_url()], capture_output=True, text=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found:
        raise SystemExit(f"pgbench failed: {done.stderr[-500:]}")
    return float(found[1])
