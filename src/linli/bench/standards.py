"""``./linli bench standards [ORGANISATIONS]``: the standards of 100 communities among 100,000 organisations."""

import datetime
import random
from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from linli.bench.district import DISTRICT, settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.pages import client_of, page, uncollected
from linli.kernel.numbers import next_numbers
from linli.kernel.rows import load
from linli.kernel.snapshot import forget_all
from linli.organisations.platforms.models import CommunityFigure, Platform
from linli.organisations.platforms.parts import ENTERED
from linli.organisations.platforms.states import PlatformState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import OrganisationState
from linli.people.roles import Role
from linli.places.levels import Level
from linli.places.models import Place, Premises, PremisesKind

MANY = 100_000
MOST = 100.0
"""Milliseconds a page may take."""
SHARES = (OrganisationState.LISTED, *[OrganisationState.ON_FILE] * 4, OrganisationState.LEFT)


def run(arguments: Sequence[str]) -> list[Figure]:
    """The table and map of the district, of a subdistrict, a community, and what is behind two figures."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    many = int(arguments[0]) if arguments else MANY
    with scratch_database(), uncollected():
        forget_all()
        district = settle()
        communities = list(Place.objects.inside(DISTRICT).filter(level=Level.COMMUNITY).order_by("code"))
        _fill(communities, many)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        client = client_of(district.holder_of(Role.DISPATCHER, DISTRICT))
        first = communities[0].code
        paths = (
            f"/standards/{DISTRICT}/",
            f"/standards/{DISTRICT}/?standard=1257n",
            f"/standards/{first[:9]}/",
            f"/standards/{first}/",
            f"/standards/{DISTRICT}/on_file/",
            f"/standards/{first}/on_file/",
            "/party/",
        )
        return [page(client, path, most=MOST, limit_is="what the page may take") for path in paths]


def _fill(communities: Sequence[Place], many: int) -> None:
    chance, now = random.Random("standards"), timezone.now()
    today = timezone.localdate()
    numbers = next_numbers(Organisation.prefix, [today.year] * many)
    load(
        [
            Organisation(
                **Organisation.at(chance.choice(communities)),
                number=number,
                state=chance.choice(SHARES),
                version=1,
                created_at=now,
                changed_at=now,
                name=f"组织{number}",
                legal_kind="group",
                role="functional",
            )
            for number in numbers
        ]
    )
    some = chance.sample(communities, len(communities) * 2 // 3)
    Premises.objects.bulk_create(
        Premises(community=place, name="社工室", kind=PremisesKind.SOCIAL_WORK, area=40) for place in some
    )
    load(
        [
            Platform(
                **Platform.at(place),
                number=number,
                state=PlatformState.OPEN,
                version=1,
                created_at=now,
                changed_at=now,
                name="工作站",
                opened_on=today - datetime.timedelta(days=300),
            )
            for place, number in zip(some, next_numbers(Platform.prefix, [today.year] * len(some)), strict=True)
        ]
    )
    CommunityFigure.objects.bulk_create(
        CommunityFigure(
            **CommunityFigure.at(place),
            part=part.code,
            count=chance.randrange(9),
            counted_on=today,
            entered_at=now,
        )
        for place in some
        for part in ENTERED
    )
