"""Problems become pages."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

from linli.kernel.problems import Problem, TooMany

Respond = Callable[[HttpRequest], HttpResponse]


class NoNulMiddleware:
    """No address holds a NUL: PostgreSQL keeps none, and a query for one would be an error of ours."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META["QUERY_STRING"] or "\0" in request.META["QUERY_STRING"]:
            return bad_request(request, BadRequest("NUL in the address"))
        return self.respond(request)


class ProblemMiddleware:
    """A ``Problem`` that a view did not show beside its form is shown as a page of its own."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Problem):
            return None
        response = render(request, "site/problem.html", {"problem": error}, status=error.status)
        if isinstance(error, TooMany):
            response["Retry-After"] = str(error.retry_after)
        return response
