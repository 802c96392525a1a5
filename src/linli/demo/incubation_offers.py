"""What the demo's centres offer: services, trainings and exchange visits; and what the year is to bring."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from linli.demo import incubation_texts as texts
from linli.demo.cast import DISTRICT, SUBDISTRICT
from linli.demo.incubation_doers import Doers
from linli.flow.backfill import Past, adopt
from linli.flow.flow import BEGIN
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import id_at
from linli.kernel.rows import load
from linli.organisations.incubation.flows.centres import SERVICE_REQUEST, TRAINING
from linli.organisations.incubation.models import (
    Centre,
    CentreService,
    Incubation,
    Seat,
    ServiceRequest,
    Target,
    Training,
)
from linli.organisations.incubation.states import RequestState, TrainingState
from linli.organisations.registry.states import OrganisationRole
from linli.places.models import Place

DAY = datetime.timedelta(days=1)
TARGETS = {DISTRICT: (10, 30, 90), SUBDISTRICT: (1, 5, 15)}
AIMED_AT = (OrganisationRole.COMPREHENSIVE, OrganisationRole.HUB, OrganisationRole.FUNCTIONAL)


def make_centres() -> list[Centre]:
    """The nearer one first."""
    made = []
    for code, name, services in (
        (SUBDISTRICT, "泰山路街道社会工作服务站", texts.STATION_SERVICES),
        (DISTRICT, "天元区社会组织孵化中心", texts.DISTRICT_SERVICES),
    ):
        place = Place.objects.get(code=code)
        centre = Centre.objects.create(**Centre.at(place), name=name, address="见门口指示牌")
        CentreService.objects.bulk_create(
            CentreService(centre=centre, name=what, is_shared=is_shared, summary=summary)
            for what, is_shared, summary in services
        )
        made.append(centre)
    return made


def set_targets(until: datetime.datetime) -> None:
    year = timezone.localdate(until).year
    Target.objects.bulk_create(
        Target(place=Place.objects.get(code=code), year=year, role=role, number=number)
        for code, numbers in TARGETS.items()
        for role, number in zip(AIMED_AT, numbers, strict=True)
    )


def serve(centres: Sequence[Centre], going: Sequence[Incubation], by: Doers) -> None:
    offered = list(CentreService.objects.filter(centre__in=centres).select_related("centre"))
    pasts = []
    for incubation in going:
        near = [one for one in offered if incubation.path.startswith(one.centre.path)]
        if by.chance.random() > 0.4 or not near:
            continue
        at = by.until - by.chance.randint(1, 60) * DAY
        request = ServiceRequest(
            pk=id_at(at),
            **ServiceRequest.at(incubation.place),
            incubation=incubation,
            service=by.chance.choice(near),
        )
        is_given = at < by.until - 8 * DAY
        steps = [by.by(BEGIN, at)]
        if is_given:
            steps.append(by.done("give", at + 3 * DAY, incubation.path))
        pasts.append(Past(request, RequestState.GIVEN if is_given else RequestState.ASKED, steps))
    if pasts:
        adopt(SERVICE_REQUEST, pasts, actor=SYSTEM)


def train(going: Sequence[Incubation], by: Doers) -> None:
    place = Place.objects.get(code=SUBDISTRICT)
    pasts, seats = [], []
    for number, (what, topic, hours, capacity) in enumerate(texts.TRAININGS):
        starts = timezone.localtime(by.until + (12 - 28 * number) * DAY).replace(hour=9, minute=0)
        planned = starts - 25 * DAY
        training = Training(
            pk=id_at(planned),
            **Training.at(place),
            what=what,
            topic=topic,
            where="街道三楼会议室" if what == "training" else "社会组织孵化中心门口集合",
            starts_at=starts,
            hours=Decimal(hours),
            capacity=capacity,
        )
        is_over = starts < by.until
        steps = [by.done(BEGIN, planned, SUBDISTRICT)]
        if is_over:
            steps.append(by.done("hold", starts + DAY, SUBDISTRICT))
        pasts.append(Past(training, TrainingState.HELD if is_over else TrainingState.PLANNED, steps))
        for incubation in by.chance.sample(going, min(len(going), capacity // 2)):
            came = is_over and by.chance.random() < 0.85
            seats.append(
                Seat(
                    training=training,
                    organisation=incubation.organisation,
                    name=by.name(),
                    hours=Decimal(hours) if came else None,
                )
            )
    adopt(TRAINING, pasts, actor=SYSTEM)
    load(seats)
