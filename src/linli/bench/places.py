"""``./linli bench places [FILE]``: the whole country's tree beside a plain COPY; a point among 100,000 grids."""

import csv
import math
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from linli.bench.measuring import Figure, scratch_database
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import new_id
from linli.places import geometry
from linli.places.imports import import_places
from linli.places.levels import CODE_LENGTHS, LEVELS_BY_LENGTH, Level, parent_code
from linli.places.models import Boundary, Place
from linli.places.reading import Row, read_places

COUNTRY = 665_276
"""Places from province to community in 2023."""
# One more than there are on average, then cut to size.
CHILDREN = {Level.PROVINCE: 31, Level.CITY: 11, Level.DISTRICT: 9, Level.SUBDISTRICT: 14, Level.COMMUNITY: 16}
GRIDS = 100_000
POINTS = 20_000
TRIES = 2


def run(arguments: Sequence[str]) -> list[Figure]:
    """Measure both on a scratch PostgreSQL database. ``arguments``: the CSV to import, else an invented one."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    with scratch_database(), tempfile.TemporaryDirectory() as folder:
        path = Path(arguments[0]) if arguments else invent_country(Path(folder) / "country.csv")
        return [_import_beside_copy(path), _point_to_grid()]


def invent_country(path: Path) -> Path:
    """A tree of the country's size and shape, with invented names, in random order."""
    codes = [""]
    rows: list[tuple[str, str, str]] = []
    for level, count in CHILDREN.items():
        digits = CODE_LENGTHS[level] - len(codes[0])
        codes = [f"{above}{number:0{digits}d}" for above in codes for number in range(1, count + 1)]
        rows += [(code, level, f"地点{code[-digits:]}号社区") for code in codes]
    rows = rows[:COUNTRY]
    random.Random("country").shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "level", "name"), *rows])
    return path


def _import_beside_copy(path: Path) -> Figure:
    rows = read_places(path).rows
    copied, imported = [], []
    for _try in range(TRIES):
        _empty()
        copied.append(_copy(_as_text(rows)))
        _empty()
        started = time.perf_counter()
        report = import_places(path, actor=SYSTEM)
        imported.append(time.perf_counter() - started)
        if report.new != len(rows):
            raise SystemExit(f"{report.new} of {len(rows)} places arrived")
    return Figure(
        what=f"import of {len(rows):,} places, file to table",
        value=len(rows) / min(imported),
        unit="rows/s",
        limit=len(rows) / min(copied),
        limit_is="plain COPY of the same rows into the same table",
        least_ratio=1 / 3,
    )


def _as_text(rows: Sequence[Row]) -> bytes:
    """What COPY reads: ids made and parents looked up beforehand, so that the limit is the database's alone."""
    ids = {row.code: str(new_id()) for row in rows}
    lines = (
        "\t".join([ids[row.code], row.level, row.name, row.code, ids.get(parent_code(row.code), r"\N")]) for row in rows
    )
    return ("\n".join(lines) + "\n").encode()


def _copy(text: bytes) -> float:
    with connection.cursor() as cursor:
        started = time.perf_counter()
        with cursor.copy("COPY places_place (id, level, name, code, parent_id) FROM STDIN") as copy:
            copy.write(text)
        return time.perf_counter() - started


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE places_place CASCADE")
        cursor.execute("TRUNCATE places_importrun")
        cursor.execute("VACUUM ANALYZE places_place")


def _point_to_grid() -> Figure:
    _empty()
    _draw_grids()
    started = time.perf_counter()
    geometry.index.get()
    loaded = time.perf_counter() - started
    chance = random.Random("points")
    points = [(chance.uniform(*_LATITUDES), chance.uniform(*_LONGITUDES)) for _point in range(POINTS)]
    times = []
    for lat, lon in points:
        before = time.perf_counter()
        found = geometry.find_grid(lat, lon)
        times.append(time.perf_counter() - before)
        if found is None:
            raise SystemExit(f"no grid at {lat}, {lon}")
    return Figure(
        what=f"point to grid among {GRIDS:,} polygons (index loaded in {loaded:.1f} s; "
        f"median of {POINTS:,}, 99th percentile {statistics.quantiles(times, n=100)[98] * 1e6:.0f} µs)",
        value=statistics.median(times) * 1e6,
        unit="µs",
        limit=100,
        limit_is="what it may cost",
        least_ratio=1,
        is_less_better=True,
    )


_SIDE = math.isqrt(GRIDS) + 1
_STEP = 0.003
_SOUTH, _WEST = 27.0, 112.0
_LATITUDES = (_SOUTH + _STEP, _SOUTH + (GRIDS // _SIDE - 1) * _STEP)
_LONGITUDES = (_WEST + _STEP, _WEST + (_SIDE - 1) * _STEP)


def _draw_grids() -> None:
    """Crooked squares side by side, some 24 points each, borders shared."""
    above: Place | None = None
    for length in (2, 4, 6, 9, 12):
        code = "430211001001"[:length]
        above = Place.objects.create(code=code, level=LEVELS_BY_LENGTH[length], name="测试", parent=above)
    chance = random.Random("grids")
    bends = {}

    def edge(x0: int, y0: int, x1: int, y1: int) -> list[tuple[float, float]]:
        if (x0, y0, x1, y1) not in bends:
            way = []
            for part in range(6):
                off = chance.uniform(-0.08, 0.08) if part else 0.0
                x, y = x0 + (x1 - x0) * part / 6, y0 + (y1 - y0) * part / 6
                x, y = (x, y + off) if y0 == y1 else (x + off, y)
                way.append((_WEST + x * _STEP, _SOUTH + y * _STEP))
            bends[x0, y0, x1, y1] = [*way, (_WEST + x1 * _STEP, _SOUTH + y1 * _STEP)]
        return bends[x0, y0, x1, y1]

    places, boundaries = [], []
    for number in range(GRIDS):
        y, x = divmod(number, _SIDE)
        ring = [
            *edge(x, y, x + 1, y),
            *edge(x + 1, y, x + 1, y + 1)[1:],
            *reversed(edge(x, y + 1, x + 1, y + 1)[:-1]),
            *reversed(edge(x, y, x, y + 1)[:-1]),
        ]
        corners = ",".join(f"[{lon:.7f},{lat:.7f}]" for lon, lat in ring)
        place = Place(code=f"430211001{number // 999 + 1:03d}{number % 999 + 1:03d}", level=Level.GRID, name="网格")
        places.append(place)
        boundaries.append((place, f'{{"type":"Polygon","coordinates":[[{corners}]]}}'))
    communities = {}
    for code in sorted({place.code[:12] for place in places}):
        communities[code] = Place.objects.filter(code=code).first() or Place.objects.create(
            code=code, level=Level.COMMUNITY, name="测试", parent=Place.objects.get(code=code[:9])
        )
    for place in places:
        place.parent = communities[place.code[:12]]
    Place.objects.bulk_create(places, batch_size=5000)
    Boundary.objects.bulk_create(
        [Boundary(place=place, geometry=text, valid_from="2026-01-01") for place, text in boundaries], batch_size=5000
    )
    geometry.index.touch()
