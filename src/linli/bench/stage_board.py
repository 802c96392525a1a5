"""``./linli bench stage_board [ORGANISATIONS]``: the stage board and its list with every organisation in incubation."""

import datetime
import random
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from linli.bench.district import DISTRICT, SINCE, District, settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.pages import client_of, page, uncollected
from linli.flow.backfill import Past, adopt
from linli.flow.backfill import Step as Done
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import id_at
from linli.kernel.rows import load
from linli.kernel.snapshot import forget_all
from linli.organisations.incubation.flows.incubations import INCUBATION
from linli.organisations.incubation.models import Incubation, Mentoring, Step
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import OrganisationRole
from linli.people.models import Post, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.levels import Level
from linli.places.models import Place

MANY, BATCH = 100_000, 5_000
MOST = 100.0
"""Milliseconds a page may take."""
ROLES = (OrganisationRole.FUNCTIONAL,) * 9 + (OrganisationRole.HUB,) * 3 + (OrganisationRole.COMPREHENSIVE,)
PATHS = ("/incubation/", "/incubation/list/?state=open&stage=2")


def run(arguments: Sequence[str]) -> list[Figure]:
    """More than there will ever be at once: a district cultivates 130 a year."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    many = int(arguments[0]) if arguments else MANY
    with scratch_database(), uncollected():
        forget_all()
        district = settle()
        mentors = _employ()
        fill(mentors, many)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        seers = {
            "the district": district.holder_of(Role.LEADER, DISTRICT),
            "a community": district.holder_of(Role.COMMUNITY_WORKER, _community(district)),
        }
        return [
            page(client_of(user), path, most=MOST, limit_is=f"what it may take; seen by {who}")
            for who, user in seers.items()
            for path in PATHS
        ]


def _community(district: District) -> str:
    return district.grids[0].code[:12]


def _employ() -> list[User]:
    """An incubator in each subdistrict."""
    places = Place.objects.filter(level=Level.SUBDISTRICT).order_by("code")
    users = User.objects.bulk_create(User(username=f"i{place.code}", name=f"孵化{place.code}") for place in places)
    Post.objects.bulk_create(
        Post(user=user, role=Role.INCUBATOR, place=place, valid_from=SINCE)
        for user, place in zip(users, places, strict=True)
    )
    staffing.touch()
    return users


@transaction.atomic
def fill(mentors: Sequence[User], many: int) -> None:
    """Organisations with an incubation each, spread over the communities and the steps, begun within a year."""
    chance, now = random.Random("stage_board"), timezone.now()
    communities = list(Place.objects.filter(level=Level.COMMUNITY).order_by("code"))
    steps = list(Step.objects.on(timezone.localdate()))
    for first in range(0, many, BATCH):
        organisations, incubations = [], []
        for number in range(first, min(first + BATCH, many)):
            at = now - datetime.timedelta(minutes=chance.randint(60, 500_000))
            organisation = Organisation(
                pk=id_at(at),
                **Organisation.at(chance.choice(communities)),
                name=f"组织{number}",
                legal_kind="group",
                role=chance.choice(ROLES),
            )
            organisations.append(Past(organisation, "listed", [Done("begin", at)]))
            incubations.append(Past(_incubation(organisation, chance.choice(steps), at), "going", [Done("begin", at)]))
        adopt(ORGANISATION, organisations, actor=SYSTEM)
        adopt(INCUBATION, incubations, actor=SYSTEM)
        load([Mentoring(incubation=past.record, user=chance.choice(mentors), valid_from=SINCE) for past in incubations])


def _incubation(organisation: Organisation, step: Step, at: datetime.datetime) -> Incubation:
    return Incubation(
        pk=id_at(at),
        place_id=organisation.place_id,
        path=organisation.path,
        organisation=organisation,
        role=organisation.role,
        way="outside",
        stage=step.stage,
        step=step,
        step_since=at,
        began_on=timezone.localdate(at),
    )
