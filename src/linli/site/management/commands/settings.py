"""``./linli settings``: what can be set from outside, how it is set, and what it means."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from linli.site import environment

SECRET = re.compile(r"(://[^:/@]*:)[^@]*@")


class Command(BaseCommand):
    help = "List the environment variables that Linli reads."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--markdown", action="store_true", help="the table of docs/operations.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["markdown"]:
            self.stdout.write(table())
            return
        for variable in environment.ALL:
            value = SECRET.sub(r"\1***@", variable.text())
            mark = "" if variable.text() == variable.default else "   (set)"
            self.stdout.write(f"{variable.name}={value}{mark}\n    {variable.meaning}")


def table() -> str:
    """The variables as a Markdown table; the documentation holds a copy, a test keeps it fresh."""
    rows = [f"| `{v.name}` | {f'`{v.default}`' if v.default else 'empty'} | {v.meaning} |" for v in environment.ALL]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])
