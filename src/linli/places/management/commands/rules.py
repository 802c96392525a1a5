"""``./linli manage rules > docs/rules.md``: every rule from its declaration."""

from typing import Any

from django.core.management.base import BaseCommand

from linli.places.rules import document


class Command(BaseCommand):
    help = "List every rule from its declaration: ./linli manage rules > docs/rules.md"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")
