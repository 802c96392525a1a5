"""The demo's incubation."""

from collections import Counter

from django.utils import timezone

from linli.demo import handout
from linli.demo.organisation_plans import CLUB
from linli.inbox.models import Task
from linli.kernel.registry import verifications
from linli.organisations.incubation.models import Evidence, Finding, Incubation, MentorVisit, Seat, Target
from linli.people.models import User
from tests.people.factories import signed_in


def test_a_hundred_and_thirty_are_on_their_way(demo: handout.Handout) -> None:
    assert Incubation.objects.going_on().count() == 130
    steps = Counter(Incubation.objects.going_on().values_list("step__position", flat=True))
    assert set(steps) == set(range(1, 10))
    states = Counter(Incubation.objects.values_list("state", flat=True))
    assert states["dropped"] == 14
    assert states["graduated"] > 30
    assert Task.objects.filter(record_kind="incubation").count() < 130
    assert Target.objects.count() == 6


def test_evidence_visits_and_findings_are_in_every_state(demo: handout.Handout) -> None:
    assert {"accepted", "sent", "returned"} <= set(Evidence.objects.values_list("state", flat=True))
    assert {"done", "due"} <= set(MentorVisit.objects.values_list("state", flat=True))
    assert MentorVisit.objects.filter(state="due", due_on__lt=timezone.localdate()).exists()
    assert Finding.objects.exclude(state="accepted").exists()
    assert Seat.objects.filter(hours=None).exists()
    assert [fault for name, run in verifications for fault in run() if name == "incubation.evidence"] == []


def test_the_reading_club_is_on_its_way_with_its_mentor(demo: handout.Handout) -> None:
    club = Incubation.objects.get(organisation__name=CLUB)
    mentor = User.objects.get(username="wuyue")
    assert club.mentorings.get().user == mentor
    assert Evidence.objects.filter(incubation=club, state="returned").exists()
    client = signed_in(mentor)
    assert CLUB in client.get(f"/incubation/list/?state=open&step={club.step.position}").content.decode()
    for address in ("/incubation/", "/incubation/figures/", club.get_absolute_url()):
        assert client.get(address).status_code == 200
