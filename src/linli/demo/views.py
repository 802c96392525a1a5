"""Who can sign in to the demo. Installed by ``./linli demo`` alone."""

import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.demo import handout
from linli.demo.cast import CAST, COMMUNITY
from linli.kernel.problems import NotFound, Text


@dataclass(frozen=True)
class Person:
    """One of the cast, as the page shows them."""

    name: str
    post: str
    first: Text
    username: str
    password: str
    code: str


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The cast: what each can do first, and how to sign in as them right now."""
    given = handout.read()
    if given is None:
        raise NotFound(_("演示的登录名单不在了。请停下演示，再运行一次 ./linli demo。"))
    now = int(time.time())
    counter, past = divmod(now, app_settings.TOTP_PERIOD)
    first = {member.username: member.first for member in CAST}
    posts = handout.words_of(first)
    cast = [
        Person(
            row.name,
            posts.get(row.username, row.post),
            first.get(row.username, ""),
            row.username,
            row.password,
            format_hotp_value(hotp_value(row.totp_secret, counter)),
        )
        for row in given.sign_ins
    ]
    context = {
        "cast": cast,
        "events": given.events,
        "community": COMMUNITY,
        "seconds": app_settings.TOTP_PERIOD - past,
        "file": handout.file(),
    }
    return render(request, "demo/people.html", context)
