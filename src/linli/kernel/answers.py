"""What a program gets: JSON, the same answer to the same request, problems as RFC 9457 has them."""

from collections.abc import Callable

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from pydantic import BaseModel

from linli.kernel import crypto
from linli.kernel.bodies import Body
from linli.kernel.idempotency import once
from linli.kernel.problems import NotSignedIn, Problem, TooMany

JSON = "application/json; charset=utf-8"
PROBLEM_JSON = "application/problem+json"
KEY_HEADER = "Idempotency-Key"
REPEATED_HEADER = "Idempotency-Replayed"
SEALED_FOR = "kernel_idempotencykey.answer"


def answer(content: BaseModel, *, status: int = 200) -> HttpResponse:
    return HttpResponse(_json(content), content_type=JSON, status=status)


def _json(content: BaseModel) -> str:
    return content.model_dump_json(fallback=_words)


def _words(value: object) -> str:
    """Labels of forms come in untranslated until they are read."""
    if not isinstance(value, Promise):
        raise TypeError(f"no JSON for {type(value).__name__}")
    return str(value)


def answer_once(
    request: HttpRequest, body: Body, act: Callable[[], BaseModel], *, scope: str, status: int
) -> HttpResponse:
    """Do ``act`` and answer; under an ``Idempotency-Key`` used before in ``scope``, answer as the first time did.

    The answer is kept encrypted, for it may hold a reporter's secret. A request that failed is not kept.
    """
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return answer(act(), status=status)
    kept = once(
        scope=scope,
        key=key,
        body=body.digest,
        act=lambda: (status, crypto.seal(_json(act()), place=SEALED_FOR)),
    )
    response = HttpResponse(crypto.unseal(kept.body, place=SEALED_FOR), content_type=JSON, status=kept.status)
    if kept.is_repeated:
        response[REPEATED_HEADER] = "true"
    return response


def problem_answer(problem: Problem) -> HttpResponse:
    """A problem document: ``code`` is for machines, ``title``, ``detail`` and ``errors`` are for people."""
    document: dict[str, object] = {
        "type": f"urn:linli:problem:{problem.code}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.detail),
        "code": problem.code,
    }
    if problem.errors:
        document["errors"] = problem.errors
    response = HttpResponse(msgspec.json.encode(document), content_type=PROBLEM_JSON, status=problem.status)
    if isinstance(problem, TooMany):
        response["Retry-After"] = str(problem.retry_after)
    if isinstance(problem, NotSignedIn):
        response["WWW-Authenticate"] = 'Bearer realm="linli"'
    return response
