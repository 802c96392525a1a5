"""Problems become pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.kernel.problems import Problem, TooMany

Respond = Callable[[HttpRequest], HttpResponse]


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
