"""What somebody looks for in the public directory: words, a field of work, a place, and what is open now."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import NotFound, Text
from linli.organisations.registry.models import Organisation, OrganisationQuerySet, Service, ServiceQuerySet, WorkField
from linli.places.levels import is_code
from linli.places.models import Place
from linli.places.served import served_district

LONGEST_WORDS = 60
SERVICES, ORGANISATIONS = "services", "organisations"
Option = tuple[Text, str, bool]


class Wanted:
    """What makes no sense in the address is ignored, but for a place that there is not: NotFound."""

    def __init__(self, query: QueryDict) -> None:
        self.fields = list(WorkField.objects.filter(is_active=True))
        self.values: dict[str, str] = {}
        if query.get("what") == ORGANISATIONS:
            self.values["what"] = ORGANISATIONS
        if words := query.get("q", "").strip()[:LONGEST_WORDS]:
            self.values["q"] = words
        if query.get("field") in [field.code for field in self.fields]:
            self.values["field"] = query.get("field", "")
        if query.get("open") == "1" and self.what == SERVICES:
            self.values["open"] = "1"
        self.place = self._place(query.get("place", "").strip())

    def _place(self, code: str) -> Place | None:
        if not code:
            return served_district()
        place = Place.objects.coded(code) if is_code(code) else None
        if place is None:
            raise NotFound(_("没有这个地点"))
        self.values["place"] = place.code
        return place

    @property
    def what(self) -> str:
        return self.values.get("what", SERVICES)

    def services(self) -> ServiceQuerySet:
        """Those offered now by organisations of the directory."""
        found = Service.objects.public()
        if self.place:
            found = found.inside(self.place.code)
        if field := self._field():
            found = found.filter(field=field)
        if "open" in self.values:
            found = found.open_at(timezone.now())
        return found.search(self.values["q"]) if "q" in self.values else found

    def organisations(self) -> OrganisationQuerySet:
        found = Organisation.objects.public()
        if self.place:
            found = found.inside(self.place.code)
        if field := self._field():
            found = found.filter(pk__in=field.organisations.values("pk"))
        return found.search(self.values["q"]) if "q" in self.values else found

    def _field(self) -> WorkField | None:
        return next((field for field in self.fields if field.code == self.values.get("field")), None)

    def address(self, **changes: str) -> str:
        """The directory's address with ``changes``; an empty value leaves the condition out."""
        return reverse("directory") + self._query(changes)

    def points_address(self) -> str:
        return reverse("directory_points") + self._query({})

    def _query(self, changes: dict[str, str]) -> str:
        kept = {name: value for name, value in (self.values | changes).items() if value}
        return "?" + urlencode(kept) if kept else ""

    def options(self, name: str, choices: Iterable[tuple[str, Text]]) -> list[Option]:
        now = self.values.get(name)
        return [
            (label, self.address(**{name: "" if value == now else value}), value == now) for value, label in choices
        ]

    @property
    def field_options(self) -> list[Option]:
        return self.options("field", [(field.code, field.name) for field in self.fields])

    @property
    def field_name(self) -> str:
        field = self._field()
        return field.name if field else ""

    @property
    def open_now(self) -> Option:
        return self.options("open", [("1", _("现在开放"))])[0]
