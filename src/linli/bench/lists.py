"""``./linli bench lists [EVENTS]``: what people look at, among a million events and among ten thousand."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import msgspec
from django.db import connection
from django.test import Client
from django.utils import timezone

from linli.bench.district import DISTRICT, District, settle
from linli.bench.measuring import TRIES, quickest, scratch_database
from linli.events.core.models import Event
from linli.events.core.states import OPEN, EventState
from linli.kernel.paging import cursor_after
from linli.kernel.rows import copy_in
from linli.kernel.snapshot import forget_all
from linli.people import holders
from linli.people.actors import actor_of
from linli.people.roles import Role

FEW, MANY = 10_000, 1_000_000
DAYS = 730
BEGAN = timezone.now() - datetime.timedelta(days=DAYS)
CHUNK = 50_000
MOST_TIMES, MOST_MORE = 1.3, 3.0
"""The larger of the two is allowed: times as long, or milliseconds more."""
MOST_OF_COMMON = 50.0
"""Milliseconds for a search with a word that one text in five holds."""
SUBJECTS = ("路灯不亮", "垃圾未清运", "车辆乱停放", "噪音扰民", "消防通道堵塞")
PLACES = ("三栋东侧路口", "小区南门", "菜市场旁", "学校门口", "地下车库入口", "公交站后面")
WISHES = ("请尽快派人处理。", "已经三天了。", "老人走路不方便。", "希望有人来看看。", "昨晚又发生一次。")
# Words that hold in so many of a thousand texts: what else a text says.
WORDS = {"井盖": 5.0, "化粪池": 1.0, "马蜂窝": 0.1, "天坑": 0.01}
SEARCHED = {"common (1 in 5)": "路灯", "1 in 200": "井盖", "middling (1 in 1,000)": "化粪", "rare": "天坑"}
OPEN_AMONG, OPEN_SHARE = 10_000, 0.2
"""Work that is open does not grow with the years: so many of the newest are."""
SIZE = 20
"""Rows of a list: as many as there are of most kinds among the few, for more rows are more work."""


@dataclass(frozen=True)
class Growth:
    """How long something takes among few and among many."""

    what: str
    few: float
    many: float
    queries: int
    most: float | None = None

    @property
    def is_enough(self) -> bool:
        within = self.many <= self.few * MOST_TIMES or self.many <= self.few + MOST_MORE
        return within and (self.most is None or self.many <= self.most)

    def __str__(self) -> str:
        told = "enough" if self.is_enough else "TOO SLOW"
        return (
            f"{self.what:<46} {self.few:>8.2f} ms {self.many:>9.2f} ms   × {self.many / self.few:<5.2f}"
            f"{self.many - self.few:>+8.2f} ms  {self.queries:>3} queries  {told}"
        )


def run(arguments: Sequence[str]) -> list[Growth]:
    """Through the API and all its middleware, in one process, with nobody else about."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    many = int(arguments[0]) if arguments else MANY
    few, found = _among(FEW), _among(many)
    print(f"{'best of ' + str(TRIES):<46} {FEW:>11,} {many:>12,} events")
    return [
        Growth(what, few[what][0], milliseconds, queries, MOST_OF_COMMON if "common" in what else None)
        for what, (milliseconds, queries) in found.items()
    ]


def _among(count: int) -> dict[str, tuple[float, int]]:
    with scratch_database():
        forget_all()
        district = settle()
        fill(district, count)
        return _measure(district)


