"""The pages of the registry: the list of a desk, one organisation, its papers and its people in full."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.flow.showing import rows_of
from linli.flow.unmasking import Masked, unmask_page
from linli.kernel import files
from linli.kernel.paging import page
from linli.kernel.problems import NotFound
from linli.organisations.registry import show
from linli.organisations.registry.filters import Filters
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import (
    SEEING,
    can_import,
    can_list,
    can_read,
    can_see_organisations,
    can_unmask,
)
from linli.organisations.registry.standings import standings_of
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.places.levels import Level
from linli.places.models import Place

LISTED_LEVELS = (Level.SUBDISTRICT, Level.COMMUNITY)


@only(can_see_organisations)
@require_GET
def organisations(request: StaffRequest) -> HttpResponse:
    """Those that the reader has to do with, newest first; by words and by what the filters say."""
    filters = Filters(request.GET)
    seen = filters.apply(Organisation.objects.worked_on_by(request.actor))
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    codes = request.actor.codes(*SEEING)
    places = Place.objects.standing().filter(parent__code__in=codes, level__in=LISTED_LEVELS).order_by("code")
    here = filters.address()
    context = {
        "rows": rows_of(found.items),
        "filters": filters,
        "menus": filters.menus(places),
        "standings": standings_of([one.pk for one in found.items]),
        "may_list": can_list(request.actor),
        "may_import": can_import(request.actor),
        "next": filters.address(after=found.next_cursor) if found.next_cursor else "",
        "first": "" if found.is_first else here,
    }
    return render(request, "registry/organisations.html", context)


@login_required
@require_GET
def organisation(request: StaffRequest, number: str) -> HttpResponse:
    """The record: what it is, what it does, and what each room knows of it."""
    found = _visible(request, number)
    return render(request, "registry/organisation.html", show.context_of(found, request.actor))


@login_required
@require_GET
def organisation_charter(request: StaffRequest, number: str) -> HttpResponse:
    """For those who may read what is not public of it."""
    found = _visible(request, number)
    if found.charter is None or can_read(request.actor, found) is None:
        raise NotFound()
    return files.respond(found.charter)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def organisation_people(request: StaffRequest, number: str) -> HttpResponse:
    """Say why, then read names, telephones and the account in full; nothing keeps the answer."""
    found = _visible(request, number)
    masked = Masked("organisation.unmask", "organisation", found.pk, can_unmask(request.actor, found))
    return unmask_page(request, masked, template="registry/people.html", context=show.people_of(found))


def _visible(request: StaffRequest, number: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.actor).for_record(), number=number)
