"""What the trail could not tell of an entry in words: an act, a fact or a code that nobody gave any."""

import re
import uuid
from collections.abc import Iterator

from linli.audit.models import Entry
from linli.audit.telling import leaves
from linli.audit.words import kinds

CODE = re.compile(r"[a-z][a-z0-9]+(_[a-z0-9]+)*")
LONGEST_CODE = 40
"""What is longer is a digest."""
FREE = frozenset({"code", "delivery", "from_system", "host", "name", "q", "source"})
"""Facts that are written by people, or hold what others call something."""
INVENTED = "test"
"""A kind that tests of the trail itself make entries of."""


def unsaid(entry: Entry) -> list[str]:
    """Each in a sentence that says what to do."""
    return [] if entry.subject_kind == INVENTED else list(_unsaid(entry))


def _unsaid(entry: Entry) -> Iterator[str]:
    kind, action = entry.subject_kind, entry.action
    if not kinds[kind].title:
        yield f"the kind {kind!r} has no title: kinds.add({kind!r}, KindWords(…)) in its room"
    if kinds.act(kind, action) == action:
        yield f"the act {action!r} on {kind!r} has no words: add it to acts=… of kinds.add({kind!r}, …)"
    for path, text in leaves({**entry.facts, **entry.words}):
        top = path.partition(".")[0]
        if top.isdecimal() or kinds.fact(kind, top) == "":
            continue
        if kinds.fact(kind, top) == top:
            yield f"the fact {top!r} of {action!r} has no title: add it to facts=… of kinds.add({kind!r}, …)"
        values = kinds.values(kind, action, path)
        is_code = (CODE.fullmatch(text) and len(text) < LONGEST_CODE) or _is_key(text)
        is_known = callable(values) or text in values
        if is_code and not is_known and path.rpartition(".")[2] not in FREE:
            yield f"{text!r}, the fact {path!r} of {action!r}, has no words: add values=… to kinds.add({kind!r}, …)"


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return "-" in text
