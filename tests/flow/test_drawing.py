from pathlib import Path

from linli.flow.drawing import document

DOCS = Path(__file__).parents[2] / "docs" / "flows.md"


def test_the_document_is_as_the_tables_are() -> None:
    """Made anew by ``./linli manage flows > docs/flows.md``."""
    assert DOCS.read_text() == document()
