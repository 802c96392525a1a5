"""The addresses of HSDS 3.0: public data only, to be kept by caches, for harvesters and neighbours' directories."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from linli.kernel.problems import NotFound
from linli.organisations.registry.hsds import openapi, query
from linli.organisations.registry.hsds.answering import json_answer, listed, shapes_of, taxonomy_id, whole_list
from linli.organisations.registry.hsds.query import Parameters
from linli.organisations.registry.hsds.shapes import Object, Shapes, modified
from linli.organisations.registry.models import Organisation, Service, ServiceQuerySet, WorkField


def root(request: HttpRequest, parameters: Parameters) -> HttpResponse:
    address = request.build_absolute_uri(reverse("hsds_openapi"))
    return json_answer({"version": openapi.VERSION, "profile": openapi.PROFILE, "openapi_url": address})


def description(request: HttpRequest, parameters: Parameters) -> HttpResponse:
    return json_answer(openapi.document(request.build_absolute_uri(reverse("hsds")).rstrip("/")))


def services(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    """With ``modified_after`` also those that ended since: otherwise nobody would hear of it."""
    is_minimal, is_full = query.is_true(parameters, "minimal"), query.is_true(parameters, "full")
    found = _services(parameters)
    if is_minimal:
        return listed(request, parameters, found, lambda shapes, row: _minimal(row), is_minimal=True)
    return listed(request, parameters, found, lambda shapes, row: shapes.service(row, is_full=is_full))


def service(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    row = _service(key)
    return json_answer(shapes_of(request, [row, row.organisation]).service(row, is_full=True))


def service_at_locations(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    query.refuse(parameters, "postcode", "proximity")
    is_full = query.is_true(parameters, "full")
    found = _services(parameters)
    return listed(request, parameters, found, lambda shapes, row: shapes.at_location(row, is_full=is_full))


def service_at_location(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    row = _service(key)
    return json_answer(shapes_of(request, [row, row.organisation]).at_location(row, is_full=True))


def organizations(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    is_full, with_services = query.is_true(parameters, "full"), query.is_true(parameters, "full_service")
    found = Organisation.objects.public()
    if words := query.words(parameters):
        found = found.search(words)
    if after := query.modified_after(parameters):
        found = found.filter(changed_at__gte=after)
    if is_full:
        found = found.prefetch_related("fields", _offered())

    def shape(shapes: Shapes, row: Organisation) -> Object:
        of = list(row.services.all()) if is_full else []
        return shapes.organization(row, of, is_full=is_full, with_services=with_services)

    return listed(request, parameters, found, shape)


def organization(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    rows = Organisation.objects.with_public_page().prefetch_related("fields", _offered())
    row = rows.filter(pk=query.key_of_address(key)).first()
    if row is None:
        raise NotFound()
    of = list(row.services.all())
    with_services = query.is_true(parameters, "full_service")
    return json_answer(shapes_of(request, [row, *of]).organization(row, of, is_full=True, with_services=with_services))


def taxonomies(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    words = query.words(parameters)
    shapes = shapes_of(request, [])
    found = [one for one in (shapes.taxonomy(),) if words in str(one["name"])]
    return whole_list(parameters, found)


def taxonomy(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    if query.key_of_address(key) != taxonomy_id():
        raise NotFound()
    return json_answer(shapes_of(request, []).taxonomy())


def taxonomy_terms(request: HttpRequest, parameters: Parameters) -> HttpResponseBase:
    """Few, and flat: all of them are at the top."""
    words, wanted = query.words(parameters), query.key(parameters, "taxonomy_id")
    shapes = shapes_of(request, [])
    has_parent = query.key(parameters, "parent_id") is not None
    fields = [] if has_parent or wanted not in (None, taxonomy_id()) else WorkField.objects.all()
    return whole_list(parameters, [shapes.term(field) for field in fields if words in field.name])


def taxonomy_term(request: HttpRequest, parameters: Parameters, key: str) -> HttpResponse:
    field = WorkField.objects.filter(pk=query.key_of_address(key)).first()
    if field is None:
        raise NotFound()
    return json_answer(shapes_of(request, []).term(field))


def _services(parameters: Parameters) -> ServiceQuerySet:
    """All filters together: each leaves fewer."""
    found = Service.objects.select_related("organisation", "field")
    if after := query.modified_after(parameters):
        found = found.filter(organisation__in=Organisation.objects.with_public_page())
        found = found.filter(Q(changed_at__gte=after) | Q(organisation__changed_at__gte=after))
    else:
        found = found.public()
    if organisation := query.key(parameters, "organization_id"):
        found = found.filter(organisation=organisation)
    if term := query.key(parameters, "taxonomy_term_id"):
        found = found.filter(field=term)
    if query.key(parameters, "taxonomy_id") not in (None, taxonomy_id()):
        found = found.none()
    if words := query.words(parameters):
        found = found.search(words)
    return found


def _service(key: str) -> Service:
    """Also one that is no longer offered: its id stays good, and its status says so."""
    known = Service.objects.filter(organisation__in=Organisation.objects.with_public_page())
    row = known.select_related("organisation", "field").filter(pk=query.key_of_address(key)).first()
    if row is None:
        raise NotFound()
    return row


def _offered() -> "Prefetch[str, QuerySet[Service], str]":
    offered = Service.objects.filter(is_offered=True).select_related("organisation", "field").order_by("pk")
    return Prefetch("services", offered)


def _minimal(row: Service) -> Object:
    return {"id": str(row.pk), "modified_date": modified(row)}
