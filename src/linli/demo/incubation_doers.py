"""Who did what in the demo's incubation, and when: as far as anybody is known to have been there."""

import datetime
import random

from django.utils import timezone

from linli.demo.cast import GIVEN_NAMES, SURNAMES
from linli.flow.backfill import Step as Done
from linli.people.models import User
from linli.people.roles import Role
from linli.people.staffing import nearest, users_of

PAST = datetime.timedelta(days=400)
"""Since when the demo has posts; what was before was done by nobody whom it knows."""


class Doers:
    def __init__(self, until: datetime.datetime, chance: random.Random) -> None:
        self.until, self.chance = until, chance
        self._people: dict[str, User | None] = {}

    def name(self) -> str:
        return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN_NAMES)

    def mentor(self, path: str) -> User | None:
        """The nearest incubator: in the subdistrict of the stories 吴悦."""
        if path not in self._people:
            holder = nearest((Role.INCUBATOR, Role.ORGANISATION_OFFICER), path)
            told = users_of(holder) if holder else []
            self._people[path] = User.objects.filter(pk=told[0]).first() if told else None
        return self._people[path]

    def done(self, move: str, at: datetime.datetime, path: str, note: str = "", to: str = "") -> Done:
        """By the incubator of the place, as far back as there were posts."""
        who = self.mentor(path) if at > self.until - PAST else None
        return Done(move, min(at, self.until), who=who.pk if who else None, role=Role.INCUBATOR, unit=to, note=note)

    def by(self, move: str, at: datetime.datetime) -> Done:
        """By the group's own people."""
        return Done(move, min(at, self.until), role=Role.REPRESENTATIVE)

    def moment(self, at: datetime.datetime) -> datetime.datetime:
        """Some time of that day at which offices are open."""
        local = timezone.localtime(at).replace(hour=self.chance.randint(9, 16), minute=self.chance.randrange(0, 60, 5))
        return min(local, self.until)
