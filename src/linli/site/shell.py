"""What every page's frame shows: the look a person chose, the menu they may use, who they are."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import MenuItem, menu

COOKIE = "linli_look"
YEAR = 365 * 24 * 3600
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Look:
    """How somebody wants pages to look on this device; kept in a cookie, so that it works before sign-in."""

    theme: str = "auto"
    is_elder: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "Look":
        theme, _, size = request.COOKIES.get(COOKIE, "").partition(".")
        return cls(theme if theme in THEMES else "auto", size == "elder")

    def as_cookie(self) -> str:
        return f"{self.theme}.{'elder' if self.is_elder else 'plain'}"


@dataclass(frozen=True)
class Line:
    """A line of the menu as it stands on this page."""

    title: Text
    address: str
    is_here: bool


@dataclass(frozen=True)
class Shell:
    look: Look
    lines: list[Line]
    tabs: list[Line]
    """The pages of the room that this one is the beginning of."""
    path: str
    name: str
    place: str
    is_searching: bool
    """There are events that they may search; administrators have none."""

    @property
    def is_desk(self) -> bool:
        """Somebody who works here looks at it, not a resident."""
        return bool(self.name)


def shell(request: HttpRequest) -> Shell:
    """For templates; also for a request that failed before anybody knew who asks."""
    actor = getattr(request, "actor", None)
    is_staff = actor is not None and actor.kind == "user"
    lines, tabs = _menu(request.path, actor) if actor is not None else ([], [])
    return Shell(
        look=Look.of(request),
        lines=lines,
        tabs=tabs,
        path=request.get_full_path(),
        name=(getattr(actor, "name", "") or "·") if is_staff else "",
        place=getattr(actor, "place_name", "") if is_staff else "",
        is_searching=reverse("events") in {line.address for line in lines},
    )


def _menu(path: str, actor: Actor) -> tuple[list[Line], list[Line]]:
    """The bar, and the tabs of the room that ``path`` opens. A room is shown by the first of its items that is."""
    shown = {name: item for name, item in sorted(menu, key=lambda pair: pair[1].position) if item.is_shown_to(actor)}
    rooms: dict[str, list[MenuItem]] = {}
    for name, item in shown.items():
        rooms.setdefault(item.under or name, []).append(item)
    lines, tabs = [], []
    for items in rooms.values():
        addresses = [reverse(item.url_name) for item in items]
        is_here = any(path == address or (len(address) > 1 and path.startswith(address)) for address in addresses)
        lines.append(Line(items[0].title, addresses[0], is_here))
        if path in addresses and len(items) > 1:
            found = zip(items, addresses, strict=True)
            tabs = [Line(item.title, address, path == address) for item, address in found]
    return lines, tabs


@require_POST
def set_look(request: HttpRequest) -> HttpResponse:
    """Remember theme or size; with JavaScript the page changes at once and only the cookie is set here."""
    look = Look.of(request)
    theme = request.POST.get("theme", look.theme)
    size = request.POST.get("size", "elder" if look.is_elder else "plain")
    chosen = Look(theme if theme in THEMES else "auto", size == "elder")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        COOKIE, chosen.as_cookie(), max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=False
    )
    return response
