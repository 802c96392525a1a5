"""API tokens: made once and shown once; of each only the digest is kept."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from linli.audit import trail
from linli.people.actors import StaffActor
from linli.people.models import ApiToken, User
from linli.people.staffing import staffing

PREFIX = "linli_"
"""So that scanners of leaked secrets can tell what they found."""
RANDOM_BYTES = 30
"""40 characters of base64."""


@dataclass(frozen=True)
class NewToken:
    """``text`` is known here and to nobody afterwards."""

    token: ApiToken
    text: str


def digest(text: str) -> str:
    """SHA-256 in hex; the text is random, so that no salt is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def make(user: User, *, name: str, scopes: Iterable[str], expires_at: datetime.datetime, actor: StaffActor) -> NewToken:
    """A key with which a program may act as ``user`` within ``scopes`` until ``expires_at``."""
    text = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken.objects.create(
        user=user, name=name, digest=digest(text), scopes=sorted(scopes), expires_at=expires_at
    )
    detail = {"user": str(user.pk), "scopes": token.scopes, "expires_at": expires_at.isoformat()}
    trail.record("token.make", actor=actor, subject_kind="token", subject_id=token.pk, detail=detail)
    return NewToken(token, text)


def find(text: str) -> ApiToken | None:
    """The token with its user, if it may be used now: not ended, not expired, of a user who may sign in."""
    usable = ApiToken.objects.select_related("user").filter(
        digest=digest(text), ended_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )
    return usable.first()


@transaction.atomic
def end(token: ApiToken, *, actor: StaffActor) -> bool:
    """Nobody can use it from now on; False when it had ended already."""
    ended = ApiToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=timezone.now())
    if ended:
        staffing.touch()
        detail = {"user": str(token.user_id)}
        trail.record("token.end", actor=actor, subject_kind="token", subject_id=token.pk, detail=detail)
    return bool(ended)
