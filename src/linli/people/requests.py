"""The request as our views get it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from linli.people.actors import AnyActor, StaffActor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """For annotations only: what our middleware adds."""

    actor: AnyActor
    htmx: "HtmxDetails"


class StaffRequest(Request):
    """Behind ``login_required``."""

    actor: StaffActor
