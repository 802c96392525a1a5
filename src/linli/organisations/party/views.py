"""The pages of party work: the whole at a glance, groups with their rota, branches, and one quarter."""

import uuid
from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.flow.lists import chips, pages_of
from linli.flow.showing import rows_of
from linli.kernel import files
from linli.kernel.paging import page
from linli.kernel.problems import NotFound
from linli.kernel.resubmission import new_key
from linli.organisations.party import show
from linli.organisations.party.figures import reach_below
from linli.organisations.party.models import Hosting, HostingPhoto, PartyGroup, PartyOrganisation, quarter_words
from linli.organisations.party.policies import can_keep_some, can_see_figures
from linli.organisations.party.rota import quarter_of, shifted
from linli.organisations.party.show import can_see_party
from linli.organisations.party.states import PartyKind
from linli.organisations.registry.policies import SEEING
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place

MOST_GROUPS = 50


@only(can_see_party)
@require_GET
def party(request: StaffRequest) -> HttpResponse:
    """How far it reaches, and who hosts in each group from this quarter on."""
    groups = list(PartyGroup.objects.visible_to(request.actor).active().order_by("name")[:MOST_GROUPS])
    now = quarter_of(timezone.localdate())
    quarters = [shifted(now, by) for by in range(5)]
    hostings = list(
        Hosting.objects.standing().filter(group__in=groups, quarter__in=quarters).select_related("branch", "group")
    )
    found: dict[uuid.UUID, dict[object, Hosting]] = defaultdict(dict)
    for hosting in hostings:
        found[hosting.group_id][hosting.quarter] = hosting
    place = _home(request)
    context = {
        "place": place,
        "reach": reach_below(place) if place else [],
        "quarters": [quarter_words(quarter) for quarter in quarters],
        "columns": [(quarter_words(quarter), "") for quarter in quarters],
        "groups": [(group, [found[group.pk].get(quarter) for quarter in quarters]) for group in groups],
        "tones": show.tones_of(hostings),
        "may_keep": can_keep_some(request.actor),
    }
    return render(request, "party/party.html", context)


def _home(request: StaffRequest) -> Place | None:
    """The place whose figures are shown: the one asked for among the reader's, else their widest."""
    if can_see_figures(request.actor) is None:
        return None
    longest = CODE_LENGTHS[Level.COMMUNITY]
    codes = sorted((code[:longest] for code in request.actor.codes(*SEEING)), key=len)
    asked = request.GET.get("place", "")
    if asked and not any(asked.startswith(code) for code in codes):
        raise NotFound()
    found = Place.objects.filter(code=asked or codes[0]).first()
    if found is None or len(found.code) > longest:
        raise NotFound()
    return found


@only(can_see_party)
@require_GET
def party_organisations(request: StaffRequest) -> HttpResponse:
    """Committees and branches, newest first, by kind."""
    kind = request.GET.get("kind", "")
    seen = PartyOrganisation.objects.visible_to(request.actor)
    if kind in PartyKind.values:
        seen = seen.filter(kind_of_party=kind)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "kinds": chips(request.GET, "kind", PartyKind.choices),
        "may_keep": can_keep_some(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "party/organisations.html", context)


@login_required
@require_GET
def party_organisation(request: StaffRequest, number: str) -> HttpResponse:
    found = get_object_or_404(PartyOrganisation.objects.visible_to(request.actor).for_list(), number=number)
    context = show.party_page(found, request.actor) | {"key": new_key()}
    return render(request, "party/organisation.html", context)


@login_required
@require_GET
def party_group(request: StaffRequest, number: str) -> HttpResponse:
    """The members with their turns, and the rota by year."""
    found = get_object_or_404(PartyGroup.objects.visible_to(request.actor), number=number)
    return render(request, "party/group.html", show.group_page(found, request.actor) | {"key": new_key()})


@login_required
@require_GET
def hosting(request: StaffRequest, number: str) -> HttpResponse:
    """One quarter: whose turn it is, what was done, who came, what was swapped."""
    found = get_object_or_404(Hosting.objects.visible_to(request.actor).for_record(), number=number)
    return render(request, "party/hosting.html", show.hosting_page(found, request.actor) | {"key": new_key()})


@login_required
@require_GET
def hosting_photo(request: StaffRequest, number: str, photo: uuid.UUID) -> HttpResponse:
    seen = get_object_or_404(Hosting.objects.visible_to(request.actor), number=number)
    stored = get_object_or_404(HostingPhoto.objects.select_related("file"), hosting=seen, pk=photo)
    return files.respond(stored.file, thumb=request.GET.get("thumb") == "1")
