"""Files of orders: uploaded, looked at, taken in. The two long steps are the worker's, by batches that it may repeat.

A row is taken in as the API takes an order in: by its number, once. So a worker that is killed, a file that comes
again and an order that also comes by API make no second event.
"""

import base64
import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files as package
from itertools import islice
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.events.hotline.actions import Verdict, judge, take_in
from linli.events.hotline.contents import OrderContent
from linli.events.hotline.forms import OrderForm
from linli.events.hotline.models import FileStage, HotlineOrder, OrderFile, OrderSource, Via
from linli.events.hotline.placing import Gazetteer
from linli.events.hotline.policies import can_carry_for
from linli.kernel.actor import Actor
from linli.kernel.excel import Column, workbook
from linli.kernel.problems import Conflict, Forbidden, Invalid, Problem
from linli.kernel.sheets import Row, read_sheet
from linli.people.actors import StaffActor, actor_of

MOST_BYTES = 10 * 1024**2
BATCH = 100
SECONDS_AT_ONCE = 10.0
LOOKED_UP = 500
SHOWN = 100
KEPT_FOR = timedelta(days=30)
"""A file holds callers: as long as somebody may want its wrong rows, and no longer."""
NEEDED = ("number", "due_at", "text")


@dataclass(frozen=True)
class Judged:
    """A row of the file: an order, or what is wrong with it."""

    row: Row
    number: str
    content: OrderContent | None
    faults: Sequence[str] = ()


@cache
def known_heads() -> Mapping[str, Sequence[str]]:
    """What platforms call each of our fields, the likeliest first."""
    found: dict[str, list[str]] = json.loads(
        (package("linli.events.hotline") / "data/order_columns.json").read_text("utf-8")
    )
    return found


