"""A pool of experts and its draws, for tests."""

import datetime
from typing import Any

from linli.audit.sealing import seal
from linli.organisations.experts.actions.draws import Revealed, Wanted, commit
from linli.organisations.experts.actions.experts import Joining, join_pool
from linli.organisations.experts.flows import DRAW
from linli.organisations.experts.models import Draw, Expert, ExpertField
from linli.people.models import User
from tests.events.town import user
from tests.organisations.world import World

SINCE = datetime.date(2026, 1, 1)


def expert(world: World, who: User | str, *fields: str, **values: Any) -> Expert:
    """A user, or somebody outside by name; of the district's pool."""
    known = ExpertField.objects.filter(code__in=fields or ["evaluation"])
    login = who if isinstance(who, User) else None
    name = "" if isinstance(who, User) else who
    said = {"available_from": SINCE, **values}
    return join_pool(Joining(world.district, login, name, said, list(known)), actor=world.actor(world.bureau))


def pool(world: World, count: int, **values: Any) -> list[Expert]:
    """Experts who can sign in."""
    known = Expert.objects.count()
    return [expert(world, user(f"专家{known + number}"), **values) for number in range(count)]


def wanted(world: World, seats: int = 3, **values: Any) -> Wanted:
    asked: dict[str, Any] = {"place": world.subdistrict, "purpose": "评审", "seats": seats, **values}
    return Wanted(**asked)


def committed(world: World, seats: int = 3, **values: Any) -> Draw:
    return commit(wanted(world, seats, **values), actor=world.actor(world.officer))


def fixed(world: World, seats: int = 3, **values: Any) -> Draw:
    return DRAW.make(committed(world, seats, **values), "fix", actor=world.actor(world.officer))


def drawn(world: World, seats: int = 3, **values: Any) -> Draw:
    found = fixed(world, seats, **values)
    seal()
    return DRAW.make(found, "draw", actor=world.actor(world.officer), data=Revealed())
