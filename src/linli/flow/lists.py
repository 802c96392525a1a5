"""The addresses above and below a list: chips that narrow it, its next page, its first."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from linli.kernel.problems import Text

Chip = tuple[Text, str, bool]
"""What it says, where it leads, whether it is on."""


def chips(query: QueryDict, name: str, choices: Iterable[tuple[str, Text]]) -> list[Chip]:
    """One for each choice, beside whatever else is asked; one that is on leads to the list without it."""
    found = []
    for value, label in choices:
        others, is_on = _begun(query), query.get(name) == value
        others.pop(name, None)
        if not is_on:
            others[name] = value
        found.append((label, f"?{others.urlencode()}", is_on))
    return found


def pages_of(query: QueryDict, found: Any) -> dict[str, str]:
    """The addresses of the page after ``found`` and of the first one, with everything else that is asked."""
    kept = _begun(query)
    here = f"?{kept.urlencode()}&" if kept else "?"
    return {
        "next": f"{here}after={found.next_cursor}" if found.next_cursor else "",
        "first": "" if found.is_first else here,
    }


def _begun(query: QueryDict) -> QueryDict:
    """From the list's beginning."""
    kept = query.copy()
    kept.pop("after", None)
    return kept
