"""``./linli manage flows``: the document of all flows, on standard output."""

from typing import Any

from django.core.management.base import BaseCommand

from linli.flow.diagrams import document


class Command(BaseCommand):
    help = "Draw every flow from its declaration: ./linli manage flows > docs/flows.md"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")
