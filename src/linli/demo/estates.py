"""The households, estates and premises of the demo: all invented, for the communities of the one subdistrict."""

import datetime
import random
from collections.abc import Iterator

from linli.demo.cast import COMMUNITY, DISTRICT, SUBDISTRICT
from linli.places.levels import Level
from linli.places.models import (
    Estate,
    EstateKind,
    Households,
    Management,
    Place,
    Premises,
    PremisesKind,
    SignOff,
    Step,
    short_name,
)

UNKNOWN = 0.03
"""Of the grids nobody has put down the households."""
NAMES = ("花园", "新村", "小区", "家苑", "公寓", "佳苑", "名邸", "大院")
FIRST = ("滨江", "泰山", "长江", "天台", "湘水", "金山", "银海", "桂花", "梧桐", "星光", "东方", "北苑", "和谐", "华晨")
KINDS = {
    EstateKind.COMMODITY: (Management.COMPANY, Management.COMPANY, Management.SELF),
    EstateKind.OLD: (Management.NONE, Management.QUASI, Management.SELF, Management.NONE),
    EstateKind.AFFORDABLE: (Management.COMPANY, Management.QUASI),
    EstateKind.SMART: (Management.COMPANY,),
    EstateKind.FUNCTIONAL: (Management.COMPANY, Management.SELF),
    EstateKind.VILLAGE: (Management.QUASI, Management.SELF),
}
ROOMS: tuple[tuple[PremisesKind, str, int, int], ...] = (
    (PremisesKind.PARTY_CENTRE, "党群服务中心", 480, 1100),
    (PremisesKind.SOCIAL_WORK, "社工室", 20, 60),
    (PremisesKind.TALK_POINT, "百姓说事点", 15, 40),
    (PremisesKind.CANTEEN, "社区食堂", 80, 260),
    (PremisesKind.DAY_CARE, "日间照料中心", 90, 300),
    (PremisesKind.LIVING_ROOM, "睦邻客厅", 40, 120),
    (PremisesKind.TOOL_BOX, "共享工具箱", 5, 12),
)


def furnish(on: datetime.date) -> None:
    """Households for every grid of the district; estates and premises for the subdistrict of the cast."""
    chance = random.Random("estates")
    grids = list(Place.objects.inside(DISTRICT).filter(level=Level.GRID).order_by("code"))
    Households.objects.bulk_create(
        Households(place=grid, count=_households(grid, chance), counted_on=on)
        for grid in grids
        if chance.random() >= UNKNOWN
    )
    communities = list(Place.objects.inside(SUBDISTRICT).filter(level=Level.COMMUNITY).order_by("code"))
    Estate.objects.bulk_create(estate for community in communities for estate in _estates(community, grids, chance))
    Premises.objects.bulk_create(room for community in communities for room in _rooms(community, chance))
    _plan_one(on)


def _households(grid: Place, chance: random.Random) -> int:
    """Most grids have the size they should; some have grown, some have shrunk."""
    return int(chance.triangular(120, 420, 255))


def _estates(community: Place, grids: list[Place], chance: random.Random) -> Iterator[Estate]:
    mine = [grid for grid in grids if grid.parent_id == community.pk]
    names = [f"{first}{last}" for first in FIRST for last in NAMES]
    for number, (name, grid) in enumerate(zip(chance.sample(names, len(mine)), mine, strict=True)):
        # Each community has an old one to begin with: what nobody runs is what the page is for.
        kind = chance.choice(list(KINDS)) if number else EstateKind.OLD
        yield Estate(
            community=community,
            grid=grid,
            name=name,
            kind=kind,
            management=chance.choice(KINDS[kind]),
            households=chance.randrange(60, 240),
        )


def _rooms(community: Place, chance: random.Random) -> Iterator[Premises]:
    for number, (kind, name, least, most) in enumerate(ROOMS):
        if number and chance.random() < 0.35:
            continue
        point = round((community.lat or 0) + chance.uniform(-2e-4, 2e-4), 6) if community.lat else None
        yield Premises(
            community=community,
            name=f"{short_name(community.name).removesuffix('社区')}{name}",
            kind=kind,
            area=chance.randrange(least, most),
            hours="周一至周五 8:30–17:30" if number < 2 else "每天 8:00–20:00",
            contact=f"0731-0000{chance.randrange(1000, 9999)}",
            lat=point,
            lon=community.lon if point is not None else None,
        )


def _plan_one(on: datetime.date) -> None:
    """New rooms in the community where the stories play: two of the three sign-offs are there."""
    community = Place.objects.get(code=COMMUNITY)
    room = Premises.objects.create(
        community=community,
        name="滨江新党群服务中心",
        kind=PremisesKind.PARTY_CENTRE,
        area=1000,
        is_planned=True,
        lat=community.lat,
        lon=community.lon,
    )
    for weeks, step in enumerate((Step.PLANNING, Step.NAMING)):
        SignOff.objects.create(premises=room, step=step, signed_on=on + datetime.timedelta(weeks=weeks))
