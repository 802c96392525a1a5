"""A part of a grid becomes a grid of its own."""

import uuid
from collections.abc import Sequence

import shapely
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel import snapshot
from linli.kernel.actor import Actor
from linli.kernel.problems import Invalid
from linli.kernel.registry import Redrawing
from linli.places.levels import Level
from linli.places.models import Households, Place
from linli.places.policies import can_redraw
from linli.places.redrawing import outlines
from linli.places.redrawing.buildings import buildings_of, plan_buildings, take_over
from linli.places.redrawing.plans import Plan, checked_name, follow, free_codes, lock, nowhere, standing_grid
from linli.places.rights import for_whom
from linli.places.shapes import Shape

NOT_YET = uuid.UUID(int=0)
"""The key of the new grid while it is only looked at."""


def plan_split(
    grid: Place,
    *,
    name: str,
    buildings: Sequence[Place],
    area: Shape | None = None,
    households: int | None = None,
    actor: Actor,
) -> Plan:
    """What would happen if this part were a grid of its own. Raises Invalid by the field."""
    standing_grid(grid)
    kept = checked_name(name, parent_id=grid.parent_id)
    going = _going(grid, buildings, area)
    plan = Plan()
    plan.note("split", grid.code, grid.name, kept, households, area.wkt if area else "")
    plan_buildings(plan, going)
    plan.look_at(_shift(grid, new=NOT_YET, code="", area=area, actor=actor))
    _plan_boundary(plan, grid, area)
    _plan_households(plan, grid, households)
    plan.remarks.append(_("原网格的岗位不变；新网格的岗位由安全管理员另行授予，在那之前由社区办理。"))
    return plan


@transaction.atomic
def split_grid(
    grid: Place,
    *,
    name: str,
    buildings: Sequence[Place],
    area: Shape | None = None,
    households: int | None = None,
    seen: str | None = None,
    actor: Actor,
) -> Place:
    """Make a new grid, called ``name``, of ``buildings`` and of what lies inside ``area``; returns it.

    Buildings with a point inside ``area`` go along. Without ``area`` the boundary stays as it is, to be imported later,
    and so do events: nobody knows which of them are over there. Raises Invalid, Conflict, NotFound as the others do.
    """
    for_whom(can_redraw, actor, grid.code)
    lock(grid)
    on_behalf_of = for_whom(can_redraw, actor, grid.code)
    plan = plan_split(grid, name=name, buildings=buildings, area=area, households=households, actor=actor)
    plan.check(seen)
    on = timezone.localdate()
    going = _going(grid, buildings, area)
    community = Place.objects.get(children=grid)
    (code,) = free_codes(community, Level.GRID)
    new = Place.objects.create(
        level=Level.GRID,
        parent=community,
        code=code,
        code_since=on,
        name=checked_name(name, parent_id=community.pk),
    )
    moved = take_over(going, new, on=on)
    if area is not None:
        row = outlines.current([grid])[grid.pk]
        part, rest = outlines.cut(row, area)
        outlines.end([row], on=on)
        outlines.draw(grid, rest, on=on, like=[row])
        outlines.draw(new, part, on=on, like=[row])
    _divide_households(grid, new, households)
    shift = _shift(grid, new=new.pk, code=new.code, area=area, actor=actor)
    shift.on_behalf_of = on_behalf_of
    followed = follow(shift)
    trail.record(
        "place.split",
        actor=actor,
        on_behalf_of=on_behalf_of,
        subject_kind="place",
        subject_id=grid.pk,
        detail={"place": grid.code, "to": new.code, "name": new.name, "places": moved, **followed},
    )
    snapshot.touch_all()
    return new


def _going(grid: Place, buildings: Sequence[Place], area: Shape | None) -> list[Place]:
    """The buildings that go, and that something goes and something stays."""
    present = list(buildings_of(grid))
    chosen = {building.pk for building in buildings}
    if chosen - {building.pk for building in present}:
        raise Invalid(errors={"buildings": [_("有的楼栋已不在这个网格里，请重新选择。")]})
    going = [building for building in present if building.pk in chosen or _is_in(building, area)]
    if not going and area is None:
        raise Invalid(errors={"buildings": [_("请选择要分出去的楼栋，或者画出新网格的范围。")]})
    if present and len(going) == len(present):
        raise Invalid(errors={"buildings": [_("全部楼栋都分出去了，原网格什么也不剩；要改名请用“改名”。")]})
    return going


def _is_in(building: Place, area: Shape | None) -> bool:
    if area is None or building.lat is None or building.lon is None:
        return False
    return bool(shapely.intersects_xy(area, building.lon, building.lat))


def _shift(grid: Place, *, new: uuid.UUID, code: str, area: Shape | None, actor: Actor) -> Redrawing:
    def holds(lat: float, lon: float) -> bool:
        return bool(shapely.intersects_xy(area, lon, lat))

    return Redrawing(
        old=grid.pk,
        old_code=grid.code,
        new=new,
        new_code=code,
        is_whole=False,
        holds=holds if area is not None else nowhere,
        takes_posts=False,
        actor=actor,
        on=timezone.localdate(),
    )


def _plan_boundary(plan: Plan, grid: Place, area: Shape | None) -> None:
    row = outlines.current([grid]).get(grid.pk)
    plan.note("boundary", str(row.pk) if row else "")
    if area is not None:
        part, rest = outlines.cut(row, area)
        share = round(100 * part.area / (part.area + rest.area))
        plan.remarks.append(_("界线一分为二：新网格约占原来面积的 %(share)s%%。原来的界线留档。") % {"share": share})
    else:
        plan.remarks.append(_("没有画出范围：界线暂时不变，新网格的界线以后再导入；未办结的事件留在原网格。"))


def _plan_households(plan: Plan, grid: Place, households: int | None) -> None:
    row = Households.objects.filter(place=grid).first()
    plan.note("households", row.count if row else None)
    if row and households is not None and households >= row.count:
        raise Invalid(errors={"households": [_("原网格一共只有 %(count)s 户。") % {"count": row.count}]})
    if row and households is None:
        plan.remarks.append(_("没有填写新网格的户数，两个网格的户数都要重新统计。"))


def _divide_households(grid: Place, new: Place, households: int | None) -> None:
    row = Households.objects.filter(place=grid).first()
    if households is not None:
        day = row.counted_on if row else timezone.localdate()
        Households.objects.create(place=new, count=households, counted_on=day)
    if row and households is not None:
        row.count -= households
        row.save(update_fields=["count"])
    elif row:
        row.delete()
