"""What a program gets: JSON, the same answer to the same request, problems as RFC 9457 has them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from pydantic import BaseModel

from linli.kernel import crypto
from linli.kernel.bodies import Body
from linli.kernel.idempotency import KEPT_FOR, Answer, once
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
    """Do ``act`` and answer; under an ``Idempotency-Key`` used before in ``scope``, answer as the first time did."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return answer(act(), status=status)
    kept = sealed_once(lambda: (status, _json(act())), scope=scope, key=key, body=body.digest)
    response = HttpResponse(kept.body, content_type=JSON, status=kept.status)
    if kept.is_repeated:
        response[REPEATED_HEADER] = "true"
    return response


def sealed_once(
    act: Callable[[], tuple[int, str]], *, scope: str, key: str, body: bytes, good_for: timedelta = KEPT_FOR
) -> Answer:
    """``once``, with the answer kept encrypted, for it may hold a reporter's secret. What failed is not kept."""

    def sealing() -> tuple[int, str]:
        status, text = act()
        return status, crypto.seal(text, place=SEALED_FOR)

    kept = once(scope=scope, key=key, body=body, act=sealing, good_for=good_for)
    return replace(kept, body=crypto.unseal(kept.body, place=SEALED_FOR))


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
