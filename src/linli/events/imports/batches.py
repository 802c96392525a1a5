"""Taking rows in: what each would be, and one batch of them in one transaction."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.events.core import reporters
from linli.events.core.adopting import PastEvent, adopt
from linli.events.core.models import Event, PriorSystem, Reporter
from linli.events.imports.filing import SPOILED, Kept
from linli.events.imports.reading import Reader, Reading
from linli.kernel.actor import Actor
from linli.kernel.phones import index_of

NEW, KNOWN, CHANGED, WRONG = "new", "known", "changed", "wrong"


@dataclass
class Verdict:
    """What becomes of a row, and why."""

    row: Kept
    reading: Reading
    outcome: str
    reasons: list[str] = field(default_factory=list)


def in_order(kept: Sequence[Kept]) -> list[Kept]:
    """What is joined to another comes after all others, so that the other is there."""
    return sorted(kept, key=lambda row: bool(row.cells.get("joined_to", "").strip()))


def judge(batch: Sequence[Kept], reader: Reader, prior: PriorSystem, seen: dict[str, int]) -> Iterator[Verdict]:
    """``seen`` holds the numbers of the file so far, with the row they were in."""
    readings = [(row, reader.read(row.cells)) for row in batch]
    present = _present(prior, [reading.number for _row, reading in readings])
    wanted = {reading.joined_to for _row, reading in readings if reading.joined_to}
    targets = _keys(prior, wanted)
    for row, reading in readings:
        if why := row.cells.get(SPOILED):
            reading.faults.append(why)
        first = seen.setdefault(reading.number, row.number) if reading.number else row.number
        if first != row.number:
            reading.faults.append(_("编号重复，第 %(row)s 行已有") % {"row": first})
        past = reading.past
        is_there = not reading.joined_to or reading.joined_to in targets or reading.joined_to in seen
        if past is not None and not is_there:
            reading.faults.append(_("没有找到要并入的 %(number)s") % {"number": reading.joined_to})
        if reading.faults or past is None:
            yield Verdict(row, reading, WRONG, [*reading.faults, *_unknown(reading)])
        elif reading.number not in present:
            yield Verdict(row, reading, NEW)
        elif present[reading.number] == _told(past):
            yield Verdict(row, reading, KNOWN)
        else:
            yield Verdict(row, reading, CHANGED, [_("已经导入过，文件里的内容与那时不同，没有改动")])


def _unknown(reading: Reading) -> list[str]:
    return [_("不认识“%(word)s”") % {"word": word} for _name, word in reading.unknown]


Told = tuple[object, ...]


def _told(past: PastEvent) -> Told:
    """What is compared with what was taken in earlier."""
    unit = past.lead_unit.pk if past.lead_unit else None
    return (past.text, past.address, past.category.pk, past.reached, past.steps[0].at, unit, past.rating)


def _present(prior: PriorSystem, numbers: Sequence[str]) -> dict[str, Told]:
    found = Event.objects.filter(prior=prior, former_number__in=numbers)
    columns = ("text", "address", "category", "state", "created_at", "lead_unit", "rating")
    return {number: tuple(told) for number, *told in found.values_list("former_number", *columns)}


def _keys(prior: PriorSystem, numbers: set[str]) -> Mapping[str, uuid.UUID]:
    if not numbers:
        return {}
    found = Event.objects.filter(prior=prior, former_number__in=numbers)
    return {str(number): key for number, key in found.values_list("former_number", "pk")}


def take_in(
    batch: Sequence[Kept], reader: Reader, prior: PriorSystem, seen: dict[str, int], *, actor: Actor
) -> Counter[str]:
    """One batch, in the caller's transaction; how many of each outcome."""
    verdicts = list(judge(batch, reader, prior, seen))
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    fresh = [verdict.reading for verdict in verdicts if verdict.outcome == NEW]
    alone = [reading.past for reading in fresh if reading.past is not None and not reading.joined_to]
    events = adopt(alone, actor=actor, prior=prior)
    targets, joined = _keys(prior, {reading.joined_to for reading in fresh if reading.joined_to}), []
    for reading in fresh:
        if reading.past is not None and reading.joined_to:
            reading.past.joined_to = targets.get(reading.joined_to)
            joined.append(reading.past)
    events += adopt([past for past in joined if past.joined_to is not None], actor=actor, prior=prior)
    _keep_phones(events, {reading.number: reading.phone for reading in fresh if reading.phone})
    lost = len(alone) + len(joined) - len(events)
    return outcomes + Counter({WRONG: lost}) - Counter({NEW: lost})


def _keep_phones(events: Sequence[Event], phones: Mapping[str, str]) -> None:
    """Apart from the events, sealed; nobody has the secret that would open the reporter's page."""
    Reporter.objects.bulk_create(
        Reporter(
            event=event,
            phone=phone,
            phone_index=index_of(phone),
            secret_digest=reporters.digest(reporters.new_secret()),
        )
        for event in events
        if (phone := phones.get(event.former_number or ""))
    )
