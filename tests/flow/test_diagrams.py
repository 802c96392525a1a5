from pathlib import Path

from linli.flow.diagrams import document
from linli.flow.flow import flows

DOCS = Path(__file__).parents[2] / "docs" / "flows.md"


def test_the_document_is_as_the_tables_are() -> None:
    """Made anew by ``./linli manage flows > docs/flows.md``; the toy kind of the tests is in no document."""
    toy = flows["loan"]
    flows.remove("loan")
    try:
        assert DOCS.read_text() == document()
    finally:
        flows.add("loan", toy)
