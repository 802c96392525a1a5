"""From a row of a file to what happened, or to the reasons why not."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.events.core.adopting import PastEvent
from linli.events.core.catalogue import catalogue
from linli.events.core.forms import LONGEST_TEXT
from linli.events.core.models import LONGEST_FORMER_NUMBER, Category, Event
from linli.events.core.states import AT_WORK, OPEN, Channel, EventState
from linli.events.imports.columns import NEEDED, TITLES, WORDS, plain
from linli.events.imports.places import Gazetteer
from linli.flow.backfill import Step
from linli.flow.flow import BEGIN
from linli.kernel.moments import read_moment
from linli.kernel.phones import clean_phone
from linli.kernel.worktime import ZONE
from linli.people.models import Unit
from linli.places.coordinates import to_wgs84

EARLIEST = datetime.datetime(2000, 1, 1, tzinfo=ZONE)
STEPS = {
    "accepted_at": "accept",
    "dispatched_at": "dispatch",
    "started_at": "start",
    "finished_at": "finish",
    "checked_at": "check",
}
LONGEST_ADDRESS = Event._meta.get_field("address").max_length or 0
LONGEST_WORDS = Event._meta.get_field("rating_words").max_length or 0
MOST_TIMES = 100
TAKEN = [state for state in EventState if state != EventState.MEDIATING]
"""What an event may come in as; a mediation is begun here, with its dispute."""
ENDINGS = {EventState.REJECTED: "reject", EventState.WITHDRAWN: "withdraw", EventState.JOINED: "join"}
FORMULA = ("'=", "'+", "'-", "'@")
"""How our own export writes a text that a spreadsheet would run."""


@dataclass
class Reading:
    """``past`` is None when there are ``faults``. ``unknown``: words by field whose meaning nobody has said yet."""

    number: str
    past: PastEvent | None = None
    joined_to: str = ""
    phone: str = ""
    faults: list[str] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)


class _Wrong(Exception):
    """A sentence for whoever has to put the row right."""


class Reader:
    """Reads rows of one system's files for the district ``code``. Loads what it compares with once."""

    def __init__(self, code: str, words: Mapping[str, Mapping[str, str]], coordinates: str) -> None:
        self.coordinates = coordinates
        self.words = {name: words.get(name, {}) for name in ("category", "state", "unit", "place")}
        self.now = timezone.now()
        self._gazetteer = Gazetteer(code)
        self._categories: dict[str, Category] = {}
        for category in catalogue.get().all:
            self._categories.setdefault(plain(category.name), category)
            self._categories[category.code] = category
        units = Unit.objects.select_related("place")
        self._units = {plain(unit.name): unit for unit in units} | {str(unit.pk): unit for unit in units}

    def state_of(self, cells: Mapping[str, str]) -> EventState | None:
        word = cells.get("state", "")
        said = self.words["state"].get(word) or WORDS["state"].get(plain(word)) or plain(word)
        return EventState(said) if said in TAKEN else None

    def read(self, cells: Mapping[str, str]) -> Reading:
        found = Reading(cells.get("former_number", "").strip())
        missing = [str(TITLES[name]) for name in NEEDED if not cells.get(name, "").strip()]
        if missing:
            found.faults.append(_("没有填：%(names)s") % {"names": _("、").join(missing)})
            return found
        if len(found.number) > LONGEST_FORMER_NUMBER:
            found.faults.append(_("原编号超过 %(most)s 个字") % {"most": LONGEST_FORMER_NUMBER})
        try:
            self._fill(found, cells)
        except _Wrong as wrong:
            found.faults.append(str(wrong))
        if found.faults or found.unknown:
            found.past = None
        return found

    def _fill(self, found: Reading, cells: Mapping[str, str]) -> None:
        state = self.state_of(cells)
        category = self._category(cells["category"])
        unit_word = cells.get("unit", "").strip()
        unit = self._unit(unit_word)
        point = _point(cells, self.coordinates)
        texts = [cells.get(name, "").strip() for name in ("subdistrict", "community", "place")]
        narrowest = next((text for text in reversed(texts) if text), "")
        place = self._gazetteer.find(
            [text for text in texts if text] or [""], point, self.words["place"], follows=state in OPEN
        )
        if state is None:
            found.unknown.append(("state", cells["state"]))
        if category is None:
            found.unknown.append(("category", cells["category"]))
        if unit_word and unit is None and self.words["unit"].get(unit_word) != "none":
            found.unknown.append(("unit", unit_word))
        if place is None:
            if not narrowest:
                raise _Wrong(_("没有地点：网格、社区和坐标都没有，或坐标不在本区"))
            found.unknown.append(("place", narrowest))
        text, address = _text(cells["text"]), _text(cells.get("address", ""))
        if len(text) > LONGEST_TEXT:
            raise _Wrong(_("情况超过 %(most)s 个字") % {"most": LONGEST_TEXT})
        if len(address) > LONGEST_ADDRESS:
            raise _Wrong(_("位置描述超过 %(most)s 个字") % {"most": LONGEST_ADDRESS})
        moments = self._moments(cells)
        if state is None or category is None or place is None:
            return
        if state in AT_WORK and unit is None:
            raise _Wrong(_("“%(state)s”的事件须有主办单位") % {"state": state.label})
        found.joined_to = cells.get("joined_to", "").strip()
        if state == EventState.JOINED and not found.joined_to:
            raise _Wrong(_("已并入的事件须写明并入哪个编号"))
        found.phone = _phone(cells.get("phone", ""))
        found.past = PastEvent(
            category=category,
            place_id=place.id,
            path=place.code,
            text=text,
            address=address,
            lat=point[0] if point else None,
            lon=point[1] if point else None,
            channel=Channel.IMPORT,
            lead_unit=unit,
            reached=state,
            steps=_steps(moments, state, unit, cells, is_joined=bool(found.joined_to)),
            solve_due=self._moment(cells, "solve_due", until=None),
            close_due=self._moment(cells, "close_due", until=None),
            is_accepted_in_time=_yes(cells, "is_accepted_in_time"),
            is_done_in_time=_yes(cells, "is_done_in_time"),
            sent_back=_count(cells, "sent_back"),
            reworked=_count(cells, "reworked"),
            extended=_count(cells, "extended"),
            reopened=_count(cells, "reopened"),
            rating=_rating(cells.get("rating", "")),
            rating_words=_text(cells.get("rating_words", ""))[:LONGEST_WORDS],
            highest=WORDS["highest"].get(plain(cells.get("highest", "")), ""),
            former_number=found.number,
        )

    def _category(self, word: str) -> Category | None:
        return self._categories.get(self.words["category"].get(word, "")) or self._categories.get(plain(word))

    def _unit(self, word: str) -> Unit | None:
        return self._units.get(self.words["unit"].get(word, "")) or self._units.get(plain(word))

    def _moments(self, cells: Mapping[str, str]) -> dict[str, datetime.datetime]:
        """In the order of the way, none before the one before it, none in the future."""
        moments: dict[str, datetime.datetime] = {}
        latest, before = EARLIEST, ""
        for name in ("reported_at", *STEPS, "ended_at"):
            at = self._moment(cells, name, until=self.now)
            if at is None:
                continue
            if at < latest:
                raise _Wrong(_("%(name)s早于%(before)s") % {"name": TITLES[name], "before": TITLES[before]})
            moments[name], latest, before = at, at, name
        return moments

    def _moment(
        self, cells: Mapping[str, str], name: str, *, until: datetime.datetime | None
    ) -> datetime.datetime | None:
        text = cells.get(name, "").strip()
        if not text:
            return None
        try:
            at = read_moment(text)
        except ValueError as error:
            raise _Wrong(str(error)) from error
        if at < EARLIEST:
            raise _Wrong(_("%(name)s在 2000 年以前") % {"name": TITLES[name]})
        if until is not None and at > until:
            raise _Wrong(_("%(name)s在将来") % {"name": TITLES[name]})
        return at


