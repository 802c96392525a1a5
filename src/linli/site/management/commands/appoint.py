"""``./linli manage appoint``: the administrators that an installation begins with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Problem
from linli.people.actions.posts import grant_post
from linli.people.actions.users import Handed, make_user
from linli.people.roles import ADMINISTRATORS
from linli.places.models import Place


class Command(BaseCommand):
    help = (
        "Make a user and give them one of the three administrator posts; prints a password that must be changed at "
        "the first sign-in. For a new installation, and when no security administrator can sign in any more: "
        "everybody else is made and appointed in the pages. It is on the audit trail like any grant."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help="as colleagues know them, e.g. 王安")
        parser.add_argument("role", choices=[role.value for role in ADMINISTRATORS])
        parser.add_argument("place", help="the code of the place whose subtree they administer, e.g. 430211")

    def handle(self, *args: Any, **options: Any) -> None:
        place = Place.objects.standing().filter(code=options["place"]).first()
        if place is None:
            raise CommandError(f"there is no place {options['place']}; import the places first")
        try:
            handed = self._appoint(options["username"], options["name"], options["role"], place)
        except Problem as problem:
            texts = [text for field in problem.errors.values() for text in field]
            raise CommandError(" ".join(texts) or str(problem.detail)) from problem
        self.stdout.write(f"{handed.user.username}: {handed.password}")

    @transaction.atomic
    def _appoint(self, username: str, name: str, role: str, place: Place) -> Handed:
        handed = make_user(username=username, name=name, actor=SYSTEM)
        grant_post(user=handed.user, role=role, place=place, valid_from=timezone.localdate(), actor=SYSTEM)
        return handed
