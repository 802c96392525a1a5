"""What the demo gives away: sign-ins, tokens, and numbers with their secrets, in one file of its owner's."""

import datetime
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from linli.demo.cast import CAST
from linli.events.core.models import Reporter
from linli.events.core.reporters import digest, new_secret
from linli.events.core.states import EventState
from linli.people import tokens
from linli.people.actors import actor_of
from linli.people.models import ApiToken, Post, Scope, User

SYLLABLES = [consonant + vowel for consonant in "bdfghjkmnprstvz" for vowel in "aeiou"]
TOKENS_LAST = datetime.timedelta(days=365)
PROGRAMS = (
    ("手机应用（周芳）", "zhoufang", (Scope.READ, Scope.WRITE)),
    ("市级平台（只读）", "luolin", (Scope.READ,)),
)


@dataclass(frozen=True)
class SignIn:
    username: str
    name: str
    post: str
    password: str
    totp_secret: str


@dataclass(frozen=True)
class Token:
    name: str
    username: str
    scopes: str
    token: str


@dataclass(frozen=True)
class Tracked:
    """An event that its reporter can follow."""

    number: str
    secret: str
    title: str


@dataclass(frozen=True)
class Handout:
    address: str
    sign_ins: list[SignIn] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    events: list[Tracked] = field(default_factory=list)


def file() -> Path:
    return Path(settings.DATA) / "demo.json"


def read() -> Handout | None:
    """What was handed out; None when the file is gone or damaged."""
    try:
        content: dict[str, Any] = json.loads(file().read_text(encoding="utf-8"))
        return Handout(
            content["address"],
            [SignIn(**row) for row in content["sign_ins"]],
            [Token(**row) for row in content["tokens"]],
            [Tracked(**row) for row in content["events"]],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(handout: Handout) -> None:
    """Readable by the owner only, from its first byte on; never half written."""
    draft = file().with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        json.dump(asdict(handout), stream, ensure_ascii=False, indent=2)
    draft.replace(file())


@transaction.atomic
def hand_out(address: str) -> Handout:
    """Give the cast new passwords, second factors and tokens, and some residents new secrets; the old ones end."""
    return Handout(address, [sign_in(member.username) for member in CAST], _tokens(), _tracked())


def sign_in(username: str) -> SignIn:
    """A new password and second factor; those before no longer open."""
    user = User.objects.get(username=username)
    password, secret = _password(), generate_totp_secret()
    User.objects.filter(pk=user.pk).update(password=make_password(password))
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    return SignIn(user.username, user.name, words_of([user.username]).get(user.username, ""), password, secret)


def words_of(usernames: Iterable[str]) -> dict[str, str]:
    """Where each of them sits and as what, in the language of whoever asks."""
    posts = Post.objects.filter(user__username__in=usernames).order_by("pk")
    words: dict[str, list[str]] = {}
    for post in posts.select_related("user", "unit", "place__parent__parent"):
        where = post.unit.name if post.unit else post.place.line if post.place else ""
        words.setdefault(post.user.username, []).append(f"{where} {post.get_role_display()}")
    return {username: gettext("、").join(told) for username, told in words.items()}


def _password() -> str:
    """Four short words that can be typed from a screen: 50 bits."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(2)) for _ in range(4))


def _tokens() -> list[Token]:
    given = []
    for name, username, scopes in PROGRAMS:
        user = User.objects.get(username=username)
        actor = actor_of(user)
        for token in ApiToken.objects.filter(user=user, name=name, ended_at=None):
            tokens.end(token, actor=actor)
        made = tokens.make(user, name=name, scopes=scopes, expires_at=timezone.now() + TOKENS_LAST, actor=actor)
        given.append(Token(name, username, " ".join(scopes), made.text))
    return given


def _tracked() -> list[Tracked]:
    """The newest report of a resident in each state, so that each can be looked at from outside."""
    rows = Reporter.objects.select_related("event").order_by("-event__id")
    newest: dict[str, Reporter] = {}
    for row in rows:
        newest.setdefault(row.event.state, row)
    given = []
    for state in EventState.values:
        if state in newest:
            event, secret = newest[state].event, new_secret()
            Reporter.objects.filter(event=event).update(secret_digest=digest(secret))
            given.append(Tracked(event.number, secret, event.title))
    return given
