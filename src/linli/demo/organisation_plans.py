"""Which organisations the demo has: what each is, where, and what became of it when."""

import datetime
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from linli.demo import organisation_texts as texts
from linli.demo.cast import COMMUNITY, DISTRICT
from linli.demo.grounds import ROADS
from linli.demo.organisation_texts import Offer, Theme
from linli.flow.flow import BEGIN
from linli.kernel import holidays
from linli.kernel.ids import first_id
from linli.kernel.worktime import ZONE
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import OrganisationKind, OrganisationRole, OrganisationState
from linli.people.models import Unit, UnitKind
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Boundary, Place, short_name

K, R, S = OrganisationKind, OrganisationRole, OrganisationState
ON_FILE, FOUND, LEFT, STRUCK = 505, 130, 12, 2
"""On file as in source [004]; found, and to be incubated; those that are no more, and of these who was struck off."""
FILED, REVOKED = 9, 1
"""Of those on file who came by an application, and who left by having it revoked (``demo.applications``)."""
LEAST = datetime.timedelta(days=12)
"""Nothing is newer: longer than any holiday, so that the next working day has come."""
LATELY = 0.2
"""Of those on file, the share that came in the last year."""
OTHERS = {K.OWNERS: 50, K.SELF_MANAGED: 28, K.PROPERTY: 32, K.UNIT: 60, K.MERCHANT: 80}
LEVELS = (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)
AGENCY, CLUB, SHOP = "善邻社工服务中心", "邻里读书会", "便民超市"
"""Those of the stories: 吴悦's, 郑老师's, 冯老板's."""


@dataclass
class Draft:
    """One to be, with the days of its steps."""

    organisation: Organisation
    work: str
    offer: Offer | None
    steps: list[tuple[str, datetime.date]]
    people: int


