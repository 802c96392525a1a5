"""Where anybody finds out whether a certificate holds. Nobody signs in here."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.flow.showing import state_of
from linli.kernel.addresses import client_address
from linli.kernel.problems import TooMany
from linli.kernel.throttle import allow
from linli.organisations.applications import certificates
from linli.organisations.applications.models import Certificate
from linli.people.requests import Request
from linli.places.models import Place

LOOKS_PER_HOUR = 120


@never_cache
@require_GET
def verify(request: Request) -> HttpResponse:
    """By number or verification code."""
    words = request.GET.get("q", "").strip()
    if not words:
        return render(request, "applications/verify.html", {"words": "", "error": ""})
    found = _find(request, words)
    if found is not None:
        return redirect("verified", found.code)
    error = _("没有这个编号或验证码的证书，请对照证书再输一次")
    return render(request, "applications/verify.html", {"words": words[:40], "error": error}, status=404)


@never_cache
@require_GET
def verified(request: Request, code: str) -> HttpResponse:
    """What the code on a certificate leads to."""
    found = _find(request, code)
    if found is None:
        error = _("没有这个验证码的证书")
        return render(request, "applications/verify.html", {"words": code[:40], "error": error}, status=404)
    place = Place.objects.with_line().get(pk=found.organisation.place_id)
    context = {"certificate": found, "line": place.line, "state": state_of(found.organisation)}
    return render(request, "applications/verified.html", context)


def _find(request: Request, words: str) -> Certificate | None:
    if not allow(f"verify:{client_address(request)}", limit=LOOKS_PER_HOUR, seconds=3600):
        raise TooMany(_("查询太频繁，请一小时后再试"), retry_after=3600)
    return certificates.find(words)
