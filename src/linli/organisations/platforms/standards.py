"""How communities stand to the standards: what each part has, what it should have, what is missing."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from linli.organisations.platforms.models import CommunityFigure, Platform
from linli.organisations.platforms.parts import PARTS, Part
from linli.organisations.registry.models import Organisation, OrganisationQuerySet
from linli.organisations.registry.states import PUBLIC, SOCIAL_KINDS, OrganisationRole
from linli.places.levels import CODE_LENGTHS, Level, after
from linli.places.models import Place, Premises, PremisesKind

SUBDISTRICT, COMMUNITY = CODE_LENGTHS[Level.SUBDISTRICT], CODE_LENGTHS[Level.COMMUNITY]
MET, PARTLY, NOT = "met", "partly", "not"
COUNTED_AS_ON_FILE = Q(state__in=PUBLIC, legal_kind__in=SOCIAL_KINDS)
"""As the index ``org_organisation_on_file`` has it."""


@dataclass(frozen=True)
class Held:
    """One part of a community. ``count`` None: the community has not put it down yet, which counts as nothing."""

    part: Part
    count: int | None
    least: int

    @property
    def short(self) -> int:
        return max(0, self.least - (self.count or 0))


@dataclass(frozen=True)
class Standing:
    community: Place
    held: Sequence[Held]

    @property
    def met(self) -> int:
        return sum(not one.short for one in self.held)

    @property
    def verdict(self) -> str:
        return MET if self.met == len(self.held) else PARTLY if self.met else NOT


def standings(code: str, parts: Sequence[Part] = PARTS) -> list[Standing]:
    """Every community inside the place ``code``, in the order of their codes. Five queries, however many."""
    within = Place.objects.standing().inside(code).filter(level=Level.COMMUNITY).order_by("code")
    counts = _counts(code)
    return [
        Standing(
            community,
            [
                Held(
                    part, counts[part.code].get(community.code, None if part.is_entered else 0), _least(part, community)
                )
                for part in parts
            ],
        )
        for community in within
    ]


def _least(part: Part, community: Place) -> int:
    return part.rule.at(community.code)


def _counts(code: str) -> Mapping[str, Mapping[str, int]]:
    """For each part the number of each community."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path, count in (
        Platform.objects.standing().filter(_within(code)).order_by().values_list("path").annotate(n=Count("pk"))
    ):
        found["station"][path] = count
    rooms = Premises.objects.inside(code).filter(kind=PremisesKind.SOCIAL_WORK, is_planned=False)
    for path, count in rooms.order_by().values_list("community__code").annotate(n=Count("pk")):
        found["room"][path] = count
    for path, role, count in on_file(code).order_by().values_list("path", "role").annotate(n=Count("*")):
        if len(path) >= COMMUNITY:
            found["on_file"][path[:COMMUNITY]] += count
            if role == OrganisationRole.FEDERATION:
                found["federation"][path[:COMMUNITY]] += count
    entered = CommunityFigure.objects.current().filter(_within(code))
    for path, part, count in entered.order_by().values_list("path", "part", "count"):
        found[part][path] = count
    return found


def on_file(code: str) -> OrganisationQuerySet:
    """Social organisations on file, or registered since, inside the place ``code``."""
    return Organisation.objects.filter(_within(code), COUNTED_AS_ON_FILE)


def _within(code: str) -> Q:
    return Q(path__gte=code, path__lt=after(code))


@dataclass(frozen=True)
class Total:
    """A subdistrict's communities together."""

    place: Place
    communities: int
    verdicts: Mapping[str, int]
    met: Sequence[tuple[Part, int]]
    """For each part how many communities have it."""


def totals(standings: Sequence[Standing], parts: Sequence[Part]) -> list[Total]:
    """By subdistrict, in the order of their codes. One query."""
    grouped: dict[uuid.UUID | None, list[Standing]] = defaultdict(list)
    for one in standings:
        grouped[one.community.parent_id].append(one)
    places = Place.objects.filter(pk__in=[key for key in grouped if key]).order_by("code")
    return [_total(place, grouped[place.pk], parts) for place in places]


def _total(place: Place, rows: Sequence[Standing], parts: Sequence[Part]) -> Total:
    verdicts = [row.verdict for row in rows]
    met = [(part, sum(not row.held[position].short for row in rows)) for position, part in enumerate(parts)]
    return Total(place, len(rows), {name: verdicts.count(name) for name in (MET, PARTLY, NOT)}, met)
