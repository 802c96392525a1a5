"""Secrets: made at first start, kept in files that only their owner reads, never a default."""

import os
import secrets
from pathlib import Path


def secret(folder: Path, name: str, *, bits: int = 384) -> str:
    """The secret ``name``; made with the operating system's randomness if there is none yet.

    Two processes that start at once agree: the file is linked into place, and the loser reads it.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{name}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(bits // 8))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
