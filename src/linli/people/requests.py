"""The request as our views get it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from linli.kernel.actor import Actor
from linli.people.actors import StaffActor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """For annotations only: what our middleware adds."""

    actor: Actor
    htmx: "HtmxDetails"


class StaffRequest(Request):
    """Behind ``login_required``."""

    actor: StaffActor
