"""The keys that personal data is encrypted with: made at first start, in files that only their owner reads.

``field_keys.json`` holds every key that some row may still need and names the one that new values get;
``index_key`` stays the same for ever, since the blind indexes in the tables rest on it.
Without these files the encrypted fields of a backup cannot be read: their own backup lies apart from the data.
"""

import base64
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
KEY_BYTES = 32
FIELD_KEYS = "field_keys.json"
INDEX_KEY = "index_key"


class KeyMissing(ImproperlyConfigured):
    """A value was sealed with a key that the keyring does not hold, or the keyring cannot be read."""


@dataclass(frozen=True)
class Keyring:
    """Names are random, so a value sealed under another installation's keys is told from a damaged one."""

    current: str
    keys: dict[str, bytes]

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """ValueError when it is not a keyring."""
        try:
            content = json.loads(text)
            ring = cls(content["current"], {name: _key(key) for name, key in content["keys"].items()})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a keyring") from error
        if ring.current not in ring.keys:
            raise ValueError("the current key is missing")
        return ring

    def __str__(self) -> str:
        """How many keys there are; never the keys."""
        return f"{len(self.keys)} keys, {self.current} is current"

    __repr__ = __str__

    def as_json(self) -> str:
        keys = {name: base64.b64encode(key).decode() for name, key in self.keys.items()}
        return json.dumps({"current": self.current, "keys": keys}, indent=1) + "\n"

    def with_new_key(self) -> "Keyring":
        name = secrets.token_hex(4)
        return Keyring(name, {**self.keys, name: secrets.token_bytes(KEY_BYTES)})


def field_keys(*, needed: str | None = None) -> Keyring:
    """The keyring, read once, and again when ``needed`` is a key that another process may have added since."""
    ring = _read_field_keys(settings.KEYS)
    if needed is None or needed in ring.keys:
        return ring
    _read_field_keys.cache_clear()
    ring = _read_field_keys(settings.KEYS)
    if needed not in ring.keys:
        raise KeyMissing(f"the keyring in {settings.KEYS} has no key {needed!r}: restore the keys of this data")
    return ring


def add_key() -> str:
    """Make a new key the current one, keep the others; returns its name.

    This process uses it at once, the others for sealing when they start anew, for reading when they meet it.
    """
    folder: Path = settings.KEYS
    field_keys()
    with (folder / f".{FIELD_KEYS}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ring = Keyring.parse((folder / FIELD_KEYS).read_text()).with_new_key()
        _draft(folder, ring.as_json()).replace(folder / FIELD_KEYS)
        _sync(folder)
    _read_field_keys.cache_clear()
    return ring.current


@lru_cache(maxsize=1)
def _read_field_keys(folder: Path) -> Keyring:
    return _read(folder / FIELD_KEYS, Keyring.parse, lambda: Keyring("", {}).with_new_key().as_json())


@lru_cache(maxsize=1)
def index_key(folder: Path) -> bytes:
    """The key of the blind indexes."""
    return _read(folder / INDEX_KEY, _key, lambda: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")


def _read(path: Path, parse: Callable[[str], T], first: Callable[[], str]) -> T:
    """The file's content; made with ``first`` if there is none yet.

    Two processes that start at once agree: the file is linked into place, and the loser reads it.
    """
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = _draft(path.parent, first())
            try:
                os.link(draft, path)
                _sync(path.parent)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return parse(path.read_text())
    except (OSError, ValueError) as error:
        raise KeyMissing(f"the key file {path} cannot be read: {error}") from error


def _key(text: str) -> bytes:
    key = base64.b64decode(text.strip(), validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has a wrong length")
    return key


def _draft(folder: Path, text: str) -> Path:
    """A file of mode 0600 that is on the disk before anything is sealed with what it holds."""
    descriptor, name = tempfile.mkstemp(prefix=".draft-", dir=folder)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
