"""What developers run: ``test``, ``check``, and the files that are made from others."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.setup import (
    BIN,
    FRONTEND,
    LOCALE,
    PYTHON,
    ROOT,
    Fault,
    apt_install,
    build_front_end,
    compile_translations,
    run,
    say,
    set_up,
)

POSTGRESQL = "postgresql://root@127.0.0.1:5432/test"
LANGUAGES = ("en",)


def test(words: list[str]) -> int:
    """One pytest run, every test once on each database, so that its closing lines count everything."""
    set_up("dev")
    compile_translations()
    build_front_end(with_dev=True)
    missing = []
    fault = _prepare_browser()
    if fault:
        missing.append(f"browser tests: {fault}")
    url = os.environ.get("LINLI_TEST_DATABASE_URL", POSTGRESQL)
    probe = "import psycopg, sys; psycopg.connect(sys.argv[1], dbname='postgres', connect_timeout=3).close()"
    databases = ["sqlite"]
    if subprocess.run([PYTHON, "-c", probe, url], capture_output=True).returncode == 0:
        databases.append("postgresql")
    else:
        missing.append(
            f"PostgreSQL does not answer at {url}: start one (apt-get install postgresql) "
            "or name it in LINLI_TEST_DATABASE_URL"
        )
    env = {**os.environ, "LINLI_TEST_DATABASE_URL": url, "LINLI_TEST_MISSING": "\n".join(missing)}
    workers = [word for name in databases for word in ("--tx", f"popen//env:LINLI_TEST_ON={name}")]
    return subprocess.run([PYTHON, "-m", "pytest", "--dist=each", *workers, *words], cwd=ROOT, env=env).returncode


def _prepare_browser() -> str:
    """Chromium and a Chinese font from Debian, when they may be installed; else what to run."""
    wanted = []
    if not (shutil.which("chromium") or os.environ.get("LINLI_TEST_CHROMIUM")):
        wanted.append("chromium")
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout if shutil.which("fc-list") else b""
    if not fonts:
        wanted.append("fonts-noto-cjk")
    try:
        if wanted:
            apt_install(wanted, f"the browser tests need {' and '.join(wanted)}")
    except Fault as fault:
        return str(fault)
    return ""


def check(words: list[str]) -> int:
    """Every check to its end, then one summary."""
    if words:
        raise Fault("check takes no arguments")
    set_up("dev")
    compile_translations()
    build_front_end(with_dev=True)
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "LINLI_DATA": data, "LINLI_DATABASE_URL": ""}
        steps: dict[str, list[str | Path]] = {
            "lint": [BIN / "ruff", "check", "."],
            "format": [BIN / "ruff", "format", "--check", "."],
            "types": [BIN / "mypy"],
            "types of the front end": [BIN / "node", "frontend/node_modules/typescript/bin/tsc", "-p", "frontend"],
            "layers": [BIN / "lint-imports", "--no-cache"],
            "templates": [BIN / "djlint", "src/linli", "--lint", "--quiet"],
            "models and migrations agree": [PYTHON, "-m", "linli", "makemigrations", "--check", "--dry-run"],
            "deployment": [PYTHON, "-m", "linli", "check", "--deploy", "--fail-level", "WARNING"],
            "architecture, locks, documents": [PYTHON, "-m", "pytest", "-q", "tests/architecture"],
            "translations": [PYTHON, "-m", "pytest", "-q", "tests/site/test_translations.py"],
        }
        failed = [name for name, command in steps.items() if not _step(name, command, env)]
    say(
        f"{len(failed)} of {len(steps)} checks failed: {', '.join(failed)}"
        if failed
        else f"all {len(steps)} checks passed"
    )
    return 1 if failed else 0


def _step(name: str, command: Sequence[str | Path], env: Mapping[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    say(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - began:.0f} s)")
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


# --- files that are made from others ---


def lock(words: list[str]) -> int:
    """Remake every lock. ``--upgrade`` takes the newest versions that pyproject.toml allows."""
    set_up("dev")
    form = (
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--python-version",
        "3.11",
    )
    wanted = {"run": [], "build": ["--group", "build"], "dev": ["--group", "build", "--group", "dev"]}
    before: list[str] = []
    for name, groups in wanted.items():
        source = [] if name == "build" else ["pyproject.toml"]
        target = f"requirements/{name}.lock"
        run(
            shutil.which("uv") or BIN / "uv",
            "pip",
            "compile",
            "--quiet",
            *source,
            *groups,
            *form,
            *before,
            *words,
            "-o",
            target,
        )
        before += ["--constraint", target]
    run(BIN / "npm", "install", "--package-lock-only", "--ignore-scripts", cwd=FRONTEND)
    return 0


def extract_messages(template: Path) -> None:
    """Write every text of the sources into a template, without line numbers: those would change with every edit."""
    names = ("gettext_lazy", "ngettext_lazy:1,2", "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3")
    keywords = [word for name in names for word in ("-k", name)]
    style = ("--no-wrap", "--sort-by-file", "--add-location=file")
    run(BIN / "pybabel", "-q", "extract", "-F", "pyproject.toml", *keywords, *style, "-o", template, "src/linli")


def messages(words: list[str]) -> int:
    """Bring the translations' files up to date with the sources; new texts come in untranslated."""
    if words:
        raise Fault("messages takes no arguments")
    set_up("dev")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "django.pot"
        extract_messages(template)
        for language in LANGUAGES:
            verb = "update" if (LOCALE / language / "LC_MESSAGES/django.po").exists() else "init"
            style = (
                ["--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date"] if verb == "update" else []
            )
            run(
                BIN / "pybabel",
                "-q",
                verb,
                "--no-wrap",
                *style,
                "-D",
                "django",
                "-l",
                language,
                "-i",
                template,
                "-d",
                LOCALE,
            )
    return 0
