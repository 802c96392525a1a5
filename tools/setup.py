"""Setting up a checkout: the virtual environment, the front end, the compiled translations.

Everything is idempotent, stamped with the digests of what it was made from, and safe when two start at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src/linli/site/static/built"
LOCALE = ROOT / "src/linli/site/locale"
STAMP = VENV / "linli.json"


class Fault(Exception):
    """Something that the person at the keyboard has to know, in one sentence."""


def say(text: str) -> None:
    print(f"linli: {text}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None, quiet: bool = False) -> None:
    """Run to the end. ``quiet`` shows the output only when the command fails."""
    stream = subprocess.PIPE if quiet else None
    done = subprocess.run(
        command, cwd=cwd, env=env, stdout=stream, stderr=subprocess.STDOUT if quiet else None, text=True
    )
    if done.returncode:
        raise Fault(f"{done.stdout or ''}\n{' '.join(map(str, command))} failed ({done.returncode})".strip())


def _succeeds(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def digest(*paths: Path) -> str:
    """Of the names and contents of files, and of all files in folders."""
    files = [
        file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*"))) if file.is_file()
    ]
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.relative_to(ROOT)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def read_json(path: Path) -> dict[str, str]:
    try:
        content: dict[str, str] = json.loads(path.read_text())
        return content
    except (OSError, ValueError):
        return {}


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold a lock on the script itself: of two commands started at once, the second waits for the first one's setup."""
    with (ROOT / "linli").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another setup in this folder …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def set_up_to_run() -> None:
    """Everything that running the application needs, but for what lies in the data folder."""
    set_up("run", "build") if FRONTEND.is_dir() else set_up("run")
    compile_translations()
    build_front_end()


def set_up(*locks: str) -> None:
    """Make ``.venv`` and install the named locks, as far as that is not done yet."""
    with alone():
        stamp = read_json(STAMP)
        if stamp.get("root", str(ROOT)) != str(ROOT) or not _succeeds(PYTHON, "-c", "import pip"):
            _make_venv()
            stamp = {}
        stamp["root"] = str(ROOT)
        digests = {lock: digest(ROOT / f"requirements/{lock}.lock") for lock in ("run", "build", "dev")}
        missing = [lock for lock in locks if stamp.get(lock) != digests[lock]]
        if missing:
            say(f"installing Python packages ({', '.join(missing)}) …")
            _install(missing)
            stamp.update(digests if "dev" in missing else {lock: digests[lock] for lock in missing})
            STAMP.write_text(json.dumps(stamp))


def _make_venv() -> None:
    say("making .venv …")
    uv = shutil.which("uv")
    if uv:
        run(uv, "venv", "--clear", "--seed", "--python", sys.executable, VENV, quiet=True)
    elif not _succeeds(sys.executable, "-m", "venv", "--clear", VENV):
        # Debian and Ubuntu ship Python without its venv.
        apt_install([f"python3.{sys.version_info.minor}-venv"], "Python's venv module is missing")
        run(sys.executable, "-m", "venv", "--clear", VENV, quiet=True)


def _install(locks: Sequence[str]) -> None:
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    (packages / "linli.pth").write_text(f"{ROOT / 'src'}\n")
    files = [word for lock in locks for word in ("-r", f"requirements/{lock}.lock")]
    # What is imported gets compiled then and kept, unless Python was told not to.
    is_kept = not os.environ.get("PYTHONDONTWRITEBYTECODE")
    uv = shutil.which("uv")
    if uv:
        try:
            words = () if is_kept else ("--compile-bytecode",)
            run(uv, "pip", "install", "--python", PYTHON, "--require-hashes", "--quiet", *words, *files)
            return
        except Fault:
            say("uv could not install them; trying pip …")
    # The locks are complete: pip need not look for what else is wanted.
    quick = ["-qq", "--no-deps", "--disable-pip-version-check", "--no-input", *(["--no-compile"] if is_kept else [])]
    run(PYTHON, "-m", "pip", "install", "--require-hashes", *quick, *files)


def apt_install(packages: Sequence[str], why: str) -> None:
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        raise Fault(f"{why}. Run this, then try again:\n    sudo {line}")
    say(f"{why}: {line} …")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with contextlib.suppress(Fault):
        run(apt, "update", env=quietly, quiet=True)
    run(*line.split(), env=quietly, quiet=True)


def build_front_end(*, with_dev: bool = False) -> None:
    """Fetch the npm packages and bundle, when a source or the lock changed. Needs the lock ``build``."""
    if not FRONTEND.is_dir():
        return  # an image that was given the built files
    with alone():
        lock = digest(FRONTEND / "package-lock.json")
        inputs = digest(FRONTEND / "src", FRONTEND / "build.mjs", FRONTEND / "package-lock.json")
        stamp_path = FRONTEND / "node_modules/linli.json"
        stamp = before = read_json(stamp_path)
        node_path = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
        if stamp.get("lock") != lock or (with_dev and not stamp.get("dev")):
            say("fetching front-end packages …")
            words = [] if with_dev else ["--omit=dev"]
            run(BIN / "npm", "ci", "--ignore-scripts", *words, cwd=FRONTEND, env=node_path, quiet=True)
            stamp = {"lock": lock, "dev": "yes" if with_dev else ""}
        if stamp.get("inputs") != inputs or not BUILT.is_dir():
            say("building the front end …")
            run(BIN / "node", "build.mjs", cwd=FRONTEND, env=node_path, quiet=True)
            stamp = {**stamp, "inputs": inputs}
        if stamp != before:
            stamp_path.write_text(json.dumps(stamp))


def compile_translations() -> None:
    with alone():
        for catalogue in LOCALE.glob("*/LC_MESSAGES/*.po"):
            compiled = catalogue.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
                run(BIN / "pybabel", "-q", "compile", "-i", catalogue, "-o", compiled, quiet=True)


def manage(*words: str, env: Mapping[str, str] | None = None, quiet: bool = False) -> None:
    run(PYTHON, "-m", "linli", *words, env=env, quiet=quiet)


def collect_static(data: Path, env: Mapping[str, str]) -> None:
    """Gather what browsers fetch under ``data/static``, when a source changed.

    What is there stays: pages that were served before the change still ask for it.
    """
    sources = [folder for folder in ROOT.glob("src/linli/*/static") if folder.is_dir()]
    now = digest(*sources, ROOT / "requirements/run.lock")
    stamp = data / "static.stamp"
    if not stamp.exists() or stamp.read_text() != now or not (data / "static").is_dir():
        manage("collectstatic", "--noinput", "-v0", env=env, quiet=True)
        stamp.write_text(now)
