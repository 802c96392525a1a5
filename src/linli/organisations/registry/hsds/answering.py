"""How an address of HSDS answers: cached, in pages of the standard or as a stream of lines."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from linli.kernel.answers import problem_answer
from linli.kernel.problems import NotAllowed, Problem
from linli.organisations.registry.hsds import query
from linli.organisations.registry.hsds.query import Parameters, Part
from linli.organisations.registry.hsds.shapes import Object, Shapes
from linli.organisations.registry.models import Organisation, Service
from linli.places.served import served_district

KEPT = 300
"""Seconds that caches may keep an answer."""
CHUNK = 500
NAMESPACE = uuid.UUID("5b9e2f4c-0f55-5d0e-9d3b-6a1f0c7c43a1")
"""Ours; the taxonomy's id follows from it and the district's code."""
R = TypeVar("R", Organisation, Service)


def endpoint(act: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """One address: to be read by everybody, in the language of its data; problems as problem documents."""

    def view(request: HttpRequest, **words: str) -> HttpResponseBase:
        try:
            if request.method not in ("GET", "HEAD"):
                raise NotAllowed()
            query.admit(request, is_whole=request.GET.get("format") == "ndjson")
            with translation.override("zh-hans"):
                response = act(request, request.GET.dict(), **words)
        except Problem as problem:
            response = problem_answer(problem)
            response["Cache-Control"] = "no-store"
        else:
            response["Cache-Control"] = f"public, max-age={KEPT}"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return view


def listed(
    request: HttpRequest,
    parameters: Parameters,
    found: QuerySet[R],
    shape: Callable[[Shapes, R], Object],
    *,
    is_minimal: bool = False,
) -> HttpResponseBase:
    """A ``Page``, or every row on a line of its own."""
    if query.form(parameters) == "ndjson":
        return _streamed(_lines(request, found, shape))
    part = query.part(parameters, is_minimal=is_minimal)
    rows = list(found.order_by("pk")[part.rows])
    shapes = shapes_of(request, _placed(rows))
    return json_answer(_page([shape(shapes, row) for row in rows], part, found.count()))


def whole_list(parameters: Parameters, objects: list[Object]) -> HttpResponseBase:
    """Of objects that are few and were made already."""
    if query.form(parameters) == "ndjson":
        return _streamed(_line(one) for one in objects)
    part = query.part(parameters)
    return json_answer(_page(objects[part.rows], part, len(objects)))


def _page(contents: list[Object], part: Part, total: int) -> Object:
    pages = max(-(-total // part.size), 1)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": part.number,
        "size": len(contents),
        "first_page": part.number == 1,
        "last_page": part.number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _lines(request: HttpRequest, found: QuerySet[R], shape: Callable[[Shapes, R], Object]) -> Iterator[bytes]:
    """By keyset, some hundred at a time, while the answer is on its way."""
    last: uuid.UUID | None = None
    while True:
        with translation.override("zh-hans"):
            ordered = (found.filter(pk__gt=last) if last else found).order_by("pk")
            rows = list(ordered[:CHUNK])
            shapes = shapes_of(request, _placed(rows))
            yield from (_line(shape(shapes, row)) for row in rows)
        if len(rows) < CHUNK:
            return
        last = rows[-1].pk


def _placed(rows: Iterable[Organisation | Service]) -> Iterator[Organisation | Service]:
    """Everything whose place is shown: a service's organisation may sit elsewhere."""
    for row in rows:
        yield row
        if isinstance(row, Service):
            yield row.organisation
        elif "services" in getattr(row, "_prefetched_objects_cache", ()):
            yield from row.services.all()


def shapes_of(request: HttpRequest, rows: Iterable[Organisation | Service]) -> Shapes:
    return Shapes(rows, taxonomy=taxonomy_id(), absolute=request.build_absolute_uri)


def _line(row: Object) -> bytes:
    return msgspec.json.encode(row) + b"\n"


def json_answer(content: Object) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json; charset=utf-8")


def _streamed(lines: Iterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")


def taxonomy_id() -> uuid.UUID:
    district = served_district()
    return uuid.uuid5(NAMESPACE, district.code if district else "")