class Plans:
    """The same chance makes the same. Linli is used from ``since`` on; nothing is newer than ``until``."""

    def __init__(self, chance: random.Random, *, since: datetime.date, until: datetime.date) -> None:
        self.chance, self.since, self.until = chance, since, until
        self._calendar = holidays.calendar()
        places = Place.objects.inside(DISTRICT).filter(level__in=LEVELS).order_by("code")
        self._places = {place.code: place for place in places}
        self._communities = [place for place in self._places.values() if place.level == Level.COMMUNITY]
        shapes = Boundary.objects.filter(place__in=places, valid_to=None).values_list("place__code", "geometry")
        self._shapes = {code: shapely.from_geojson(geometry) for code, geometry in shapes}
        self._names = set[tuple[uuid.UUID, str]]()
        self._units = {unit.name: unit for unit in Unit.objects.filter(kind=UnitKind.ORGANISATION)}

    def drafts(self) -> Iterator[Draft]:
        """All of them, the hubs first."""
        hubs = list(self._hubs())
        yield from hubs
        hub_at = {draft.organisation.path: draft.organisation for draft in hubs if draft.organisation.role == R.HUB}
        yield from self._registered()
        yield from self._groups(hub_at)
        yield from self._others()

    def _hubs(self) -> Iterator[Draft]:
        """A hub and a federation in each subdistrict, a comprehensive one for the district."""
        district = self._places[DISTRICT]
        theme = texts.AGENCIES[6]
        yield self._draft(f"天元区{theme.name}", district, K.SERVICE, theme, role=R.COMPREHENSIVE, is_agency=True)
        for place in self._places.values():
            if place.level == Level.SUBDISTRICT:
                name = short_name(place.name)
                yield self._draft(f"{name}社会组织服务中心", place, K.SERVICE, theme, role=R.HUB)
                yield self._draft(f"{name}社区社会组织联合会", place, K.ASSOCIATION, theme, role=R.FEDERATION)

    def _registered(self) -> Iterator[Draft]:
        district = self._places[DISTRICT]
        welfare = texts.AGENCIES[0]
        yield self._draft(AGENCY, self._places[COMMUNITY], K.SERVICE, welfare, is_agency=True, people=6)
        for name in texts.ASSOCIATIONS:
            theme = Theme(name, "culture", f"联络全区同行与爱好者，办培训、比赛和公益活动（{name}）。", welfare.offer)
            yield self._draft(f"天元区{name}", district, K.ASSOCIATION, theme, offers=False)
        for name in texts.FOUNDATIONS:
            theme = Theme(name, "charity", "向社会募款，资助社区的小项目，每年公布账目。", welfare.offer)
            yield self._draft(f"天元区{name}", district, K.FOUNDATION, theme, offers=False)
        for number, first in enumerate(texts.FIRST * 2):
            theme = texts.AGENCIES[number % len(texts.AGENCIES)]
            place = self.chance.choice(self._communities)
            is_agency = theme is welfare or number % 5 == 0
            yield self._draft(f"天元区{first}{theme.name}", place, K.SERVICE, theme, is_agency=is_agency, people=5)

    def _groups(self, hub_at: dict[str, Organisation]) -> Iterator[Draft]:
        """Some of each community: found, most of them on file by now, a few gone."""
        home = self._places[COMMUNITY]
        reading = texts.GROUPS[4]
        yield self._draft(CLUB, home, K.GROUP, reading, state=S.LISTED, found=self.until - datetime.timedelta(days=240))
        slots = [(place, theme) for place in self._communities for theme in texts.GROUPS]
        chosen = self.chance.sample(slots, ON_FILE + FOUND - 1 + LEFT)
        for number, (place, theme) in enumerate(chosen):
            name = short_name(place.name).removesuffix("社区") + theme.name
            hub = hub_at[place.code[: CODE_LENGTHS[Level.SUBDISTRICT]]] if self.chance.random() < 0.7 else None
            if number < ON_FILE - FILED + STRUCK:
                yield self._draft(name, place, K.GROUP, theme, state=S.ON_FILE, hub=hub)
            elif number < ON_FILE - FILED + LEFT - REVOKED:
                yield self._draft(name, place, K.GROUP, theme, state=S.LEFT)
            else:
                found = self.until - datetime.timedelta(days=self.chance.randint(10, 330))
                yield self._draft(name, place, K.GROUP, theme, state=S.LISTED, found=found)

    def _others(self) -> Iterator[Draft]:
        shop = Theme(SHOP, "convenience", "日用杂货；积分可在店里兑换，老人买米送到家。", texts.MERCHANT_OFFER)
        yield self._draft(SHOP, self._places[COMMUNITY], K.MERCHANT, shop)
        for kind, count in OTHERS.items():
            for number in range(count):
                place, first = self.chance.choice(self._communities), self.chance.choice(texts.FIRST)
                area = short_name(place.name).removesuffix("社区")
                if kind in texts.BUSINESSES:
                    word = texts.BUSINESSES[kind][number % len(texts.BUSINESSES[kind])]
                    name = f"{area}{word}" if kind == K.UNIT else f"{first}{word}"
                else:
                    name = f"{area}{first}苑{kind.label}"
                offer = texts.MERCHANT_OFFER
                theme = Theme(name, "convenience", "", offer)
                state = S.LISTED if kind in (K.OWNERS, K.SELF_MANAGED) else S.REGISTERED
                yield self._draft(name, place, kind, theme, state=state, offers=kind == K.MERCHANT and number % 3 == 0)
        for name in texts.DEPARTMENTS:
            theme = Theme(name, "affairs", "", texts.MERCHANT_OFFER)
            yield self._draft(name, self._places[DISTRICT], K.DEPARTMENT, theme, offers=False)

    def _draft(
        self,
        name: str,
        place: Place,
        kind: OrganisationKind,
        theme: Theme,
        *,
        state: OrganisationState = S.REGISTERED,
        role: OrganisationRole = R.FUNCTIONAL,
        is_agency: bool = False,
        hub: Organisation | None = None,
        found: datetime.date | None = None,
        offers: bool = True,
        people: int = 3,
    ) -> Draft:
        chance = self.chance
        while (place.pk, name) in self._names:
            name = f"{place.name[:2]}{chance.choice(texts.FIRST)}{name}"
        self._names.add((place.pk, name))
        lat, lon = self._point(place)
        steps = self._steps(state, role, found)
        began = datetime.datetime.combine(steps[0][1], datetime.time(9), ZONE)
        organisation = Organisation(
            pk=uuid.UUID(int=first_id(began).int | chance.getrandbits(62)),
            **Organisation.at(place),
            name=name,
            legal_kind=kind,
            role=role,
            is_social_work_agency=is_agency,
            summary=theme.summary,
            lat=lat,
            lon=lon,
            address=f"{chance.choice(ROADS)}{chance.randint(1, 300)}号",
            phone=f"0731-0000{chance.randint(1000, 9999)}" if chance.random() < 0.6 else "",
            hub=hub,
            unit=self._units.get(name) if place.code == COMMUNITY else None,
            has_charter=state in (S.ON_FILE, S.REGISTERED),
            has_seal=state == S.REGISTERED,
        )
        offered = theme.offer if offers and state != S.LISTED and chance.random() < 0.85 else None
        return Draft(organisation, theme.field, offered, steps, people)

    def _steps(
        self, state: OrganisationState, role: OrganisationRole, found: datetime.date | None
    ) -> list[tuple[str, datetime.date]]:
        """Most of it before the district had Linli."""
        chance, day = self.chance, datetime.timedelta(days=1)
        if found is None:
            is_late = state == S.ON_FILE and chance.random() < LATELY
            last = self.until if is_late else self.since
            settled = last - day * (chance.randint(1, 360) if is_late else chance.randint(30, 2400))
            settled -= day * 900 if role in (R.HUB, R.COMPREHENSIVE) else day * 0
            found = settled - day * chance.randint(20, 150)
        else:
            settled = found
        steps = [(BEGIN, self._workday(found))]
        if state in (S.ON_FILE, S.LEFT):
            steps.append(("put_on_file", self._workday(settled)))
        elif state == S.REGISTERED:
            steps.append(("enter_registration", self._workday(settled)))
        if state == S.LEFT:
            steps.append(("take_off", self._workday(self.until - day * chance.randint(5, 300))))
        return steps

    def _workday(self, day: datetime.date) -> datetime.date:
        return self._calendar.workday_after(day, 0)

    def _point(self, place: Place) -> tuple[float, float]:
        """Somewhere inside."""
        code = place.code if place.code in self._shapes else self._communities[0].code
        shape = self._shapes[code]
        west, south, east, north = shape.bounds
        while True:
            lon, lat = round(self.chance.uniform(west, east), 6), round(self.chance.uniform(south, north), 6)
            if shapely.intersects_xy(shape, lon, lat):
                return lat, lon