def _steps(
    moments: Mapping[str, datetime.datetime],
    state: EventState,
    unit: Unit | None,
    cells: Mapping[str, str],
    *,
    is_joined: bool,
) -> Sequence[Step]:
    """What is known of its way, the report first and its end last."""
    result, ended = _text(cells.get("result", "")), moments.get("ended_at")
    if state in OPEN and ended is not None:
        raise _Wrong(_("“%(state)s”却有结案时间") % {"state": state.label})
    if state == EventState.JOINED:
        ended = ended or max(moments.values())
    if state not in OPEN and ended is None:
        raise _Wrong(_("“%(state)s”却没有结案时间") % {"state": state.label})
    steps = [Step(BEGIN, moments["reported_at"], kind="visitor")]
    for name, move in STEPS.items():
        if name in moments:
            named = unit.name if unit is not None and move == "dispatch" else ""
            steps.append(Step(move, moments[name], kind="system", unit=named, note=result if move == "finish" else ""))
    if ended is not None:
        is_told = "finished_at" in moments
        is_solved = unit is None and "dispatched_at" not in moments
        name = ENDINGS.get(state) or ("close_joined" if is_joined else "solve" if is_solved else "close")
        steps.append(Step(name, ended, kind="system", note="" if is_told else result))
    return steps


def _text(value: str) -> str:
    value = value.strip()
    return value[1:] if value.startswith(FORMULA) else value


def _point(cells: Mapping[str, str], coordinates: str) -> tuple[float, float] | None:
    if not (cells.get("lat", "").strip() and cells.get("lon", "").strip()):
        return None
    try:
        lat, lon = float(cells["lat"]), float(cells["lon"])
    except ValueError:
        raise _Wrong(_("看不懂坐标")) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise _Wrong(_("坐标超出范围"))
    return to_wgs84(coordinates, lat, lon)


def _count(cells: Mapping[str, str], name: str) -> int:
    text = cells.get(name, "").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST_TIMES):
        raise _Wrong(_("%(name)s应为 0 至 %(most)s 的整数") % {"name": TITLES[name], "most": MOST_TIMES})
    return int(text)


def _yes(cells: Mapping[str, str], name: str) -> bool | None:
    word = plain(cells.get(name, ""))
    if not word:
        return None
    meaning = WORDS["bool"].get(word)
    if meaning is None:
        raise _Wrong(_("%(name)s应为是或否") % {"name": TITLES[name]})
    return meaning == "yes"


def _rating(text: str) -> int | None:
    word = plain(text)
    if not word:
        return None
    word = WORDS["rating"].get(word, word)
    if word not in {"1", "2", "3", "4", "5"}:
        raise _Wrong(_("评分应为 1 至 5"))
    return int(word)


def _phone(text: str) -> str:
    """What is no number is left out: the event is more than it."""
    try:
        return clean_phone(text)
    except ValidationError:
        return ""
