"""Who may mediate at a place: its legal backbone, and the people who work there."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.events.core.policies import LOCAL, OFFICE
from linli.events.disputes.models import LegalPost
from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Forbidden
from linli.people.models import Post, User
from linli.people.warranted import record_act
from linli.places.levels import CODE_LENGTHS, Level, lineage
from linli.places.models import Place

COMMUNITY = CODE_LENGTHS[Level.COMMUNITY]


def candidates(path: str) -> QuerySet[User]:
    """Whom a dispute at ``path`` may be given to, by name; who stands for them today as well."""
    today = timezone.localdate()
    above = [code for code in lineage(path) if len(code) >= CODE_LENGTHS[Level.DISTRICT]]
    working = Post.objects.on(today).filter(role__in=LOCAL)
    here = working.filter(Q(place__code__in=above) | Q(place__code__startswith=path[:COMMUNITY]))
    legal = LegalPost.objects.on(today).filter(place__code__in=above, user__isnull=False)
    away = here.filter(user__absences__first_day__lte=today, user__absences__last_day__gte=today, deputy__isnull=False)
    chosen = Q(pk__in=here.values("user")) | Q(pk__in=away.values("deputy")) | Q(pk__in=legal.values("user"))
    return User.objects.filter(chosen, is_active=True).order_by("name")


def can_name(actor: Actor, place: Place) -> Warrant | None:
    """The community itself, or the dispatcher above it."""
    return actor.warrant(*OFFICE, at=place.code)


@transaction.atomic
def name_legal_post(post: LegalPost, *, actor: Actor) -> LegalPost:
    """From its first day on somebody is of the backbone."""
    warrant = can_name(actor, post.place)
    if warrant is None:
        raise Forbidden()
    post.save()
    _record("legal_post.name", post, actor, warrant)
    return post


@transaction.atomic
def end_legal_post(post: LegalPost, *, on: datetime.date, actor: Actor) -> None:
    """``on`` is the last day."""
    warrant = can_name(actor, post.place)
    if warrant is None:
        raise Forbidden()
    post.valid_to = max(on, post.valid_from)
    post.save(update_fields=["valid_to"])
    _record("legal_post.end", post, actor, warrant)


def _record(action: str, post: LegalPost, actor: Actor, warrant: Warrant) -> None:
    record_act(
        action,
        actor=actor,
        warrant=warrant,
        kind="legal_post",
        key=post.pk,
        detail={
            "place": post.place.code,
            "kind": post.role,
            "last_day": str(post.valid_to or ""),
        },
        personal={"name": post.name},
    )
