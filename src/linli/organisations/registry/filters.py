"""The filters above the desk's list of organisations: what the address says, and the chips that change it."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text
from linli.organisations.registry.models import Organisation, OrganisationQuerySet, WorkField
from linli.organisations.registry.states import OrganisationKind, OrganisationRole, OrganisationState
from linli.places.levels import is_code
from linli.places.models import Place

LONGEST_WORDS = 60
Option = tuple[Text, str, bool]


class Filters:
    """What makes no sense in the address is ignored, as if it were not there. One query, for the fields of work."""

    def __init__(self, query: QueryDict) -> None:
        self.fields = list(WorkField.objects.filter(is_active=True))
        allowed: dict[str, Sequence[str]] = {
            "state": OrganisationState.values,
            "kind": OrganisationKind.values,
            "role": OrganisationRole.values,
            "field": [field.code for field in self.fields],
            "agency": ("1",),
        }
        given = query.dict()
        self.values = {name: str(given[name]) for name, among in allowed.items() if given.get(name) in among}
        if words := query.get("q", "").strip()[:LONGEST_WORDS]:
            self.values["q"] = words
        if is_code(code := query.get("place", "").strip()):
            self.values["place"] = code

    def apply(self, rows: OrganisationQuerySet) -> OrganisationQuerySet:
        values = self.values
        if words := values.get("q"):
            rows = rows.search(words)
        if state := values.get("state"):
            rows = rows.filter(state=state)
        if kind := values.get("kind"):
            rows = rows.filter(legal_kind=kind)
        if role := values.get("role"):
            rows = rows.filter(role=role)
        if "agency" in values:
            rows = rows.filter(is_social_work_agency=True)
        if code := values.get("place"):
            rows = rows.inside(code)
        if code := values.get("field"):
            chosen = next(field for field in self.fields if field.code == code)
            rows = rows.filter(pk__in=chosen.organisations.values("pk"))
        return rows

    def address(self, **changes: str) -> str:
        """This page's address with ``changes``; an empty value leaves the filter out."""
        return "?" + urlencode({name: value for name, value in (self.values | changes).items() if value})

    def options(self, name: str, choices: Iterable[tuple[str, Text]]) -> list[Option]:
        now = self.values.get(name)
        return [
            (label, self.address(**{name: "" if value == now else value}), value == now) for value, label in choices
        ]

    @property
    def states(self) -> list[Option]:
        return self.options("state", OrganisationState.choices)

    @property
    def agency(self) -> Option:
        return self.options("agency", [("1", _("社工机构"))])[0]

    def menus(self, places: Iterable[Place]) -> list[tuple[Text, list[Option], bool]]:
        """Title, choices, and whether one is chosen, of each filter with many choices."""
        lists: list[tuple[str, Text, list[tuple[str, Text]]]] = [
            ("kind", _("类别"), list(OrganisationKind.choices)),
            ("role", _("作用"), list(OrganisationRole.choices)),
            ("field", _("领域"), [(field.code, field.name) for field in self.fields]),
            ("place", _("地点"), [(place.code, place.name) for place in places]),
        ]
        menus = []
        for name, title, choices in lists:
            chosen = dict(choices).get(self.values.get(name, ""))
            menus.append((chosen or title, self.options(name, choices), chosen is not None))
        return menus


def narrowed(organisations: "QuerySet[Organisation]", query: QueryDict) -> "QuerySet[Organisation]":
    """The list as the address says."""
    return organisations & Filters(query).apply(Organisation.objects.all())
