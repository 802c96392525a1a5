"""Which place a row speaks of: by code, by names from the widest to the narrowest, or by its point."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from linli.events.imports.columns import plain
from linli.places.geometry import grid_at
from linli.places.levels import Level, is_code, lineage
from linli.places.models import FormerCode, FormerName, Place, short_name

LEVELS = (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID)


class Found(NamedTuple):
    id: uuid.UUID
    code: str


class Gazetteer:
    """The places inside ``code`` by all names and codes they have or had."""

    def __init__(self, code: str) -> None:
        rows = Place.objects.inside(code).filter(level__in=LEVELS).order_by("code")
        self._by_key: dict[uuid.UUID, Place] = {place.pk: place for place in rows}
        self._by_code = {place.code: place for place in self._by_key.values()}
        for old, key in FormerCode.objects.filter(place__in=self._by_key).values_list("code", "place"):
            self._by_code.setdefault(old, self._by_key[key])
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for place in self._by_key.values():
            for name in {plain(place.name), plain(short_name(place.name))}:
                self._by_name[name].append(place.code)
        for name, key in FormerName.objects.filter(place__in=self._by_key).values_list("name", "place"):
            self._by_name[plain(name)].append(self._by_key[key].code)

    def find(
        self,
        texts: Sequence[str],
        point: tuple[float, float] | None,
        said: Mapping[str, str],
        *,
        follows: bool,
    ) -> Found | None:
        """``texts`` from the widest to the narrowest; ``said`` is what somebody chose for words that are unknown.

        ``follows``: from a place that has ended to the one that goes on, where what is open belongs.
        """
        code = self._coded(texts[-1]) or said.get(texts[-1], "")
        if not code and point is not None and (spot := grid_at(*point)) and spot.code in self._by_code:
            code = spot.code
        code = code or self._named(texts)
        place = self._by_code.get(code)
        while place is not None and follows and place.ended_on is not None:
            place = self._by_key.get(place.successor_id) if place.successor_id else None
        return Found(place.pk, place.code) if place else None

    def _coded(self, text: str) -> str:
        word = text.split()[0] if text.split() else ""
        return word if is_code(word) and word in self._by_code else ""

    def _named(self, texts: Sequence[str]) -> str:
        """The narrowest that is named and is one; several of one name are told apart by what they lie in."""
        within: list[str] = []
        for text in texts:
            for part in text.replace("/", "·").split("·"):
                codes = self._by_name.get(plain(part), [])
                inside = [code for code in codes if not within or not {*lineage(code)}.isdisjoint(within)]
                within = inside or within
        return within[0] if len(within) == 1 else ""
