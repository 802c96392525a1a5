"""What the linters cannot say about the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400
CODE = [path for folder in ("src", "tests", "tools") for path in (ROOT / folder).rglob("*.py")]
OURS = [path for path in CODE if "migrations" not in path.parts]
SHIPPED = [path for path in OURS if (ROOT / "src") in path.parents]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_file_is_short_enough_to_read() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in OURS}
    assert lengths
    assert not {path: length for path, length in lengths.items() if length > LONGEST}


def writes_of_state(tree: ast.AST) -> Iterator[int]:
    """The lines that write an attribute or column called ``state``, in any of the ways there are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store):
            yield node.lineno
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in {"update", "update_or_create"} and any(word.arg == "state" for word in node.keywords):
            yield node.lineno
        if called in {"setattr", "bulk_update"} and any(
            isinstance(part, ast.Constant) and part.value == "state" for word in node.args for part in ast.walk(word)
        ):
            yield node.lineno


@pytest.mark.parametrize(
    "line",
    [
        "event.state = CLOSED",
        "self.record.state: str = CLOSED",
        "(event.state, x) = (1, 2)",
        "rows.update(state=CLOSED)",
        "setattr(event, 'state', CLOSED)",
        "Event.objects.bulk_update(rows, ['version', 'state'])",
    ],
)
def test_every_way_to_write_a_state_is_seen(line: str) -> None:
    assert list(writes_of_state(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line", ["x = event.state", "rows.filter(state=OPEN)", "Event(state=OPEN)", "words.update(a=1)"]
)
def test_reading_a_state_is_not_writing_it(line: str) -> None:
    assert not list(writes_of_state(ast.parse(line)))


def test_only_the_flow_writes_a_state() -> None:
    """A record's state changes by a move and in no other way; the bench fills tables by COPY and is not spoken of."""
    found = [
        f"{name(path)}:{line}"
        for path in SHIPPED
        if "flow" not in path.relative_to(ROOT / "src/linli").parts[:1]
        for line in writes_of_state(ast.parse(path.read_text()))
    ]
    assert not found


MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|work|Users|mnt|media)/\w")


def tracked_texts() -> list[Path]:
    """Everything that people write here; what is built, fetched or found in ``var`` is not."""
    kinds = {".py", ".md", ".html", ".ts", ".css", ".toml", ".json", ".mjs", ".yaml", ".conf", ".po", ".lock", ""}
    folders = ("src", "tests", "tools", "docs", "deploy", "requirements", ".ci")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    found += [
        path for path in (ROOT / "frontend").rglob("*") if "node_modules" not in path.parts and path.suffix in kinds
    ]
    found += [path for path in ROOT.iterdir() if path.suffix in kinds]
    return [path for path in found if path.is_file() and "built" not in path.parts and "__pycache__" not in path.parts]


def test_nothing_names_a_folder_of_somebodys_machine() -> None:
    assert len(tracked_texts()) > 100
    found = [
        f"{name(path)}:{number}"
        for path in tracked_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not found


LOCKS = [*(ROOT / "requirements").glob("*.lock"), ROOT / "frontend/package-lock.json"]


@pytest.mark.parametrize("path", LOCKS, ids=name)
def test_no_lock_names_a_registry(path: Path) -> None:
    """Whoever installs takes the packages from their own index; the digests say that they are the same."""
    text = path.read_text()
    addresses = [line for line in text.splitlines() if "://" in line and '"url":' not in line]
    assert not addresses
    assert '"resolved"' not in text
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links|-f)\b", text, re.MULTILINE)


@pytest.mark.parametrize("path", [lock for lock in LOCKS if lock.suffix == ".lock"], ids=name)
def test_every_package_of_a_lock_is_pinned_with_digests(path: Path) -> None:
    packages = re.split(r"\n(?=\S)", path.read_text().strip())
    assert packages
    assert all(re.match(r"[\w.-]+==", package) and "--hash=sha256:" in package for package in packages)


READS_EVENTS = re.compile(r"\bEvent\.(?:objects|_default_manager)\b(?!\.visible_to\b)")
PAST_THE_DOOR = {
    "src/linli/events/core/openness.py": "says what is public",
    "src/linli/events/core/actions.py": "locks the event to join into, which the form found among the visible",
    "src/linli/events/core/following.py": "moves records when places are re-drawn and tells only how many",
    "src/linli/events/figures/counting.py": "counts what measures.py lets it",
    "src/linli/events/figures/days.py": "counts what measures.py lets it",
    "src/linli/events/figures/verification.py": "counts the same again",
    "src/linli/events/figures/tables.py": "leaves confidential ones out",
    "src/linli/events/hotline/actions.py": "locks the event of an order that its own platform sends again",
    "src/linli/events/hotline/dues.py": "of the tasks that wait for somebody, only the platforms' deadlines",
    "src/linli/events/hotline/replies.py": "locks the event of a reply found among the visible, or its own platform's",
    "src/linli/events/imports/batches.py": "looks which numbers of the former system are here already",
    "src/linli/events/core/likeness/api.py": "rows of candidates that were found among the visible",
    "src/linli/events/open311/views.py": "rows of what was found among the known",
    "src/linli/events/core/public_views.py": "the reporter's own, by number and secret",
}
"""Who reads events without asking who may see them, and why that is right."""


def test_events_are_read_through_one_door() -> None:
    """A page that forgets the door shows confidential events to everybody."""
    ours = [path for path in SHIPPED if not {"demo", "bench"} & set(path.relative_to(ROOT / "src/linli").parts[:1])]
    found = {name(path) for path in ours if READS_EVENTS.search(path.read_text())}
    assert found == set(PAST_THE_DOOR)
