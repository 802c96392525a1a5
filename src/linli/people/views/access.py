"""Who comes in at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import NotFound
from linli.people.requests import StaffRequest

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def only(policy: Callable[[Actor], Warrant | None]) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """A page for those whom ``policy`` lets: visitors are asked to sign in, for everybody else it does not exist."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if policy(request.actor) is None:
                raise NotFound()
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard
