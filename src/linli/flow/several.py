"""One act on many records: what would be done, then doing it, each record by itself."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.forms import FileField
from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.flow.forms import LONGEST_NOTE, MoveForm
from linli.flow.moves import Move
from linli.flow.records import Record
from linli.flow.resources import Resource
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Problem, Text

R = TypeVar("R", bound=Record)
MOST = 100

logger = logging.getLogger(__name__)
Once = Callable[[str, Callable[[], str]], str]
"""``(part, act)``: see ``once_per_part``."""


@dataclass(frozen=True)
class Preview(Generic[R]):
    """``ready`` would be done now; each of ``refused`` would not, and why."""

    ready: Sequence[R]
    refused: Sequence[tuple[R, Text]]


@dataclass(frozen=True)
class Pick:
    """A record that was ticked, in the version that the preview showed."""

    number: str
    seen: int


@dataclass(frozen=True)
class Outcome:
    """``reason`` is empty when it was done."""

    number: str
    reason: str = ""


@dataclass(frozen=True)
class Several(Generic[R]):
    """Acts on several records of one kind by one actor."""

    resource: Resource[R]
    actor: Actor

    def offered(self) -> list[Move]:
        return [move for move in self.resource.flow.moves.values() if move.is_for_several]

    def moves_for(self, records: Iterable[R]) -> list[Move]:
        """Those that the actor could make with at least one of these records."""
        records = list(records)
        return [move for move in self.offered() if any(not self.reason_against(move, record) for record in records)]

    def picked(self, numbers: Sequence[str]) -> list[R]:
        """The records of these numbers in their order; one that is not theirs to know of is as if it were not there."""
        found = {record.number: record for record in self.resource.seen(self.actor).filter(number__in=numbers)}
        return [found[number] for number in numbers if number in found]

    def preview(self, move: Move, records: Iterable[R]) -> Preview[R]:
        reasons = [(record, self.reason_against(move, record)) for record in records]
        return Preview(
            [record for record, reason in reasons if not reason],
            [(record, reason) for record, reason in reasons if reason],
        )

    def reason_against(self, move: Move, record: R) -> Text:
        """Why the move cannot be made with this record together with others; empty when it can."""
        if record.state not in move.sources:
            state = self.resource.flow.states(record.state).label
            return _("现在是“%(state)s”，不能%(move)s") % {"state": state, "move": move.label}
        if move.allow(self.actor, record) is None:
            return Forbidden.title
        form = move.form({}, record=record, actor=self.actor) if move.form else None
        lacking = [field.label for field in form.fields.values() if _is_file(field) and field.required] if form else []
        return _("须附上%(what)s，请单独办理") % {"what": lacking[0]} if lacking else ""

    def shared_form(self, move: Move, records: Sequence[R], data: QueryDict | None = None) -> MoveForm | None:
        """What is asked once for all: without what belongs to one record alone, filled in where all agree."""
        if move.form is None or not records:
            return None
        form = move.form(data, record=records[0], actor=self.actor)
        if data is None:
            form.initial = dict(self._agreed(move.form, records))
        for name in [name for name, field in form.fields.items() if _is_file(field)]:
            del form.fields[name]
        return form

    def _agreed(self, form: type[MoveForm], records: Sequence[R]) -> Mapping[str, object]:
        """What is filled in beforehand is of one record: it stands only where it is the same for all."""
        is_same = len({form.known_by(record) for record in records}) == 1
        return form(record=records[0], actor=self.actor).initial if is_same else {}

    def make_all(self, move: Move, picks: Iterable[Pick], *, data: QueryDict, note: str, once: Once) -> list[Outcome]:
        """Make the move with each, in a transaction of its own; what one refuses stops none of the others."""
        return [self._outcome(move, pick, data, note, once) for pick in picks]

    def _outcome(self, move: Move, pick: Pick, data: QueryDict, note: str, once: Once) -> Outcome:
        def act() -> str:
            """The outcome as text, which is what a form sent twice gets the second time."""
            return json.dumps({"reason": self._reason_after(move, pick, data, note)}, ensure_ascii=False)

        try:
            return Outcome(pick.number, json.loads(once(pick.number, act))["reason"])
        except Problem as problem:
            return Outcome(pick.number, str(problem.detail))
        except Exception:
            # Told as not done, which it is: its transaction is undone. The form sent again tries it anew.
            logger.exception("%s of %s failed", move.name, pick.number)
            return Outcome(pick.number, _("系统出了问题，这一件没有办成，请稍后再试"))

    def _reason_after(self, move: Move, pick: Pick, data: QueryDict, note: str) -> str:
        record = self.resource.seen(self.actor).filter(number=pick.number).first()
        if record is None:
            return _("没有这条记录")
        is_asked = move.form is not None and record.state in move.sources
        form = move.form(data, record=record, actor=self.actor) if move.form and is_asked else None
        if form is not None and not form.is_valid():
            return "".join(str(error) for errors in form.errors.values() for error in errors)
        try:
            self.resource.flow.make(
                record,
                move.name,
                actor=self.actor,
                data=form.payload() if form else None,
                seen=pick.seen,
                note=note[:LONGEST_NOTE],
            )
        except Problem as problem:
            return "".join(text for texts in problem.errors.values() for text in texts) or str(problem.detail)
        return ""


def _is_file(field: Any) -> bool:
    return isinstance(field, FileField)
