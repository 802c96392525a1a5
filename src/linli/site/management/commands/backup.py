"""``./linli backup FILE [--keys FILE]``"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.kernel import backup


class Command(BaseCommand):
    help = "Back up database, files and audit heads into one new file; the keys, if asked, into their own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a file that does not exist yet")
        parser.add_argument("--keys", type=Path, help="write the encryption keys here; keep it apart from the backup")

    def handle(self, *args: Any, **options: Any) -> None:
        path, keys = options["file"], options["keys"]
        if not path and not keys:
            raise CommandError("name the file to write")
        try:
            if path:
                manifest = backup.write(path.resolve())
                size = path.stat().st_size / 1e6
                self.stdout.write(f"{path}: {manifest.rows} rows, {manifest.files} files, {size:.1f} MB")
            if keys:
                self.stdout.write(f"{keys}: {backup.write_keys(keys.resolve())} secrets; keep it apart from the backup")
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from fault
        if not keys:
            self.stdout.write(
                "The encryption keys are not in it: back them up once with --keys, and after each rotation."
            )
