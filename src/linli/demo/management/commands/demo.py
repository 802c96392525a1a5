"""Called by ``./linli demo``: fill an empty installation with the demo district; an installed demo stays as it is."""

from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.demo import handout
from linli.demo.filling import EVENTS, fill, is_filled
from linli.demo.ratings import draw
from linli.kernel.problems import Problem


class Command(BaseCommand):
    help = "Fill an empty installation with the demo district and write who can sign in to demo.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000/", help="where it is going to be served")
        parser.add_argument("--events", type=int, default=EVENTS, help="how many the past year had")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        try:
            if not is_filled():
                self.stdout.write("filling the demo district …")
                fill(options["events"])
                draw()
                handout.file().unlink(missing_ok=True)
        except Problem as problem:
            raise CommandError(str(problem.detail)) from problem
        given = handout.read() or handout.hand_out(address)
        handout.write(replace(given, address=address))
