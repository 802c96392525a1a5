"""The demo's incubation, with whatever organisations there are."""

import datetime
import uuid
from collections import Counter

import pytest
from django.utils import timezone

from linli.demo import incubation
from linli.flow.adopting import Past, Step, adopt
from linli.inbox.models import Task
from linli.kernel.actor import SYSTEM
from linli.kernel.registry import verifications
from linli.organisations.models import Evidence, Finding, Incubation, MentorVisit, Organisation, Seat, Target
from linli.organisations.registry.flows import ORGANISATION
from tests.organisations.world import World, build
from tests.people.factories import signed_in


@pytest.fixture
def world(db: None) -> World:
    return build()


def _settle(world: World, state: str, number: int, role: str = "functional") -> None:
    began = timezone.now() - datetime.timedelta(days=900)
    organisations = [
        Organisation(
            pk=uuid.uuid4(),
            **Organisation.at(world.subdistrict if role == "hub" else world.community),
            name=f"{state}{role}{count}",
            legal_kind="group",
            role=role,
        )
        for count in range(number)
    ]
    adopt(ORGANISATION, [Past(one, state, [Step("begin", began)]) for one in organisations], actor=SYSTEM)


def test_without_any_organisation_there_are_only_the_lists(world: World) -> None:
    Organisation.objects.all().delete()
    incubation.fill(timezone.now())
    assert Target.objects.count() == 6
    assert not Incubation.objects.exists()


def test_a_hundred_and_thirty_are_on_their_way(world: World) -> None:
    _settle(world, "listed", 140)
    _settle(world, "on_file", 80)
    _settle(world, "left", 5)
    _settle(world, "on_file", 1, role="hub")
    incubation.fill(timezone.now())
    assert Incubation.objects.going_on().count() == 130
    steps = Counter(Incubation.objects.going_on().values_list("step__position", flat=True))
    assert set(steps) == set(range(1, 10))
    states = Counter(Incubation.objects.values_list("state", flat=True))
    assert states["dropped"] == 14
    assert states["graduated"] > 30
    assert {"accepted", "sent", "returned"} <= set(Evidence.objects.values_list("state", flat=True))
    assert {"done", "due"} <= set(MentorVisit.objects.values_list("state", flat=True))
    assert MentorVisit.objects.filter(state="due", due_on__lt=timezone.localdate()).exists()
    assert Finding.objects.exclude(state="accepted").exists()
    assert Seat.objects.filter(hours=None).exists()
    club = Incubation.objects.get(organisation=world.club)
    assert (club.step.position, club.mentorings.get().user) == (6, world.incubator)
    assert Evidence.objects.filter(incubation=club, state="returned").exists()
    assert [fault for name, run in verifications for fault in run() if name == "incubation.evidence"] == []
    assert Task.objects.filter(record_kind="incubation").count() < 130
    page = signed_in(world.incubator).get("/incubation/list/?state=open&step=6").content.decode()
    assert "邻里读书会" in page
    assert signed_in(world.incubator).get("/incubation/").status_code == 200
    assert signed_in(world.incubator).get("/incubation/figures/").status_code == 200
    assert signed_in(world.incubator).get(club.get_absolute_url()).status_code == 200
