"""Backup and restore on the database that the tests run on; the restore is a process of its own, into a new place."""

import os
import shutil
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from linli.audit import sealing, trail
from linli.kernel import backup, dumps, former
from linli.kernel.actor import SYSTEM
from linli.kernel.numbers import next_number

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _filled() -> Iterator[None]:
    """A user, a sealed act, a number, a photo: something for each part of a backup."""
    get_user_model()._default_manager.create(username="zhoufang", name="周芳\t\\N\n𠮷")
    trail.record("test.done", actor=SYSTEM, subject_kind="test", personal={"note": "楼道灯不亮\r\n"})
    sealing.seal()
    trail.record("test.later", actor=SYSTEM, subject_kind="test")
    next_number("EV")
    photo = settings.FILES / "ab" / "cd" / "abcd.jpg"
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(os.urandom(2000))
    yield
    for folder in (settings.FILES, settings.DATA / "audit"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a new, empty installation on the same kind of database."""
    env = {**os.environ, "LINLI_DATA": str(tmp_path / "elsewhere"), "LINLI_KEYS": "", "LINLI_DATABASE_URL": ""}
    if connection.vendor != "postgresql":
        yield env
        return
    facts: dict[str, Any] = connection.settings_dict
    server = psycopg.conninfo.make_conninfo(
        host=facts["HOST"],
        port=facts["PORT"] or 5432,
        user=facts["USER"],
        password=facts["PASSWORD"],
        dbname="postgres",
    )
    name = f"{facts['NAME']}_elsewhere"
    with psycopg.connect(server, autocommit=True) as other:
        other.execute(f'DROP DATABASE IF EXISTS "{name}"')
        other.execute(f'CREATE DATABASE "{name}"')
        login = f"{facts['USER']}:{facts['PASSWORD']}" if facts["PASSWORD"] else facts["USER"]
        env["LINLI_DATABASE_URL"] = f"postgresql://{login}@{facts['HOST']}:{facts['PORT'] or 5432}/{name}"
        yield env
        other.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(env: dict[str, str], *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "linli", *map(str, words)]
    return subprocess.run(
        command,
        env={**env, "DJANGO_SETTINGS_MODULE": "tests.toy.settings", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("_filled")
def test_what_is_restored_elsewhere_is_what_was_backed_up(elsewhere: dict[str, str], tmp_path: Path) -> None:
    archive, keys = tmp_path / "linli.tar", tmp_path / "linli.keys"
    original = backup.write(archive)
    assert backup.write_keys(keys) >= 1

    restored = run(elsewhere, "restore", archive, "--keys", keys)

    assert restored.returncode == 0, restored.stderr
    assert "ok    audit" in restored.stdout
    again = run(elsewhere, "backup", tmp_path / "again.tar")
    assert again.returncode == 0, again.stderr
    second = backup.inspect(tmp_path / "again.tar")
    assert second.database.tables == original.database.tables
    assert second.database.sequences == original.database.sequences
    assert second.members.keys() == original.members.keys()
    if connection.vendor == "postgresql":
        assert second.members == original.members
    assert (tmp_path / "elsewhere/keys/secret_key").read_text() == (settings.KEYS / "secret_key").read_text()
    number = run(
        elsewhere, "shell", "--no-imports", "-c", "from linli.kernel.numbers import *; print(next_number('EV'))"
    )
    assert number.stdout.strip() > next_number("EV")[:-6], number.stderr
    assert run(elsewhere, "verify").returncode == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize(("isolation", "seen"), [("REPEATABLE READ", 0), ("READ COMMITTED", 1)])
def test_a_backup_is_one_state_whatever_is_written_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, isolation: str, seen: int
) -> None:
    """With the weaker isolation the row that came in between is seen: so the test can fail."""
    monkeypatch.setattr(dumps, "ISOLATION", isolation)
    written: list[str] = []

    def keep(name: str, source: Path) -> None:
        if not written:
            written.append(name)
            thread = threading.Thread(target=write)
            thread.start()
            thread.join(30)

    def write() -> None:
        get_user_model()._default_manager.create(username="zhoufang", name="周芳")
        connection.close()

    contents = dumps.dump(tmp_path / "draft", keep)

    assert written[0] < "people_user.copy.gz"
    assert contents.tables["people_user"] == seen
    assert get_user_model()._default_manager.count() == 1


@pytest.mark.usefixtures("_filled")
def test_a_restore_refuses_an_installation_that_is_not_empty(tmp_path: Path) -> None:
    archive = tmp_path / "linli.tar"
    backup.write(archive)

    with pytest.raises(backup.BackupFault, match="1 users"):
        backup.restore(archive)

    get_user_model()._default_manager.all().delete()
    with pytest.raises(backup.BackupFault, match="the folder audit"):
        backup.restore(archive)
    assert get_user_model()._default_manager.count() == 0


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.8, 0.95])
def test_a_changed_byte_is_found_before_anything_is_touched(tmp_path: Path, share: float) -> None:
    archive = tmp_path / "linli.tar"
    backup.write(archive)
    content = bytearray(archive.read_bytes())
    with tarfile.open(archive) as tar:
        members = [info for info in tar if info.size]
    member = members[int(share * len(members))]
    content[member.offset_data + member.size // 2] ^= 1
    archive.write_bytes(content)

    with pytest.raises(backup.BackupFault, match="damaged"):
        backup.inspect(archive)


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.9])
def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    archive = tmp_path / "linli.tar"
    backup.write(archive)
    content = archive.read_bytes().rstrip(b"\0")  # what follows the last member is only padding
    archive.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(backup.BackupFault, match=r"cut short|cannot be read"):
        backup.inspect(archive)


def test_a_name_that_leads_outside_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "linli.tar"
    with tarfile.open(archive, "w") as tar:
        tar.add(__file__, arcname="files/../../outside")

    with pytest.raises(backup.BackupFault, match="does not belong"):
        backup.inspect(archive)


def test_a_backup_of_the_other_database_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "linli.tar"
    manifest = backup.write(archive)
    manifest.database.vendor = "other"

    with pytest.raises(dumps.DumpFault, match="of other"):
        dumps.load(tmp_path, manifest.database)


def test_a_backup_of_a_newer_linli_is_refused(tmp_path: Path) -> None:
    manifest = backup.write(tmp_path / "linli.tar")
    manifest.database.migrations.append(("kernel", "9999_of_tomorrow"))

    with pytest.raises(dumps.DumpFault, match=r"kernel\.9999_of_tomorrow"):
        dumps.load(tmp_path, manifest.database)


def test_a_backup_from_before_the_rooms_is_refused_with_what_to_do(tmp_path: Path) -> None:
    manifest = backup.write(tmp_path / "linli.tar")
    manifest.database.migrations.append(("grid", "0014_import"))

    with pytest.raises(dumps.DumpFault, match=r"before 0\.2"):
        dumps.load(tmp_path, manifest.database)


def test_data_from_before_the_rooms_is_refused_before_anything_is_migrated() -> None:
    assert former.check_data(databases=["default"]) == []
    MigrationRecorder(connection).record_applied("grid", "0001_initial")
    with pytest.raises(SystemCheckError, match="Begin again with an empty data folder"):
        call_command("migrate", "-v0", skip_checks=False)


def test_a_backup_overwrites_nothing_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    archive, keys = tmp_path / "linli.tar", tmp_path / "linli.keys"
    backup.write(archive)
    backup.write_keys(keys)

    assert {stat.S_IMODE(path.stat().st_mode) for path in (archive, keys)} == {0o600}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["linli.keys", "linli.tar"]
    with pytest.raises(backup.BackupFault, match="exists already"):
        backup.write(archive)
    with pytest.raises(backup.BackupFault, match="exists already"):
        backup.write_keys(keys)


def test_no_secret_is_in_the_backup(tmp_path: Path) -> None:
    backup.write(tmp_path / "linli.tar")

    content = (tmp_path / "linli.tar").read_bytes()

    assert (settings.KEYS / "secret_key").read_bytes() not in content
    assert not [
        name for name in backup.inspect(tmp_path / "linli.tar").members if "key" in name and "idempotency" not in name
    ]


def test_keys_that_differ_are_kept_beside(tmp_path: Path) -> None:
    keys = tmp_path / "linli.keys"
    backup.write_keys(keys)
    mine = settings.KEYS / "secret_key"
    before = mine.read_text()
    try:
        mine.write_text("another")
        backup.restore_keys(keys)
        assert mine.read_text() == before
        assert mine.with_name("secret_key.replaced").read_text() == "another"
    finally:
        mine.write_text(before)
        mine.with_name("secret_key.replaced").unlink(missing_ok=True)


def test_a_file_that_holds_no_keys_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text('{"secrets": {"../outside": "x"}}')

    with pytest.raises(backup.BackupFault, match="holds no keys"):
        backup.restore_keys(tmp_path / "keys")
