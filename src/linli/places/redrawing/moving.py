"""Buildings move from one grid to another."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel import snapshot
from linli.kernel.actor import Actor
from linli.kernel.problems import Invalid
from linli.places.models import Place
from linli.places.policies import can_redraw
from linli.places.redrawing.buildings import buildings_of, plan_buildings, take_over
from linli.places.redrawing.plans import Plan, lock, standing_grid
from linli.places.rights import for_whom


def plan_move(grid: Place, target: Place, buildings: Sequence[Place]) -> Plan:
    """What would happen if ``buildings`` of ``grid`` lay in ``target``. Raises Invalid by the field."""
    standing_grid(grid)
    standing_grid(target, field="target")
    if target.pk == grid.pk:
        raise Invalid(errors={"target": [_("楼栋已经在这个网格里，请选另一个。")]})
    going = _going(grid, buildings)
    plan = Plan()
    plan.note("move", grid.code, target.code, target.name)
    plan_buildings(plan, going)
    plan.remarks.append(_("两个网格的界线、户数和岗位都不变；网格里未办结的事件留在原网格。需要时请另行修改。"))
    if target.parent_id != grid.parent_id:
        plan.remarks.append(_("楼栋会划到另一个社区。"))
    return plan


@transaction.atomic
def move_buildings(
    grid: Place, target: Place, buildings: Sequence[Place], *, seen: str | None = None, actor: Actor
) -> int:
    """From today on ``buildings`` lie in ``target``, with their dwellings and the records at them.

    How many places moved. Across communities too: it is where a house lies that was wrong, not who works on what.
    Raises Invalid by the field, Conflict when something changed since the plan ``seen``, NotFound without the post.
    """
    for_whom(can_redraw, actor, grid.code, target.code)
    lock(*sorted((grid, target), key=lambda place: place.code))
    on_behalf_of = for_whom(can_redraw, actor, grid.code, target.code)
    plan = plan_move(grid, target, buildings)
    plan.check(seen)
    going = _going(grid, buildings)
    before = [building.code for building in going]
    moved = take_over(going, target, on=timezone.localdate())
    for building, code in zip(going, before, strict=True):
        building.refresh_from_db()
        trail.record(
            "place.move_building",
            actor=actor,
            on_behalf_of=on_behalf_of,
            subject_kind="place",
            subject_id=building.pk,
            detail={"name": building.name, "from": code, "to": building.code},
        )
    snapshot.touch_all()
    return moved


def _going(grid: Place, buildings: Sequence[Place]) -> list[Place]:
    chosen = {building.pk for building in buildings}
    if not chosen:
        raise Invalid(errors={"buildings": [_("请选择要划走的楼栋。")]})
    going = [building for building in buildings_of(grid) if building.pk in chosen]
    if len(going) != len(chosen):
        raise Invalid(errors={"buildings": [_("有的楼栋已不在这个网格里，请重新选择。")]})
    return going
