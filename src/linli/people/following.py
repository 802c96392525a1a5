"""What becomes of the posts and units at a grid that ends."""

import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.problems import Invalid
from linli.kernel.registry import Moving, Redrawing
from linli.people.models import Post, Unit
from linli.people.roles import ADMINISTRATORS
from linli.people.staffing import staffing

ONE_DAY = datetime.timedelta(days=1)


def look_at_posts(shift: Redrawing) -> Moving:
    """The people who sit there or will. Raises Invalid where this is not for whoever re-draws to decide."""
    if not shift.is_whole:
        return Moving(0)
    posts = list(_posts(shift).select_related("user").order_by("pk"))
    if any(post.role in ADMINISTRATORS for post in posts):
        raise Invalid(_("要撤销的网格还有管理员岗位，请先由安全管理员结束。"))
    if any(post.user_id == shift.actor.id for post in posts):
        raise Invalid(_("您自己在要撤销的网格有岗位，请由另一位系统管理员办理。"))
    return Moving(len(posts), [f"{post.get_role_display()} {post.user.name}" for post in posts])


def move_posts(shift: Redrawing) -> int:
    """They end with the day before, as a post that is ended at once does; or go on at the new place from the day on."""
    if not shift.is_whole:
        return 0
    posts = list(_posts(shift).exclude(role__in=ADMINISTRATORS).select_for_update(of=("self",)).order_by("pk"))
    for post in posts:
        goes_on = shift.takes_posts and not _has_already(post, shift)
        _record("post.end", post, shift, last_day=(shift.on - ONE_DAY).isoformat())
        if post.valid_from >= shift.on:
            post.delete()
        else:
            Post.objects.filter(pk=post.pk).update(valid_to=shift.on - ONE_DAY)
        if goes_on:
            again = Post.objects.create(
                user_id=post.user_id,
                role=post.role,
                place_id=shift.new,
                valid_from=max(post.valid_from, shift.on),
                valid_to=post.valid_to,
                deputy_id=post.deputy_id,
            )
            _record("post.grant", again, shift)
    # Whoever re-draws tells every process at the end: two who held one version each would wait for each other.
    staffing.forget()
    return len(posts)


def look_at_units(shift: Redrawing) -> Moving:
    """Raises Invalid where two would have one name."""
    if not shift.is_whole:
        return Moving(0)
    names = list(Unit.objects.filter(place=shift.old).values_list("name", flat=True).order_by("name"))
    clash = Unit.objects.filter(place=shift.new, name__in=names).first()
    if clash:
        raise Invalid(_("两个网格都有叫“%(name)s”的单位，请先改名。") % {"name": clash.name})
    return Moving(len(names), names)


def move_units(shift: Redrawing) -> int:
    return Unit.objects.filter(place=shift.old).update(place=shift.new) if shift.is_whole else 0


def _posts(shift: Redrawing) -> QuerySet[Post]:
    return Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=shift.on), place=shift.old)


def _has_already(post: Post, shift: Redrawing) -> bool:
    """Two grids may have had one worker."""
    there = Post.objects.overlapping(max(post.valid_from, shift.on), post.valid_to)
    return there.filter(user=post.user_id, role=post.role, place=shift.new).exists()


def _record(action: str, post: Post, shift: Redrawing, **detail: object) -> None:
    trail.record(
        action,
        actor=shift.actor,
        on_behalf_of=shift.on_behalf_of,
        subject_kind="post",
        subject_id=post.pk,
        detail={
            "user": str(post.user_id),
            "post": post.role,
            "place": shift.old_code if action == "post.end" else shift.new_code,
            "from": post.valid_from.isoformat(),
            "to": post.valid_to.isoformat() if post.valid_to else "",
            "deputy": str(post.deputy_id or ""),
            **detail,
        },
    )
