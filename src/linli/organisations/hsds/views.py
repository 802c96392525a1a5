"""The addresses of HSDS 3.0: public data only, to be kept by caches, for harvesters and neighbours' directories."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from linli.kernel.answers import problem_answer
from linli.kernel.problems import NotAllowed, NotFound, Problem
from linli.organisations.hsds import asking, openapi
from linli.organisations.hsds.asking import Parameters, Part
from linli.organisations.hsds.shapes import Object, Shapes, modified
from linli.organisations.models import Field, Organisation, Service, ServiceQuerySet
from linli.places.served import served_district

KEPT = 300
"""Seconds that caches may keep an answer."""
CHUNK = 500
NAMESPACE = uuid.UUID("5b9e2f4c-0f55-5d0e-9d3b-6a1f0c7c43a1")
"""Ours; the taxonomy's id follows from it and the district's code."""
Shape = Callable[[Shapes, Any], Object]


def endpoint(act: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """One address: to be read by everybody, in the language of its data; problems as problem documents."""

    def view(request: HttpRequest, **words: str) -> HttpResponseBase:
        try:
            if request.method not in ("GET", "HEAD"):
                raise NotAllowed()
            asking.admit(request, is_whole=request.GET.get("format") == "ndjson")
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


def root(request: HttpRequest, parameters: Parameters) -> HttpResponse:
    address = request.build_absolute_uri(reverse("hsds_openapi"))
    return _json({"version": openapi.VERSION, "profile": openapi.PROFILE, "openapi_url": address})


def description(request: HttpRequest, parameters: Parameters) -> HttpResponse:
    return _json(openapi.document(request.build_absolute_uri(reverse("hsds")).rstrip("/")))


def services(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    """With ``modified_after`` also those that ended since: otherwise nobody would hear of it."""
    is_minimal, is_full = asking.is_true(parameters, "minimal"), asking.is_true(parameters, "full")
    found = _services(parameters)
    if is_minimal:
        return _listed(request, parameters, found, lambda shapes, row: _minimal(row), is_minimal=True)
    return _listed(request, parameters, found, lambda shapes, row: shapes.service(row, is_full=is_full))


def service(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    row = _service(key)
    return _json(_shapes(request, [row, row.organisation]).service(row, is_full=True))


def service_at_locations(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    asking.refuse(parameters, "postcode", "proximity")
    is_full = asking.is_true(parameters, "full")
    found = _services(parameters)
    return _listed(request, parameters, found, lambda shapes, row: shapes.at_location(row, is_full=is_full))


def service_at_location(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    row = _service(key)
    return _json(_shapes(request, [row, row.organisation]).at_location(row, is_full=True))


def organizations(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    is_full, with_services = asking.is_true(parameters, "full"), asking.is_true(parameters, "full_service")
    found = Organisation.objects.public()
    if words := asking.words(parameters):
        found = found.search(words)
    if after := asking.modified_after(parameters):
        found = found.filter(changed_at__gte=after)
    if is_full:
        found = found.prefetch_related("fields", _offered())

    def shape(shapes: Shapes, row: Organisation) -> Object:
        of = list(row.services.all()) if is_full else []
        return shapes.organization(row, of, is_full=is_full, with_services=with_services)

    return _listed(request, parameters, found, shape)


def organization(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    rows = Organisation.objects.told().prefetch_related("fields", _offered())
    row = rows.filter(pk=asking.key_of_address(key)).first()
    if row is None:
        raise NotFound()
    of = list(row.services.all())
    with_services = asking.is_true(parameters, "full_service")
    return _json(_shapes(request, [row, *of]).organization(row, of, is_full=True, with_services=with_services))


def taxonomies(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    words = asking.words(parameters)
    shapes = _shapes(request, [])
    told = [one for one in (shapes.taxonomy(),) if words in one["name"]]
    return _whole_list(parameters, told)


def taxonomy(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    if asking.key_of_address(key) != _taxonomy():
        raise NotFound()
    return _json(_shapes(request, []).taxonomy())


def taxonomy_terms(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    """Few, and flat: all of them are at the top."""
    words, wanted = asking.words(parameters), asking.key(parameters, "taxonomy_id")
    shapes = _shapes(request, [])
    has_parent = asking.key(parameters, "parent_id") is not None
    fields = [] if has_parent or wanted not in (None, _taxonomy()) else Field.objects.all()
    return _whole_list(parameters, [shapes.term(field) for field in fields if words in field.name])


def taxonomy_term(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    field = Field.objects.filter(pk=asking.key_of_address(key)).first()
    if field is None:
        raise NotFound()
    return _json(_shapes(request, []).term(field))


def _services(parameters: Parameters) -> ServiceQuerySet:
    """All filters together: each leaves fewer."""
    found = Service.objects.select_related("organisation", "field")
    if after := asking.modified_after(parameters):
        found = found.filter(organisation__in=Organisation.objects.told())
        found = found.filter(Q(changed_at__gte=after) | Q(organisation__changed_at__gte=after))
    else:
        found = found.public()
    if organisation := asking.key(parameters, "organization_id"):
        found = found.filter(organisation=organisation)
    if term := asking.key(parameters, "taxonomy_term_id"):
        found = found.filter(field=term)
    if asking.key(parameters, "taxonomy_id") not in (None, _taxonomy()):
        found = found.none()
    if words := asking.words(parameters):
        found = found.search(words)
    return found


def _service(key: str) -> Service:
    """Also one that is no longer offered: its id stays good, and its status says so."""
    told = Service.objects.filter(organisation__in=Organisation.objects.told())
    row = told.select_related("organisation", "field").filter(pk=asking.key_of_address(key)).first()
    if row is None:
        raise NotFound()
    return row


def _offered() -> "Prefetch[str, Any, str]":
    offered = Service.objects.filter(is_offered=True).select_related("organisation", "field").order_by("pk")
    return Prefetch("services", offered)


def _listed(
    request: HttpRequest, parameters: Parameters, found: QuerySet[Any], shape: Shape, *, is_minimal: bool = False
) -> HttpResponseBase:
    """A ``Page``, or every row on a line of its own."""
    if asking.form(parameters) == "ndjson":
        return _streamed(_lines(request, found, shape))
    part = asking.part(parameters, is_minimal=is_minimal)
    rows = list(found.order_by("pk")[part.rows])
    shapes = _shapes(request, _placed(rows))
    return _json(_page([shape(shapes, row) for row in rows], part, found.count()))


def _whole_list(parameters: Parameters, told: list[Object]) -> HttpResponseBase:
    """Of what is few and was made already."""
    if asking.form(parameters) == "ndjson":
        return _streamed(_line(one) for one in told)
    part = asking.part(parameters)
    return _json(_page(told[part.rows], part, len(told)))


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


def _lines(request: HttpRequest, found: QuerySet[Any], shape: Shape) -> Iterator[bytes]:
    """By keyset, some hundred at a time, while the answer is on its way."""
    last: uuid.UUID | None = None
    while True:
        with translation.override("zh-hans"):
            ordered = (found.filter(pk__gt=last) if last else found).order_by("pk")
            rows = list(ordered[:CHUNK])
            shapes = _shapes(request, _placed(rows))
            yield from (_line(shape(shapes, row)) for row in rows)
        if len(rows) < CHUNK:
            return
        last = rows[-1].pk


def _placed(rows: Iterable[Organisation | Service]) -> Iterator[Organisation | Service]:
    """Everything whose place is told: a service's organisation may sit elsewhere."""
    for row in rows:
        yield row
        if isinstance(row, Service):
            yield row.organisation
        elif "services" in getattr(row, "_prefetched_objects_cache", ()):
            yield from row.services.all()


def _minimal(row: Service) -> Object:
    return {"id": str(row.pk), "modified_date": modified(row)}


def _taxonomy() -> uuid.UUID:
    district = served_district()
    return uuid.uuid5(NAMESPACE, district.code if district else "")


def _shapes(request: HttpRequest, rows: Iterable[Organisation | Service]) -> Shapes:
    return Shapes(rows, taxonomy=_taxonomy(), absolute=request.build_absolute_uri)


def _line(told: Object) -> bytes:
    return msgspec.json.encode(told) + b"\n"


def _json(told: Object) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), content_type="application/json; charset=utf-8")


def _streamed(lines: Iterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
