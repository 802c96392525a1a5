"""Sealing in the background: no act ever waits for the chain.

Entries are marked, not counted off by their key, because keys are not given in the order of commits.
The heads are also written to a file outside the database; who rewrites the tables cannot rewrite that copy.
"""

import json
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from linli.audit import digests
from linli.audit.models import Entry, Seal

BATCH = 5000


def seal() -> int:
    """Seal all entries committed so far; returns how many. Two at once: one seals, the other finds nothing."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    export_heads()
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    last = Seal.objects.select_for_update().order_by("-number").first()
    entries = list(
        Entry.objects.select_for_update(skip_locked=True)
        .filter(seal=None)
        .order_by("id")
        .values_list("id", "digest")[:BATCH]
    )
    if not entries:
        return 0
    number = last.number + 1 if last else 1
    root = digests.of_batch((key, bytes(digest)) for key, digest in entries)
    now = timezone.now()
    previous = bytes(last.head) if last else digests.START
    head = digests.of_seal(previous=previous, number=number, count=len(entries), root=root, sealed_at=now)
    Seal.objects.create(number=number, sealed_at=now, count=len(entries), root=root, head=head)
    Entry.objects.filter(id__in=[key for key, _ in entries]).update(seal=number)
    return len(entries)


def heads_file() -> Path:
    folder: Path = settings.DATA / "audit"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "heads.jsonl"


def exported_heads() -> dict[int, str]:
    path = heads_file()
    if not path.exists():
        return {}
    lines = (json.loads(line) for line in path.read_text().splitlines() if line.endswith("}"))
    return {line["number"]: line["head"] for line in lines}


def export_heads() -> int:
    """Append the heads that the file does not hold yet; returns how many."""
    known = max(exported_heads(), default=0)
    seals = list(Seal.objects.filter(number__gt=known).order_by("number"))
    if seals:
        with heads_file().open("a") as file:
            for seal in seals:
                line = {"number": seal.number, "head": bytes(seal.head).hex(), "at": seal.sealed_at.isoformat()}
                file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return len(seals)
