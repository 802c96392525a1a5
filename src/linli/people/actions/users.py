"""Users: who may sign in, and what to do when somebody no longer can or may."""

import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_failures
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel.actor import SystemActor, Warrant
from linli.kernel.problems import Invalid, NotFound
from linli.people.actions.rights import Administrator, granting
from linli.people.models import ApiToken, User
from linli.people.staffing import staffing

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for one another on paper."""


@dataclass(frozen=True)
class Handed:
    """A user and the password to hand to them; it is known here and to nobody afterwards."""

    user: User
    password: str


def new_password() -> str:
    """79 random bits in four groups that can be read out on the telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))


def make_user(*, username: str, name: str, email: str = "", wants_email: bool = True, actor: Administrator) -> Handed:
    """Somebody who may sign in, with a password that must be changed at once. Without posts they may do nothing."""
    warrant = granting(actor)
    password = new_password()
    user = User(username=username.lower(), name=name, email=email, wants_email=wants_email, has_temporary_password=True)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            _record("user.make", user, actor, warrant)
    except IntegrityError as error:
        raise Invalid(errors={"username": [_("这个登录名已有人使用")]}) from error
    return Handed(user, password)


@transaction.atomic
def edit_user(user: User, *, name: str, email: str, wants_email: bool, actor: Administrator) -> User:
    locked, warrant = _locked(user, actor)
    before = (locked.name, locked.email, locked.wants_email)
    locked.name, locked.email, locked.wants_email = name, email, wants_email
    locked.save(update_fields=["name", "email", "wants_email"])
    if before != (name, email, wants_email):
        changed = [
            field
            for field, old in zip(("name", "email", "wants_email"), before, strict=True)
            if old != getattr(locked, field)
        ]
        _record("user.edit", locked, actor, warrant, fields=changed)
        staffing.touch()
    return locked


@transaction.atomic
def choose_email(user: User, *, wants: bool) -> None:
    """Everybody chooses for themself whether messages also come by e-mail."""
    User.objects.filter(pk=user.pk).update(wants_email=wants)
    staffing.touch()


@transaction.atomic
def deactivate_user(user: User, *, actor: Administrator) -> User:
    """Nobody signs in as them any more: sessions end with the next request, tokens now."""
    locked, warrant = _locked(user, actor)
    _refuse_oneself(locked, actor)
    if locked.is_active:
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        tokens = ApiToken.objects.filter(user=locked, ended_at=None).update(ended_at=timezone.now())
        _record("user.deactivate", locked, actor, warrant, tokens=tokens)
        staffing.touch()
    return locked


@transaction.atomic
def reactivate_user(user: User, *, actor: Administrator) -> User:
    """They may sign in again, and have again the posts that did not end meanwhile."""
    locked, warrant = _locked(user, actor)
    _refuse_oneself(locked, actor)
    if not locked.is_active:
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        _record("user.reactivate", locked, actor, warrant)
        staffing.touch()
    return locked


@transaction.atomic
def reset_sign_in(user: User, *, with_second_factor: bool, actor: Administrator) -> Handed:
    """A new password to hand over, which ends all sessions; for a lost phone without the second factor too."""
    locked, warrant = _locked(user, actor)
    _refuse_oneself(locked, actor)
    password = new_password()
    locked.set_password(password)
    locked.has_temporary_password = True
    locked.save(update_fields=["password", "has_temporary_password"])
    if with_second_factor:
        Authenticator.objects.filter(user=locked).delete()
    forget_failures(username=locked.username)
    _record("user.reset", locked, actor, warrant, second_factor=with_second_factor)
    return Handed(locked, password)


def _locked(user: User, actor: Administrator) -> tuple[User, Warrant]:
    warrant = granting(actor)
    users = User.objects.all() if isinstance(actor, SystemActor) else User.objects.visible_to(actor)
    locked = users.select_for_update().filter(pk=user.pk).first()
    if locked is None:
        raise NotFound()
    return locked, warrant


def _refuse_oneself(user: User, actor: Administrator) -> None:
    if user.pk == actor.id:
        raise Invalid(_("不能对自己这样做，请由另一位安全管理员办理"), code="oneself")


def _record(action: str, user: User, actor: Administrator, warrant: Warrant, **detail: object) -> None:
    trail.record(
        action,
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind="user",
        subject_id=user.pk,
        detail={"role": warrant.role, **detail},
    )
