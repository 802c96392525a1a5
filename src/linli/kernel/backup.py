"""One file of everything but the keys, and the way back.

A tar: the exported audit heads, the database, the files, and last a manifest with the digest of each member.
The heads come first, so that none is of a seal that the database in the backup does not have; the files come last,
because they are never changed, only added. The encryption keys go into a file of their own: who finds one of the two
can read nothing that was encrypted.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from linli.kernel import dumps
from linli.kernel.snapshot import forget_all

FORMAT = 1
MANIFEST = "manifest.json"
DIGEST = "manifest.sha256"
HEADS, FILES = "audit", "files"


class BackupFault(Exception):
    """Why there is no backup, or no restore, in a sentence. Nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    made_at: datetime
    database: dumps.Contents
    members: dict[str, str]
    """The SHA-256 of each member by its name."""

    @property
    def rows(self) -> int:
        return sum(self.database.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith(f"{FILES}/") for name in self.members)


def write(path: Path) -> Manifest:
    """Back up into a new file that only its owner reads. Pages and workers may go on meanwhile."""
    if path.exists():
        raise BackupFault(f"{path} exists already")
    members: dict[str, str] = {}

    def keep(name: str, source: Path) -> None:
        members[name] = _add(tar, name, source)

    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".linli-backup-") as folder:
        part, draft = Path(folder) / "part", Path(folder) / "draft"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
                _keep_folder(HEADS, keep)
                database = dumps.dump(draft, lambda name, source: keep(f"database/{name}", source))
                _keep_folder(FILES, keep)
                manifest = Manifest(timezone.now(), database, members)
                _add_manifest(tar, manifest)
            raw.flush()
            os.fsync(raw.fileno())
        try:
            os.link(part, path)
        except FileExistsError as error:
            raise BackupFault(f"{path} exists already") from error
    return manifest


def _keep_folder(name: str, keep: dumps.Keep) -> None:
    root = settings.DATA / name
    for source in sorted(root.rglob("*")):
        if source.is_file():
            keep(f"{name}/{source.relative_to(root).as_posix()}", source)


def _add(tar: tarfile.TarFile, name: str, source: Path) -> str:
    with source.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(file.fileno()).st_size
        info.mode = 0o600
        reader = _Hashing(file)
        tar.addfile(info, reader)
        return reader.digest.hexdigest()


class _Hashing:
    """A file that digests what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    facts = {
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "database": manifest.database.as_facts(),
        "members": manifest.members,
    }
    text = json.dumps(facts, indent=1, sort_keys=True).encode()
    for name, content in ((MANIFEST, text), (DIGEST, hashlib.sha256(text).hexdigest().encode())):
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        tar.addfile(info, io.BytesIO(content))


def inspect(path: Path) -> Manifest:
    """Read a backup to its end and compare every digest; raises ``BackupFault`` if one is not right."""
    found: dict[str, str] = {}
    small: dict[str, bytes] = {}
    try:
        for name, file in _members(path):
            if name in {MANIFEST, DIGEST}:
                small[name] = file.read()
            else:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupFault(f"{path} cannot be read: {error}") from error
    if set(small) != {MANIFEST, DIGEST}:
        raise BackupFault(f"{path} is cut short, or is no backup of Linli")
    if hashlib.sha256(small[MANIFEST]).hexdigest().encode() != small[DIGEST]:
        raise BackupFault(f"{path} is damaged: its manifest was changed")
    facts: dict[str, Any] = json.loads(small[MANIFEST])
    if facts["format"] != FORMAT:
        raise BackupFault(f"{path} has format {facts['format']}; this Linli reads format {FORMAT}")
    if wrong := sorted(name for name in {*found, *facts["members"]} if found.get(name) != facts["members"].get(name)):
        raise BackupFault(f"{path} is damaged: {wrong[0]} is not what was backed up ({len(wrong)} in all)")
    database = dumps.Contents.of(facts["database"])
    return Manifest(datetime.fromisoformat(facts["made_at"]), database, facts["members"])


def _members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(path, "r:") as tar:
        for info in tar:
            parts = PurePosixPath(info.name).parts
            file = tar.extractfile(info) if info.isreg() else None
            if file is None or info.name.startswith("/") or ".." in parts:
                raise tarfile.TarError(f"{info.name!r} does not belong into a backup")
            yield info.name, file


def restore(path: Path) -> Manifest:
    """Fill this empty installation from a backup; raises ``BackupFault`` before anything is changed."""
    manifest = inspect(path)
    if held := occupied():
        raise BackupFault(f"this installation is not empty ({held}); restore into a new one")
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as name:
        folder = Path(name)
        for member, file in _members(path):
            target = folder / member
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(file, out)
        try:
            dumps.load(folder / "database", manifest.database)
        except dumps.DumpFault as fault:
            raise BackupFault(str(fault)) from fault
        for part in (HEADS, FILES):
            if (folder / part).is_dir():
                shutil.rmtree(settings.DATA / part, ignore_errors=True)
                (folder / part).rename(settings.DATA / part)
    call_command("migrate", verbosity=0, skip_checks=True)
    forget_all()
    return manifest


def occupied() -> str:
    """What a restore would destroy; empty when nothing."""
    users = get_user_model()
    if users._meta.db_table in connection.introspection.table_names() and (count := users._default_manager.count()):
        return f"{count} users"
    for part in (HEADS, FILES):
        if any(file.is_file() and file.stat().st_size for file in (settings.DATA / part).rglob("*")):
            return f"the folder {part}"
    return ""


def write_keys(path: Path) -> int:
    """All secrets into a new file that only its owner reads; returns how many."""
    secrets = {file.name: file.read_text() for file in sorted(settings.KEYS.glob("[!.]*")) if file.is_file()}
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise BackupFault(f"{path} exists already") from error
    with os.fdopen(descriptor, "w") as file:
        json.dump({"linli_keys": FORMAT, "secrets": secrets}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return len(secrets)


def restore_keys(path: Path) -> int:
    """Put the secrets of ``path`` in place; one that differs is kept beside as ``NAME.replaced``."""
    try:
        content = json.loads(path.read_text())
        secrets: dict[str, str] = content["secrets"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupFault(f"{path} holds no keys of Linli") from error
    if any(PurePosixPath(name).name != name for name in secrets):
        raise BackupFault(f"{path} holds no keys of Linli")
    settings.KEYS.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in secrets.items():
        target = settings.KEYS / name
        if target.exists() and target.read_text() != text:
            target.rename(target.with_name(f"{name}.replaced"))
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
    return len(secrets)
