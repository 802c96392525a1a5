"""What a re-drawing would do, to be looked at first; and what all re-drawings have in common."""

import hashlib
import json
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.problems import Conflict, Invalid, Text
from linli.kernel.registry import Moving, Redrawing, RedrawingHandler, redrawing_handlers
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import FormerCode, Place

LONGEST_NAME = 120
NEW_NUMBERS = 999
STALE = gettext_lazy("您看过之后，情况有了变化。请看过现在的样子再办理。")


@dataclass(frozen=True)
class Line:
    """A line of the preview."""

    title: Text
    moving: Moving


@dataclass
class Plan:
    """What would happen. ``digest`` stands for all of it, what was asked for and what is there now."""

    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    facts: list[Any] = field(default_factory=list)

    def note(self, *facts: object) -> None:
        """Something on which the plan rests: when it changes, the plan is another one."""
        self.facts.append(facts)

    def add(self, title: Text, count: int, names: Sequence[str] = ()) -> None:
        self.lines.append(Line(title, Moving(count, tuple(names))))

    def look_at(self, shift: Redrawing) -> None:
        """What the apps say would follow."""
        for name, mover in in_order():
            moving = mover.look(shift)
            self.note(name, shift.old_code, moving.count, list(moving.names))
            known = next((n for n, line in enumerate(self.lines) if line.title == mover.title), None)
            if known is None:
                self.lines.append(Line(mover.title, moving))
            else:
                before = self.lines[known].moving
                together = Moving(before.count + moving.count, (*before.names, *moving.names))
                self.lines[known] = Line(mover.title, together)

    @property
    def digest(self) -> str:
        text = json.dumps(self.facts, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def check(self, seen: str | None) -> None:
        """Raises Conflict when somebody looked at another plan than this."""
        if seen is not None and seen != self.digest:
            raise Conflict(STALE, code="stale")


def in_order() -> list[tuple[str, RedrawingHandler]]:
    return sorted(redrawing_handlers, key=lambda pair: (pair[1].position, pair[0]))


def follow(shift: Redrawing) -> dict[str, int]:
    """Let everything follow that must; how many of each."""
    return {name: mover.move(shift) for name, mover in in_order()}


def lock(*grids: Place) -> None:
    """Lock the community, the grids and all within them, in the order of their codes; Conflict when one moved."""
    within = Q(pk__in=[grid.parent_id for grid in grids])
    for grid in grids:
        within |= Q(pk=grid.pk) | Q(code__startswith=grid.code)
    now = dict(Place.objects.select_for_update().filter(within).order_by("code").values_list("pk", "code"))
    if any(now.get(grid.pk) != grid.code for grid in grids):
        raise Conflict(STALE, code="stale")
    for grid in grids:
        grid.refresh_from_db()


def standing_grid(grid: Place, *, field: str = "") -> None:
    """Raises Invalid for what is no grid, or one that has ended."""
    if grid.level != Level.GRID:
        message = _("“%(name)s”不是网格。") % {"name": grid.name}
    elif grid.ended_on:
        message = _("“%(name)s”已撤销，不能再改。") % {"name": grid.name}
    else:
        return
    raise Invalid(errors={field: [message]}) if field else Invalid(message)


def checked_name(text: str, *, parent_id: uuid.UUID | None, besides: Iterable[uuid.UUID] = ()) -> str:
    """A name as it is kept: any characters that can be seen, so rare Han and emoji too. Raises Invalid."""
    name = " ".join(text.split())
    if not name:
        raise Invalid(errors={"name": [_("请填写名称。")]})
    if len(name) > LONGEST_NAME:
        raise Invalid(errors={"name": [_("名称最多 %(most)s 个字。") % {"most": LONGEST_NAME}]})
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"} for letter in name):
        raise Invalid(errors={"name": [_("名称里有不能显示的字符，请重新输入。")]})
    if Place.objects.standing().filter(parent=parent_id, name=name).exclude(pk__in=list(besides)).exists():
        raise Invalid(errors={"name": [_("同一个上级下面已有叫“%(name)s”的。") % {"name": name}]})
    return name


def free_codes(parent: Place, level: Level, *, wanted: Sequence[int] = (), count: int = 1) -> list[str]:
    """Codes below ``parent`` that nobody has or had: the ``wanted`` numbers where they are free, else the next ones."""
    length = CODE_LENGTHS[level]
    codes = [*Place.objects.filter(parent=parent).values_list("code", flat=True)]
    codes += FormerCode.objects.filter(code__startswith=parent.code).values_list("code", flat=True)
    taken = {int(code[len(parent.code) :]) for code in codes if len(code) == length}
    numbers = [number if number and number not in taken else 0 for number in [*wanted, *[0] * count][:count]]
    taken |= set(numbers)
    for position, number in enumerate(numbers):
        if not number:
            numbers[position] = _next(taken, parent)
    return [f"{parent.code}{number:03d}" for number in numbers]


def _next(taken: set[int], parent: Place) -> int:
    """The one after the last, or the first that is free when there is none after it."""
    number = max(taken, default=0) + 1
    if number > NEW_NUMBERS:
        number = next((n for n in range(1, NEW_NUMBERS + 1) if n not in taken), 0)
    if not number:
        raise Invalid(_("“%(name)s”下面的编号已用完。") % {"name": parent.name})
    taken.add(number)
    return number


def everywhere(lat: float, lon: float) -> bool:
    return True


def nowhere(lat: float, lon: float) -> bool:
    return False