def upload(source: OrderSource, name: str, data: bytes, *, actor: StaffActor) -> OrderFile:
    """Keep the file and read its head. The same file again is the one that is there. Invalid for what is no table."""
    if can_carry_for(actor, source) is None:
        raise Forbidden()
    if len(data) > MOST_BYTES:
        raise Invalid(
            errors={"file": [_("文件超过 %(limit)s MB，请分成几个文件。") % {"limit": MOST_BYTES // 1024**2}]}
        )
    heads = list(read_sheet(data).heads)
    file = OrderFile(
        source=source,
        uploaded_by=actor.user,
        name=name[:120],
        digest=hashlib.sha256(data).hexdigest(),
        content=base64.b64encode(data).decode(),
        heads=heads,
        columns=_guess(source, heads),
    )
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except IntegrityError:
        dropped = (FileStage.FAILED, FileStage.DROPPED)
        return source.files.exclude(stage__in=dropped).get(digest=file.digest)
    return file


def _guess(source: OrderSource, heads: Sequence[str]) -> dict[str, str]:
    """Which column is what: as the last file of this source was, else by what it is called."""
    columns = {}
    for field, names in known_heads().items():
        candidates = [source.columns.get(field, ""), *names]
        if head := next((name for name in candidates if name in heads), ""):
            columns[field] = head
    return columns


def look_at(file: OrderFile, columns: Mapping[str, str]) -> None:
    """Have the worker look at every row, with these columns. Takes nothing in."""
    if missing := [name for name in NEEDED if not columns.get(name)]:
        raise Invalid(errors={name: [_("请选这一项在哪一列")] for name in missing})
    _go_on(file, (FileStage.MAPPING, FileStage.CHECKED), stage=FileStage.CHECKING, columns=dict(columns))


def take(file: OrderFile) -> None:
    """Have the worker take in what is right."""
    counts = {"position": 0, "new": 0, "same": 0, "changed": 0}
    _go_on(file, (FileStage.CHECKED,), stage=FileStage.TAKING, **counts)


def drop(file: OrderFile) -> None:
    """Nothing of it is wanted."""
    stages = (FileStage.MAPPING, FileStage.CHECKED, FileStage.CHECKING)
    _go_on(file, stages, stage=FileStage.DROPPED, content=None, finished_at=timezone.now())


def _go_on(file: OrderFile, stages: Sequence[str], **changes: Any) -> None:
    """Two who press at once: one of them does it."""
    if not OrderFile.objects.filter(pk=file.pk, stage__in=stages).update(**changes):
        raise Conflict(_("这个文件已经在处理或处理完了"), code="file_went_on")
    file.refresh_from_db()


def work() -> int:
    """What files wait for: looked at or taken in. Returns how many rows were gone through."""
    waiting = OrderFile.objects.filter(stage__in=(FileStage.CHECKING, FileStage.TAKING)).order_by("pk")
    gone_through, failed = 0, None
    for file in waiting.select_related("source__place", "source__fallback__parent", "uploaded_by"):
        try:
            gone_through += _work_on(file)
        except Exception as error:
            # It is tried again; until somebody has mended that, the others go on.
            failed = failed or error
    if failed:
        raise failed
    return gone_through


def _work_on(file: OrderFile) -> int:
    try:
        return _look(file) if file.stage == FileStage.CHECKING else _take(file)
    except Invalid as problem:
        OrderFile.objects.filter(pk=file.pk, stage=file.stage).update(
            stage=FileStage.FAILED, problem=str(problem.detail)[:300], finished_at=timezone.now()
        )
        return 0


def read_rows(file: OrderFile, *, start: int = 0) -> Iterator[Judged]:
    """The rows of the file from the ``start``-th on. A number that comes twice is wrong the second time."""
    seen: dict[str, int] = {}
    for position, row in enumerate(read_sheet(base64.b64decode(file.content or "")).rows):
        values = {field: row.cells.get(head, "") for field, head in file.columns.items()}
        number = values.get("number", "")[:60]
        first = seen.setdefault(number, row.number) if number else row.number
        if position >= start:
            yield _judged(row, values, number, first, file.columns)


def _judged(row: Row, values: Mapping[str, str], number: str, first: int, columns: Mapping[str, str]) -> Judged:
    form = OrderForm(values)
    spoiled = [(head, why) for head, why in row.spoiled.items() if head in columns.values()]
    faults = [_("%(field)s：%(error)s") % {"field": head, "error": why} for head, why in spoiled]
    if not form.is_valid():
        faults += [_fault(form, name, text) for name, texts in form.errors.items() for text in map(str, texts)]
    if first != row.number:
        faults.append(_("编号重复，第 %(row)s 行已有。") % {"row": first})
    return Judged(row, number, None if faults else form.payload(), faults)


def _fault(form: OrderForm, name: str, text: str) -> str:
    return _("%(field)s：%(error)s") % {"field": form.fields[name].label, "error": text}


def _look(file: OrderFile) -> int:
    counts = dict.fromkeys(Verdict.values, 0)
    wrong: list[list[object]] = []
    sample: list[list[object]] = []
    rows, total = read_rows(file), 0
    while chunk := list(islice(rows, LOOKED_UP)):
        orders = HotlineOrder.objects.filter(source=file.source, number__in=[one.number for one in chunk])
        total += len(chunk)
        known = {order.number: order for order in orders.select_related("event")}
        for one in chunk:
            faults = one.faults
            if one.content:
                try:
                    verdict = judge(known.get(one.number), one.content)
                except Problem as problem:
                    faults = [str(problem.detail)]
                else:
                    counts[verdict] += 1
                    sample.append([one.row.number, one.number, verdict.value])
            if faults:
                wrong.append([one.row.number, one.number, list(faults)])
    OrderFile.objects.filter(pk=file.pk, stage=FileStage.CHECKING).update(
        stage=FileStage.CHECKED, total=total, wrong=wrong, sample=sample[:SHOWN], **counts
    )
    return total


def _take(file: OrderFile) -> int:
    """Go on where it stopped, for a while: other work of the worker must not wait for a long file."""
    gazetteer, actor, position = Gazetteer(file.source), actor_of(file.uploaded_by), file.position
    rows, until = read_rows(file, start=position), time.monotonic() + SECONDS_AT_ONCE
    while batch := list(islice(rows, BATCH)):
        if not _take_batch(file, position, batch, gazetteer, actor):
            return position - file.position
        position += len(batch)
        if time.monotonic() > until:
            return position - file.position
    _finish(file, position, actor)
    return position - file.position


@transaction.atomic
def _finish(file: OrderFile, position: int, actor: Actor) -> None:
    """Whoever of two workers comes first."""
    done = OrderFile.objects.filter(pk=file.pk, stage=FileStage.TAKING, position=position)
    if not done.update(stage=FileStage.DONE, finished_at=timezone.now()):
        return
    OrderSource.objects.filter(pk=file.source_id).update(columns=file.columns)
    kept = OrderFile.objects.defer("content").get(pk=file.pk)
    trail.record(
        "hotline.file",
        actor=actor,
        subject_kind="order_file",
        subject_id=file.pk,
        detail={
            "source": file.source.code,
            "new": kept.new,
            "same": kept.same,
            "changed": kept.changed,
            "wrong": len(kept.wrong),
        },
    )


def _take_batch(file: OrderFile, begin: int, rows: Sequence[Judged], gazetteer: Gazetteer, actor: Actor) -> bool:
    """One transaction that also notes how far we are; False when another worker was faster."""
    with transaction.atomic():
        held = OrderFile.objects.select_for_update().defer("content").get(pk=file.pk)
        if held.stage != FileStage.TAKING or held.position != begin:
            return False
        for one in rows:
            if one.content is None:
                continue
            try:
                taken = take_in(one.content, source=file.source, actor=actor, via=Via.FILE, gazetteer=gazetteer)
            except Problem as problem:
                if one.row.number not in {line for line, _number, _faults in held.wrong}:
                    held.wrong.append([one.row.number, one.number, [str(problem.detail)]])
            else:
                setattr(held, taken.verdict, getattr(held, taken.verdict) + 1)
        held.position = begin + len(rows)
        held.save(update_fields=["position", "new", "same", "changed", "wrong"])
    return True


def wrong_rows(file: OrderFile) -> IO[bytes]:
    """The rows that were not taken, as they came, each with what is wrong: to be put right and sent again."""
    faults = {line: texts for line, _number, texts in file.wrong}
    rows = read_sheet(base64.b64decode(file.content or "")).rows
    columns = [*(Column(head, 20) for head in file.heads), Column(_("原表行号"), 10, "number"), Column(_("问题"), 60)]
    lines = ([*row.cells.values(), row.number, " ".join(faults[row.number])] for row in rows if row.number in faults)
    return workbook(columns, lines)


def forget_old() -> int:
    """Let go of the content of files that were done with weeks ago; returns of how many."""
    old = OrderFile.objects.filter(finished_at__lt=timezone.now() - KEPT_FOR)
    return old.filter(content__isnull=False).update(content=None)
