"""``./linli bench NAME``: how fast, beside the limit of the machine."""

import pkgutil
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli import bench

NOT_BENCHES = {"apps", "district", "management", "measuring", "pages", "serving"}


class Command(BaseCommand):
    help = "Measure: each figure is printed with the limit measured in the same run, and the ratio."

    def add_arguments(self, parser: CommandParser) -> None:
        names = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name not in NOT_BENCHES]
        parser.add_argument("name", choices=names)
        parser.add_argument("arguments", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        figures = import_module(f"linli.bench.{options['name']}").run(options["arguments"])
        for figure in figures:
            self.stdout.write(str(figure))
        if not all(figure.is_enough for figure in figures):
            raise CommandError("below what it should be")
