from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from linli.kernel import keyring
from linli.kernel.fields import reseal_all


class Command(BaseCommand):
    help = "Make a new key for encrypted fields and seal what is stored with it. Back up the keys afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--resume", action="store_true", help="make no new key, seal what an earlier run left")

    def handle(self, *args: Any, **options: Any) -> None:
        name = keyring.field_keys().current if options["resume"] else keyring.add_key()
        self.stdout.write(f"key {name}: {reseal_all()} values sealed anew")
