"""The API: every app's routers under ``/api/``, and one shape for whatever goes wrong."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema

import linli
from linli.events.core.api import router as events
from linli.events.core.likeness.api import router as similar
from linli.events.disputes.api import router as disputes
from linli.events.figures.api import router as figures
from linli.events.hotline.api import router as hotline
from linli.events.open311 import replies as open311
from linli.flow.api import router as records
from linli.inbox.api import router as tasks
from linli.kernel.answers import KEY_HEADER, PROBLEM_JSON, problem_answer
from linli.kernel.idempotency import LONGEST_KEY
from linli.kernel.problems import BadRequest, Fault, Invalid, NotAllowed, NotFound, NotSignedIn, Problem
from linli.people.api_auth import reads
from linli.places.api import router as places

PREFIX, OPEN311 = "/api/", "/open311/"
DESCRIPTION = """\
Everything that a person can do with an event, by the same rules. Sign in with `Authorization: Bearer linli_…`.
Send an `Idempotency-Key` with every POST: the same request may then come again and gets the same answer.
Errors are problem documents (RFC 9457) in the language of `Accept-Language`; programs go by `code`.
"""
PROBLEMS_OF_ALL = {
    "400": "Not to be understood: no JSON, a cursor of another list.",
    "401": "No token, or one that is unknown, ended or expired.",
    "403": "The token lacks the scope, or its user may not do this.",
    "404": "Does not exist, or is not yours to know of.",
    "422": "A field does not hold what it must; `errors` says which.",
    "429": "Too many unknown tokens from this address; `Retry-After` in seconds.",
}
PROBLEMS_OF_WRITES = {
    "409": "The record is in another state or version.",
    "413": "More than a request may carry.",
    "415": "Neither JSON nor a multipart form.",
}
PROBLEM_SCHEMA = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable, for programs."},
        "errors": {
            "type": "object",
            "description": "By field; `form` for what concerns no single one.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
KEY_PARAMETER = {
    "in": "header",
    "name": KEY_HEADER,
    "description": "Anything unique to this act. Kept for seven days; the same request under it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}


class Api(NinjaAPI):
    """Says of every operation what it may answer besides its own."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                problems = PROBLEMS_OF_ALL if method == "get" else PROBLEMS_OF_ALL | PROBLEMS_OF_WRITES
                operation["responses"] |= {status: _documented(text) for status, text in sorted(problems.items())}
                if method == "post":
                    operation.setdefault("parameters", []).append(KEY_PARAMETER)
        return schema


def _documented(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


api = Api(
    title="Linli",
    version=linli.__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    # The interactive pages come from another host, which our Content-Security-Policy rightly refuses.
    docs_url=None,
)
api.add_router("", similar)  # before the events, whose numbers would take its address
api.add_router("", events)
api.add_router("", disputes)
api.add_router("", figures)
api.add_router("", hotline)
api.add_router("", records)
api.add_router("", tasks)
api.add_router("", places, auth=reads)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_answer(problem)


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem_answer(NotSignedIn(_("请在 Authorization 头中带上令牌"), code="token_missing"))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_answer(NotFound())


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for found in error.errors:
        text = _("取值不对：%(detail)s") % {"detail": found["msg"]}
        errors.setdefault(str(found["loc"][-1]), []).append(text)
    return problem_answer(Invalid(errors=errors))


KINDS: dict[int, type[Problem]] = {400: BadRequest, 404: NotFound, 405: NotAllowed, 500: Fault}


class ApiMiddleware:
    """A program brings a token, no session and no form: it is answered before all that begins."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith((PREFIX, OPEN311)):
            return self.respond(request)
        request.resolver_match = match = resolve(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return response


class ApiProblemMiddleware:
    """The outermost: what goes wrong before or beside the API's own code is a problem document too."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        kind = KINDS.get(response.status_code)
        if kind and request.path.startswith(PREFIX) and response["Content-Type"] != PROBLEM_JSON:
            document = problem_answer(kind())
            response.content, response["Content-Type"] = document.content, PROBLEM_JSON
        elif kind and request.path.startswith(OPEN311) and response["Content-Type"] not in open311.TYPES.values():
            document = open311.error_at(request, kind())
            response.content, response["Content-Type"] = document.content, document["Content-Type"]
        return response
