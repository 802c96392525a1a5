"""Is the trail as it was written? Needs no key, only the tables and the exported heads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.utils import timezone

from linli.audit import digests
from linli.audit.models import Entry, Seal
from linli.audit.sealing import LATE, Exported, exported


@dataclass(frozen=True)
class Tail:
    """The entries not sealed yet: for these only their own digests vouch."""

    count: int
    age: timedelta


def unsealed_tail() -> Tail:
    entries = Entry.objects.filter(seal=None)
    oldest = entries.order_by("id").first()
    return Tail(entries.count(), timezone.now() - oldest.at if oldest else timedelta())


def verify() -> list[str]:
    """Every fault that can be told apart, the first touched row first; empty when sound."""
    outside = exported()
    return [*_sealed_faults(outside.heads), *_tail_faults(), *_export_faults(outside)]


def _sealed_faults(heads: Mapping[int, str]) -> Iterator[str]:
    batches = groupby(Entry.objects.exclude(seal=None).order_by("seal", "id").iterator(), key=lambda entry: entry.seal)
    following = next(batches, None)
    previous, expected = digests.START, 1
    for seal in Seal.objects.order_by("number").iterator():
        if seal.number != expected:
            yield f"seal {expected} is missing"
            return
        entries: list[tuple[int, bytes]] = []
        if following and following[0] == seal.number:
            for entry in following[1]:
                if fault := _entry_fault(entry):
                    yield fault
                    return
                entries.append((entry.pk, bytes(entry.digest)))
            following = next(batches, None)
        if len(entries) != seal.count:
            yield f"seal {seal.number} covers {seal.count} entries, {len(entries)} are left; {_gap(entries)}"
            return
        root = digests.of_batch(entries)
        head = digests.of_seal(
            previous=previous, number=seal.number, count=seal.count, root=root, sealed_at=seal.sealed_at
        )
        if root != bytes(seal.root) or head != bytes(seal.head):
            yield f"seal {seal.number} does not match its {seal.count} entries"
            return
        if heads.get(seal.number, head.hex()) != head.hex():
            yield f"seal {seal.number} differs from the head that was exported when it was made"
            return
        previous, expected = head, expected + 1
    if following:
        yield f"entries point to seal {following[0]}, which is missing"
    elif heads and max(heads) >= expected:
        yield f"seals {expected} to {max(heads)} were exported and are missing"


def _tail_faults() -> Iterator[str]:
    for entry in Entry.objects.filter(seal=None).order_by("id").iterator():
        if fault := _entry_fault(entry):
            yield fault
            return


def _export_faults(outside: Exported) -> Iterator[str]:
    if outside.unreadable:
        yield f"{outside.unreadable} lines of the file of exported heads cannot be read"
    if outside.renewed_at:
        yield (
            f"the file of exported heads was lost and begun anew at {outside.renewed_at}: compare the seals before "
            "with a copy kept elsewhere, then take the line that says so out of the file"
        )
    first = Seal.objects.order_by("number").first()
    if first and not outside.heads and timezone.now() - first.sealed_at > LATE:
        yield "the file of exported heads is missing: the seals could not be compared with it"


def _entry_fault(entry: Entry) -> str:
    if digests.of_entry(entry) != bytes(entry.digest):
        return f"entry {entry.pk} ({entry.action}, {entry.at:%Y-%m-%d %H:%M}) was changed"
    if entry.personal is not None:
        salted = digests.of_personal(bytes(entry.personal_salt or b""), entry.personal)
        if salted != bytes(entry.personal_digest or b""):
            return f"entry {entry.pk} ({entry.action}, {entry.at:%Y-%m-%d %H:%M}): its words were changed"
    return ""


def _gap(entries: list[tuple[int, bytes]]) -> str:
    return f"left are {entries[0][0]} to {entries[-1][0]}" if entries else "none of its entries is left"
