"""How far party work reaches: of the social organisations of each place, how many belong to a branch."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q, Sum

from linli.organisations.party.models import Coverage, PartyOrganisation
from linli.organisations.party.states import BRANCHES
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import PUBLIC, SOCIAL_KINDS
from linli.places.levels import CODE_LENGTHS, Level, after
from linli.places.models import Place


@dataclass(frozen=True)
class Reach:
    """Of one place. ``own`` have a branch of their own, ``together`` belong to one of several."""

    place: Place
    organisations: int
    own: int
    together: int
    branches: int
    members: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.own + self.together, self.organisations) if self.organisations else None


def reach_below(place: Place) -> list[Reach]:
    """Of the place, then of each place right below it. Four queries."""
    length = CODE_LENGTHS[Level.SUBDISTRICT if place.level == Level.DISTRICT else Level.COMMUNITY]
    lengths = dict.fromkeys((len(place.code), length))
    within = Q(path__gte=place.code, path__lt=after(place.code))
    organisations: Counter[str] = Counter()
    for path, number in (
        Organisation.objects.filter(within, state__in=PUBLIC, legal_kind__in=SOCIAL_KINDS)
        .order_by()
        .values_list("path")
        .annotate(n=Count("*"))
    ):
        _add(organisations, path, number, lengths)
    covered: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    of_these = {"organisation__state__in": PUBLIC, "organisation__legal_kind__in": SOCIAL_KINDS, "left_on": None}
    rows = Coverage.objects.filter(
        organisation__path__gte=place.code, organisation__path__lt=after(place.code), **of_these
    )
    for path, is_own, number in rows.order_by().values_list("organisation__path", "is_own").annotate(n=Count("*")):
        _add(covered[is_own], path, number, lengths)
    branches: Counter[str] = Counter()
    members: Counter[str] = Counter()
    found = PartyOrganisation.objects.active().filter(within, kind_of_party__in=BRANCHES)
    for path, number, people in found.order_by().values_list("path").annotate(n=Count("*"), people=Sum("members")):
        _add(branches, path, number, lengths)
        _add(members, path, people, lengths)
    places = [place, *Place.objects.standing().filter(parent=place, code__length=length).order_by("code")]
    return [
        Reach(
            one,
            organisations[one.code],
            covered[True][one.code],
            covered[False][one.code],
            branches[one.code],
            members[one.code],
        )
        for one in places
    ]


def _add(counter: "Counter[str]", path: str, number: int, lengths: "dict[int, None]") -> None:
    for length in lengths:
        if len(path) >= length:
            counter[path[:length]] += number
