"""The house in figures: ``python tools/house.py [CHECKOUT]``. Reads the sources as text; nothing of them is run.

Lines of Python (without migrations), templates and tests for each kind of record, by room; and what makes a room hard
to read: ``Any``, ``type: ignore``, files too short to be one, arrows between the rooms of a wing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

WINGS = ("events", "grid", "organisations")
SHORT = 40
UNCOUNTED = {"urls.py", "apps.py", "states.py", "__init__.py"}
KIND = re.compile(r'^    kind = "', re.MULTILINE)


def python(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


def lines(paths: Iterator[Path]) -> int:
    return sum(len(path.read_text().splitlines()) for path in paths)


def kinds(folder: Path) -> int:
    return sum(len(KIND.findall(path.read_text())) for path in python(folder) if "models" in path.as_posix())


def rooms(wing: Path) -> list[Path]:
    return [path for path in sorted(wing.iterdir()) if path.is_dir() and (path / "__init__.py").exists()]


def arrows(source: Path, wing: Path) -> Counter[tuple[str, str]]:
    """Imports between the folders of a wing, by the folders they lead from and to; the wing's own files are ``.``."""
    found: Counter[tuple[str, str]] = Counter()
    known = {room.name for room in rooms(wing)}
    for path in python(wing):
        here = path.relative_to(wing).parts[0] if len(path.relative_to(wing).parts) > 1 else "."
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"linli.{wing.name}"):
                parts = (node.module or "").split(".")[2:] or [alias.name for alias in node.names[:1]]
                there = parts[0] if parts[0] in known else "."
                if there != here:
                    found[here, there] += 1
    return found


def main(root: Path) -> None:
    source = root / "src/linli"
    total = Counter[str]()
    print(f"{'room':<28}{'kinds':>6}{'python':>8}{'pages':>8}{'tests':>8}")
    for wing in (source / name for name in WINGS if (source / name).is_dir()):
        for room in rooms(wing):
            tests = root / "tests" / wing.name / room.name
            counted = {
                "kinds": kinds(room),
                "python": lines(python(room)),
                "pages": lines(room.rglob("*.html")),
                "tests": lines(tests.rglob("*.py")) if tests.is_dir() else 0,
            }
            print(f"{wing.name + '/' + room.name:<28}" + "".join(f"{number:>8}" for number in counted.values()))
        whole = {
            "kinds": kinds(wing),
            "python": lines(python(wing)),
            "pages": lines(wing.rglob("*.html")),
            "tests": lines((root / "tests" / wing.name).rglob("*.py")),
        }
        print(f"{wing.name + ', whole':<28}" + "".join(f"{number:>8}" for number in whole.values()))
        total.update(whole)
        found = arrows(source, wing)
        circles = sorted((a, b) for a, b in found if (b, a) in found and a < b)
        print(f"  arrows between its rooms: {len(found)}; circles: {circles or 'none'}")
    for what in ("python", "pages", "tests"):
        print(f"{what} for each kind: {total[what] / total['kinds']:.0f}")
    texts = {path: path.read_text() for path in source.rglob("*.py")}
    code = [line for text in texts.values() for line in text.splitlines()]
    print("lines with Any:", sum(bool(re.search(r"\bAny\b", line)) for line in code))
    print("type: ignore:", sum("type: ignore" in line for line in code))
    short = [path for path in python(source) if path.name not in UNCOUNTED and len(texts[path].splitlines()) < SHORT]
    print(f"files under {SHORT} lines:", len(short))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1]))
