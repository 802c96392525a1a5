"""Posts: granting, ending, deputies."""

import datetime
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel.actor import Warrant
from linli.kernel.problems import Invalid
from linli.people.actions.rights import Administrator, granting
from linli.people.models import Post, Unit, User
from linli.people.roles import ADMINISTRATORS
from linli.people.staffing import staffing
from linli.places.levels import Level
from linli.places.models import Place

APART = _("系统、安全、审计三个管理员岗位不得由一人兼任，也不得互为 B 角")
ONE_DAY = datetime.timedelta(days=1)


def grant_post(
    *,
    user: User,
    role: str,
    valid_from: datetime.date,
    place: Place | None = None,
    unit: Unit | None = None,
    valid_to: datetime.date | None = None,
    deputy: User | None = None,
    actor: Administrator,
    warrant: Warrant | None = None,
) -> Post:
    """Give ``user`` a role at a place or a unit. Raises Invalid by the field, NotFound outside the actor's reach.

    ``warrant`` is of a caller whose own policy let the actor: who acts for an organisation is said by itself.
    """
    where = unit.place if unit else place
    if where is None:
        raise Invalid(errors={"place": [_("请选择地点或单位")]})
    warrant = warrant or granting(actor, where.code)
    post = Post(user=user, role=role, place=place, unit=unit, valid_from=valid_from, valid_to=valid_to, deputy=deputy)
    try:
        with transaction.atomic():
            _check_standing(where)
            _check_people(post, _people(post), actor)
            _check_apart(post)
            _check_once(post)
            post.validate_constraints()
            post.save(force_insert=True)
            _record("post.grant", post, actor, warrant)
            staffing.touch()
    except ValidationError as error:
        raise Invalid(errors={"role": error.messages}) from error
    except IntegrityError as error:
        # Two at once without a common lock: the constraint has the last word.
        raise Invalid(errors={"role": [APART]}) from error
    return post


@transaction.atomic
def end_post(
    post: Post, *, last_day: datetime.date | None = None, actor: Administrator, warrant: Warrant | None = None
) -> bool:
    """Let it end with ``last_day``, or at once; False when it had ended already.

    A post that had not begun, or began today, is taken away; the trail keeps it. ``warrant`` as for ``grant_post``.
    """
    locked = Post.objects.select_for_update(of=("self",)).select_related("place", "unit__place").get(pk=post.pk)
    warrant = warrant or granting(actor, _code(locked))
    if locked.user_id == actor.id:
        raise Invalid(_("不能结束自己的岗位，请由另一位安全管理员办理"), code="oneself")
    today = timezone.localdate()
    if locked.valid_to is not None and locked.valid_to < today:
        return False
    if last_day is not None and last_day < max(today, locked.valid_from):
        raise Invalid(errors={"last_day": [_("最后一天不能早于今天，也不能早于开始日期")]})
    last = last_day or today - ONE_DAY
    _record("post.end", locked, actor, warrant, last_day=last.isoformat())
    if last < locked.valid_from:
        locked.delete()
    else:
        locked.valid_to = last
        locked.save(update_fields=["valid_to"])
    staffing.touch()
    return True


@transaction.atomic
def set_deputy(post: Post, deputy: User | None, *, actor: Administrator) -> Post:
    """Who acts while the holder is away (A/B posts); None for nobody."""
    locked = Post.objects.select_for_update(of=("self",)).select_related("user", "place", "unit__place").get(pk=post.pk)
    warrant = granting(actor, _code(locked))
    locked.deputy = deputy
    if deputy is not None:
        if deputy.pk == locked.user_id:
            raise Invalid(errors={"deputy": [_("B 角应为另一人")]})
        _check_people(locked, {"deputy": deputy}, actor)
        _check_apart(locked, field="deputy")
    locked.save(update_fields=["deputy"])
    _record("post.deputy", locked, actor, warrant)
    staffing.touch()
    return locked


def _check_standing(where: Place) -> None:
    """Not at a grid that has been merged: only grids end. Locks it before the people, as whoever merges does."""
    if where.level == Level.GRID and Place.objects.select_for_update(no_key=True).get(pk=where.pk).ended_on:
        raise Invalid(errors={"place": [_("这个地点已撤销，请选择现有的地点")]})


def _lock_people(people: Iterable[User]) -> dict[object, User]:
    """Whoever grants something to one of them meanwhile waits for us. In one order, so that nobody deadlocks."""
    keys = [person.pk for person in people]
    return {user.pk: user for user in User.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def _check_people(post: Post, newcomers: Mapping[str, User], actor: Administrator) -> None:
    """Locks everybody concerned. Nobody grants to themself, nor makes themself the deputy of somebody."""
    for name, person in newcomers.items():
        if person.pk == actor.id:
            raise Invalid(errors={name: [_("不能给自己授予岗位，请由另一位安全管理员办理")]})
    locked = _lock_people(_people(post).values())
    for name, person in newcomers.items():
        if not locked[person.pk].is_active:
            raise Invalid(errors={name: [_("这个用户已停用")]})


def _check_apart(post: Post, field: str = "role") -> None:
    """Set up, grant, watch: in no overlapping days two of these with one person, be it as a deputy."""
    if post.role not in ADMINISTRATORS:
        return
    people = list(_people(post).values())
    others = Post.objects.overlapping(post.valid_from, post.valid_to).filter(role__in=ADMINISTRATORS)
    others = others.exclude(pk=post.pk).exclude(role=post.role)
    if others.filter(Q(user__in=people) | Q(deputy__in=people)).exists():
        raise Invalid(errors={field: [APART]})


def _check_once(post: Post) -> None:
    same = Post.objects.overlapping(post.valid_from, post.valid_to).filter(user=post.user, role=post.role)
    if post.role not in ADMINISTRATORS:
        same = same.filter(place=post.place, unit=post.unit)
    if same.exists():
        raise Invalid(errors={"role": [_("这个人在这段时间已有这个岗位")]})


def _people(post: Post) -> dict[str, User]:
    return {"user": post.user, "deputy": post.deputy} if post.deputy else {"user": post.user}


def _code(post: Post) -> str:
    where = post.unit.place if post.unit else post.place
    return where.code if where else ""


def _record(action: str, post: Post, actor: Administrator, warrant: Warrant, **detail: object) -> None:
    trail.record(
        action,
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind="post",
        subject_id=post.pk,
        detail={
            "role": warrant.role,
            "user": str(post.user_id),
            "post": post.role,
            "place": post.place.code if post.place else "",
            "unit": str(post.unit_id or ""),
            "from": post.valid_from.isoformat(),
            "to": post.valid_to.isoformat() if post.valid_to else "",
            "deputy": str(post.deputy_id or ""),
            **detail,
        },
    )
