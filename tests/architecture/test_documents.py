"""What the documents list is what there is."""

import re
from pathlib import Path

from linli.site import environment
from linli.site.management.commands.settings import table

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "docs/operations.md"


def test_the_table_of_variables_is_fresh() -> None:
    """Made anew by ``./linli settings --markdown``."""
    assert table() in OPERATIONS.read_text()


def test_no_variable_is_read_behind_the_declarations() -> None:
    declared = {variable.name for variable in environment.ALL}
    for path in (ROOT / "src").rglob("*.py"):
        if path.name in {"environment.py", "__main__.py", "wsgi.py"}:
            continue
        text = path.read_text()
        assert not re.search(r"os\.environ(\[|\.get\()|getenv\(", text), path
    assert declared


def test_every_command_of_the_script_is_in_the_operations_guide() -> None:
    text = OPERATIONS.read_text()
    for command in ("serve", "worker", "backup", "restore", "verify", "import", "settings", "manage"):
        assert f"./linli {command}" in text, command
