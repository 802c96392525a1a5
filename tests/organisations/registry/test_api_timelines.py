"""Who sees a record because it is public reads on its timeline, through the API too, what its page tells everybody."""

from typing import Any

from linli.organisations.experts.actions.draws import Replaced
from linli.organisations.experts.flows import DRAW, EXPERT
from linli.people.models import User
from tests.events.core.api import program
from tests.events.town import user
from tests.organisations.experts import world as experts
from tests.organisations.party import world as party
from tests.organisations.ratings import world as ratings
from tests.organisations.world import World


def timeline(reader: User, record: Any) -> str:
    answer = program(reader).get(f"records/{record.kind}/{record.number}/timeline")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_reason_why_an_expert_was_replaced_is_for_who_draws(world: World) -> None:
    experts.pool(world, 5)
    draw = experts.drawn(world)
    leaving = Replaced(draw.seated()[0].pk)
    DRAW.make(draw, "replace", actor=world.actor(world.officer), data=leaving, note="母亲住院")
    assert "母亲住院" in timeline(world.officer, draw)
    assert "周专员" in timeline(world.officer, draw)
    assert "母亲住院" not in timeline(world.stranger, draw)
    assert "周专员" not in timeline(world.stranger, draw)


def test_why_an_expert_is_suspended_is_for_who_keeps_the_pool(world: World) -> None:
    expert = experts.expert(world, "钱专家")
    EXPERT.make(expert, "suspend", actor=world.actor(world.bureau), note="被人举报")
    assert "被人举报" in timeline(world.bureau, expert)
    assert "被人举报" not in timeline(world.officer, expert)


def test_of_a_public_rating_strangers_read_no_names(world: World) -> None:
    case = ratings.in_force(world)
    assert "周专员" in timeline(world.officer, case.rating)
    assert "周专员" in timeline(User.objects.get(username="善邻社工代表"), case.rating)
    assert "周专员" not in timeline(world.stranger, case.rating)
    assert "周专员" not in timeline(world.stranger, case.round)


def test_other_branches_of_a_group_do_not_read_why_one_left(world: World) -> None:
    secretary = user("李书记")
    one, other = party.branch(world, "甲"), party.branch(world, "乙", user=secretary)
    group = party.group(world, one, other)
    party.leave(world, one)
    party.join(world, one, group)
    assert "换小组" in timeline(world.officer, one)
    assert "换小组" not in timeline(secretary, one)
