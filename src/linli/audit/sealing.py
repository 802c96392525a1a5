"""Sealing in the background: no act ever waits for the chain.

Entries are marked, not counted off by their key, because keys are not given in the order of commits.
The heads are also written to a file outside the database; who rewrites the tables cannot rewrite that copy.
"""

import json
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from linli.audit import digests
from linli.audit.models import Entry, Seal
from linli.kernel.models import Version

BATCH = 5000
LOCK = "audit.seal"
LATE = timedelta(hours=1)
"""Heads are exported right after their seal; a first export this much later means that the file was lost."""


def seal() -> int:
    """Seal all entries committed so far; returns how many. Two at once: the second one waits, then goes on."""
    sealed = 0
    while (count := _seal_batch()) == BATCH:  # what arrives meanwhile has time: no seal for every handful
        sealed += count
    export_heads()
    return sealed + count


@transaction.atomic
def _seal_batch() -> int:
    _wait_for_other_sealers()
    entries = list(Entry.objects.filter(seal=None).order_by("id").values_list("id", "digest")[:BATCH])
    if not entries:
        return 0
    last = Seal.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    root = digests.of_batch((key, bytes(digest)) for key, digest in entries)
    now = timezone.now()
    previous = bytes(last.head) if last else digests.START
    head = digests.of_seal(previous=previous, number=number, count=len(entries), root=root, sealed_at=now)
    Seal.objects.create(number=number, sealed_at=now, count=len(entries), root=root, head=head)
    Entry.objects.filter(id__in=[key for key, _ in entries]).update(seal=number)
    return len(entries)


def _wait_for_other_sealers() -> None:
    """A row that is always there: locking the last seal would let through whoever waited for it while it was last."""
    Version.objects.get_or_create(name=LOCK)
    Version.objects.select_for_update().get(name=LOCK)


def heads_file() -> Path:
    folder: Path = settings.DATA / "audit"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "heads.jsonl"


@dataclass(frozen=True)
class Exported:
    """What the file holds. ``renewed_at``: it was lost and begun anew, so what it says of earlier seals is no proof."""

    heads: dict[int, str]
    renewed_at: str = ""
    unreadable: int = 0


def exported() -> Exported:
    path = heads_file()
    heads: dict[int, str] = {}
    renewed_at, unreadable = "", 0
    for text in path.read_text().splitlines() if path.exists() else []:
        try:
            line = json.loads(text)
            if "renewed" in line:
                renewed_at = str(line["at"])
            else:
                heads[int(line["number"])] = str(line["head"])
        except (ValueError, KeyError, TypeError):
            unreadable += 1
    return Exported(heads, renewed_at, unreadable)


def export_heads() -> int:
    """Append the heads that the file does not hold yet; returns how many."""
    path, now = heads_file(), timezone.now()
    known = max(exported().heads, default=0)
    seals = list(Seal.objects.filter(number__gt=known).order_by("number"))
    if not seals:
        return 0
    lines: list[dict[str, object]] = []
    if not path.exists() and now - seals[0].sealed_at > LATE:
        lines.append({"renewed": seals[-1].number, "at": now.isoformat()})
    lines += [
        {"number": seal.number, "head": bytes(seal.head).hex(), "at": seal.sealed_at.isoformat()} for seal in seals
    ]
    is_torn = path.exists() and not path.read_bytes().endswith(b"\n")
    with path.open("a") as file:
        file.write("\n" * is_torn + "".join(json.dumps(line) + "\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    return len(seals)
