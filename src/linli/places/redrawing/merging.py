"""Several grids of one community become one of them."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.audit import trail
from linli.kernel import snapshot
from linli.kernel.actor import Actor
from linli.kernel.problems import Invalid
from linli.kernel.registry import Redrawing
from linli.places.models import Estate, Households, Place
from linli.places.policies import can_redraw
from linli.places.redrawing import outlines
from linli.places.redrawing.buildings import buildings_of, plan_buildings, take_over
from linli.places.redrawing.plans import Plan, checked_name, everywhere, follow, lock, standing_grid
from linli.places.redrawing.renaming import rename
from linli.places.rights import for_whom


def plan_merge(grid: Place, others: Sequence[Place], *, name: str, takes_posts: bool, actor: Actor) -> Plan:
    """What would happen if ``others`` were merged into ``grid``. Raises Invalid by the field."""
    _check(grid, others)
    kept = checked_name(name, parent_id=grid.parent_id, besides=[grid.pk, *(other.pk for other in others)])
    plan = Plan()
    plan.note("merge", grid.code, grid.name, kept, takes_posts, [(other.code, other.name) for other in others])
    plan_buildings(plan, [building for other in others for building in buildings_of(other)])
    for shift in _shifts(grid, others, takes_posts=takes_posts, actor=actor, on=timezone.localdate()):
        plan.look_at(shift)
    _plan_boundary(plan, [grid, *others])
    _plan_households(plan, [grid, *others])
    return plan


@transaction.atomic
def merge_grids(
    grid: Place, others: Sequence[Place], *, name: str, takes_posts: bool, seen: str | None = None, actor: Actor
) -> Place:
    """From today on ``others`` are part of ``grid``, which is called ``name``; ``takes_posts``: their people too.

    Only within one community: events are the community's, and a move across would take them from its desk.
    Raises Invalid by the field, Conflict when something changed since the plan ``seen``, NotFound without the post.
    """
    for_whom(can_redraw, actor, grid.code, *(other.code for other in others))
    others = sorted(others, key=lambda other: other.code)
    _check(grid, others)
    lock(grid, *others)
    on_behalf_of = for_whom(can_redraw, actor, grid.code, *(other.code for other in others))
    plan = plan_merge(grid, others, name=name, takes_posts=takes_posts, actor=actor)
    plan.check(seen)
    on = timezone.localdate()
    moved = take_over([building for other in others for building in buildings_of(other)], grid, on=on)
    _join_boundaries(grid, others, on=on)
    _join_households(grid, others)
    Estate.objects.filter(grid__in=others).update(grid=grid)
    for other in others:
        other.ended_on, other.successor = on, grid
        other.save(update_fields=["ended_on", "successor"])
    # Whoever ended in one of them before goes on where that one goes on.
    followed: dict[str, int] = {}
    for shift in _shifts(grid, others, takes_posts=takes_posts, actor=actor, on=on, on_behalf_of=on_behalf_of):
        for what, count in follow(shift).items():
            followed[what] = followed.get(what, 0) + count
    before = grid.name
    rename(grid, checked_name(name, parent_id=grid.parent_id, besides=[grid.pk]), on=on)
    detail = {"from": [other.code for other in others], "to": grid.code, "name": grid.name, "before": before}
    _record("place.merge", grid, {**detail, "places": moved, **followed}, actor, on_behalf_of)
    for other in others:
        _record("place.end", other, {"to": grid.code, "day": on.isoformat()}, actor, on_behalf_of)
    snapshot.touch_all()
    return grid


def _check(grid: Place, others: Sequence[Place]) -> None:
    standing_grid(grid)
    if not others:
        raise Invalid(errors={"others": [_("请选择要并入的网格。")]})
    if any(other.pk == grid.pk for other in others) or len({other.pk for other in others}) != len(others):
        raise Invalid(errors={"others": [_("网格不能与自己合并。")]})
    for other in others:
        standing_grid(other, field="others")
        if other.parent_id != grid.parent_id:
            raise Invalid(
                errors={
                    "others": [
                        _(
                            "“%(name)s”在另一个社区。事件归社区办理，不同社区的网格不能合并；请先变更它的代码，划到这个社区。"
                        )
                        % {"name": other.name}
                    ]
                }
            )


def _shifts(
    grid: Place,
    others: Sequence[Place],
    *,
    takes_posts: bool,
    actor: Actor,
    on: date,
    on_behalf_of: uuid.UUID | None = None,
) -> list[Redrawing]:
    return [
        Redrawing(
            old=other.pk,
            old_code=other.code,
            new=grid.pk,
            new_code=grid.code,
            is_whole=True,
            holds=everywhere,
            takes_posts=takes_posts,
            actor=actor,
            on=on,
            on_behalf_of=on_behalf_of,
        )
        for other in others
    ]


def _plan_boundary(plan: Plan, grids: Sequence[Place]) -> None:
    rows = outlines.current(grids)
    plan.note("boundaries", sorted(str(row.pk) for row in rows.values()))
    without = [grid.name for grid in grids if grid.pk not in rows]
    if not rows:
        plan.remarks.append(_("这几个网格都没有界线，合并后也没有。"))
    elif without:
        plan.remarks.append(_("%(names)s没有界线，合并后的界线不含这一部分。") % {"names": _("、").join(without)})
    else:
        outlines.union(rows.values())
        plan.remarks.append(_("界线从今天起合成一条，原来的界线留档。"))


def _join_boundaries(grid: Place, others: Sequence[Place], *, on: date) -> None:
    rows = outlines.current([grid, *others])
    if not rows:
        return
    shape = outlines.union(rows.values())
    outlines.end(rows.values(), on=on)
    outlines.draw(grid, shape, on=on, like=rows.values())


def _plan_households(plan: Plan, grids: Sequence[Place]) -> None:
    rows = dict(Households.objects.filter(place__in=grids).values_list("place_id", "count"))
    plan.note("households", sorted(rows.items(), key=str))
    if len(rows) == len(grids):
        plan.add(gettext_lazy("合并后的户数"), sum(rows.values()))
    elif rows:
        plan.remarks.append(_("有的网格没有户数，合并后的户数要重新统计。"))


def _join_households(grid: Place, others: Sequence[Place]) -> None:
    rows = list(Households.objects.filter(place__in=[grid, *others]))
    if len(rows) == len(others) + 1:
        total, day = sum(row.count for row in rows), min(row.counted_on for row in rows)
        Households.objects.filter(place=grid).update(count=total, counted_on=day)
    else:
        Households.objects.filter(place=grid).delete()


def _record(action: str, place: Place, detail: dict[str, object], actor: Actor, on_behalf_of: uuid.UUID | None) -> None:
    trail.record(
        action,
        actor=actor,
        on_behalf_of=on_behalf_of,
        subject_kind="place",
        subject_id=place.pk,
        detail={"place": place.code, **detail},
    )
