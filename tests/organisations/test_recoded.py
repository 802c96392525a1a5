"""A community with all that organisations have there gets another code: everything goes along, and nothing is lost."""

from typing import Any

from django.apps import apps
from django.db.models import F
from django.utils import timezone

from linli.kernel.actor import SYSTEM
from linli.kernel.registry import verifications
from linli.organisations.applications.models import ServiceItem
from linli.organisations.registry.models import Organisation
from linli.places.models import Place
from linli.places.placed import Placed
from linli.places.recoding import recode
from tests.organisations.applications import world as onestop
from tests.organisations.incubation.world import file, incubate, send
from tests.organisations.party import world as party
from tests.organisations.platforms import world as platforms
from tests.organisations.ratings import world as ratings
from tests.organisations.world import COMMUNITY, World
from tests.people.factories import signed_in

NEW = "430211002009"


def test_all_of_a_community_goes_along(world: World) -> None:
    one = onestop.build(world)
    send(world, incubate(world), 1)
    file(world, world.club)
    club = Organisation.objects.get(pk=world.club.pk)
    one.draft(ServiceItem.objects.get(code="activity"), club)
    platforms.visit(world, platforms.platform(world, operator=club), short="area")
    party.group(world, party.branch(world, "甲"), party.branch(world, "乙"))
    ratings.scoring(world)
    there = {model: rows for model in _placed() if (rows := model.objects.filter(path=COMMUNITY).count())}
    assert len(there) > 8

    recode(Place.objects.get(code=COMMUNITY), NEW, on=timezone.localdate(), actor=SYSTEM)

    assert {model: model.objects.filter(path=NEW).count() for model in there} == there
    for model in _placed():
        assert not model.objects.exclude(path=F("place__code")).exists(), model
    for name, verify in verifications:
        assert verify() == [], name
    officer = signed_in(world.officer)
    assert officer.get(club.get_absolute_url()).status_code == 200
    assert club.name in officer.get(f"/organisations/?place={NEW}").content.decode()


def _placed() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Placed)]