def _measure(district: District) -> dict[str, tuple[float, int]]:
    grid = district.grids[len(district.grids) // 2].code
    people = {
        "community worker": district.holder_of(Role.COMMUNITY_WORKER, grid[:12]),
        "district": district.holder_of(Role.DISPATCHER, DISTRICT),
    }
    found: dict[str, tuple[float, int]] = {}
    for name, user in people.items():
        client = Client(headers={"Authorization": f"Bearer {district.token_of(user)}", "Host": "127.0.0.1"})
        seen = Event.objects.visible_to(actor_of(user)).order_by("-pk")
        deep = seen.values_list("pk", flat=True)[min(SIZE * 99, seen.count() // 2)]
        number = seen.filter(state=EventState.CLOSED).values_list("number", flat=True)[0]
        asked = {
            "list, first page": f"/api/events?size={SIZE}",
            "list, page 100": f"/api/events?size={SIZE}&cursor={cursor_after(deep)}",
            "list, open ones": f"/api/events?size={SIZE}&state=open",
            "list, one category": f"/api/events?size={SIZE}&category=dog",
            "inbox": f"/api/tasks?size={SIZE}",
            "record": f"/api/events/{number}",
            "timeline": f"/api/events/{number}/timeline",
        } | {f"search, {kind}": f"/api/events?size={SIZE}&q={word}" for kind, word in SEARCHED.items()}
        for what, path in asked.items():
            found[f"{name}: {what}"] = quickest(lambda path=path, client=client: client.get(path, secure=True))  # type: ignore[misc]
    return found


def fill(district: District, count: int) -> None:
    """So many events of two years, each with its beginning on the trail; the open ones with tasks.

    By COPY: creating them one by one would take an hour. Rows, columns and shares are those of real work.
    """
    for first in range(0, count, CHUNK):
        numbers = range(first, min(first + CHUNK, count))
        rows = [_row(district, n, n * DAYS / count, is_new=n >= count - OPEN_AMONG) for n in numbers]
        with connection.cursor() as cursor:
            copy_in(cursor, "core_event", EVENT_COLUMNS, (event for event, _task in rows))
            copy_in(cursor, "inbox_task", TASK_COLUMNS, (task for _event, task in rows if task))
            copy_in(cursor, "audit_entry", ENTRY_COLUMNS, (_entry(event) for event, _task in rows))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


EVENT_COLUMNS = (
    *("id", "number", "state", "version", "created_at", "changed_at", "place_id", "path", "category_id", "text"),
    *("address", "lat", "lon", "is_outside", "channel", "lead_unit_id", "dispatched_at", "ended_at", "reopened"),
    *("rating", "rating_words", "desk", "highest", "sent_back", "reworked", "extended"),
    *("is_accepted_in_time", "is_done_in_time", "close_due"),
)
TASK_COLUMNS = (
    *("record_id", "record_kind", "number", "title", "code", "holder", "opened_at", "due_at", "is_due_certain"),
    *("warn_at", "escalate_to"),
)
ENTRY_COLUMNS = ("at", "action", "actor_kind", "subject_kind", "subject_id", "detail", "digest")


def _row(
    district: District, number: int, day: float, *, is_new: bool
) -> tuple[tuple[Any, ...], tuple[Any, ...] | None]:
    """An event of two years ago and ``day`` days, and its task. The same number is always the same event."""
    chance, at = Random(number), BEGAN + datetime.timedelta(days=day)
    grid = chance.choice(district.grids)
    key = uuid.UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | number)
    state = chance.choice(OPEN) if is_new and chance.random() < OPEN_SHARE else EventState.CLOSED
    is_led = state not in (EventState.REPORTED, EventState.ACCEPTED)
    name, text = f"EV-2026-{number:06d}", _text(chance)
    kind = chance.choices(range(len(district.categories)), weights=range(1, len(district.categories) + 1))[0]
    category, unit = district.categories[kind], district.units[kind]
    event = (
        *(key, name, state, 5, at, at, grid.pk, grid.code, category.pk, text),
        *("3 栋", grid.lat, grid.lon, False, "resident", unit.pk if is_led else None, at if is_led else None),
        *(None if state in OPEN else at, 0, None, "", "community", "district" if is_led else "grid"),
        *(0, 0, 0, True, True if state not in OPEN else None, at if is_led else None),
    )
    if state not in OPEN:
        return event, None
    holder = holders.of_unit(unit.pk) if is_led else holders.of_role(Role.COMMUNITY_WORKER, grid.parent_id or grid.pk)
    due = at + datetime.timedelta(days=3)
    return event, (key, "event", name, text[:40], grid.code, holder, at, due, True, at, "")


def _text(chance: Random) -> str:
    said = "".join(word for word, share in WORDS.items() if chance.random() * 1000 < share)
    return f"{chance.choice(PLACES)}{chance.choice(SUBJECTS)}{said}，{chance.choice(WISHES)}"


def _entry(event: tuple[Any, ...]) -> tuple[Any, ...]:
    detail = msgspec.json.encode({"role": "", "to": "reported", "version": 1}).decode()
    return event[4], "event.begin", "visitor", "event", event[0], detail, bytes(32)
