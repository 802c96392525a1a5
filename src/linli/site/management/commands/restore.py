"""``./linli restore FILE [--keys FILE]``"""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.kernel import backup


class Command(BaseCommand):
    help = "Fill an empty installation from a backup, then verify it. Stop web processes and workers before."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--keys", type=Path, help="the file that backup --keys wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        path, keys = options["file"], options["keys"]
        if not path and not keys:
            raise CommandError("name the file to restore from")
        try:
            if path:
                manifest = backup.restore(path)
                made_at = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
                self.stdout.write(f"restored the state of {made_at}: {manifest.rows} rows, {manifest.files} files")
            if keys:
                self.stdout.write(f"{backup.restore_keys(keys)} secrets put in place")
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from fault
        if path:
            call_command("verify", stdout=self.stdout)
        if not keys:
            self.stdout.write("The encryption keys come from their own file: restore --keys FILE")
