"""The request as our views get it, and the place an address names."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.kernel.actor import Actor
from linli.kernel.problems import NotFound
from linli.places.levels import is_code
from linli.places.models import Place


class Request(HttpRequest):
    """For annotations only."""

    actor: Actor


def place_of(code: str) -> Place:
    """The place that has ``code`` or had it. Raises NotFound."""
    found = Place.objects.select_related("parent").coded(code) if is_code(code) else None
    if found is None:
        raise NotFound(_("没有代码为 %(code)s 的地点。") % {"code": code[:30]})
    return found
