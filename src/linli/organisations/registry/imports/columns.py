"""What the columns of a registry from before are called, and what its words mean."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files

from linli.organisations.registry.states import OrganisationKind, OrganisationRole

_DATA = json.loads((files("linli.organisations.registry") / "data" / "import_columns.json").read_text(encoding="utf-8"))

HEADS: Mapping[str, Sequence[str]] = _DATA["heads"]
"""Of each of our columns the heads under which it comes."""
KINDS: Mapping[str, OrganisationKind] = {
    **{kind.value: kind for kind in OrganisationKind},
    **{word: OrganisationKind(value) for word, value in _DATA["kinds"].items()},
}
ROLES: Mapping[str, OrganisationRole] = {
    **{role.value: role for role in OrganisationRole},
    **{word: OrganisationRole(value) for word, value in _DATA["roles"].items()},
}
LONGEST: Mapping[str, int] = {
    "name": 80,
    "authority": 80,
    "certificate_number": 40,
    "filing_number": 40,
    "address": 120,
    "phone": 20,
    "summary": 1000,
}


def columns_of(heads: Sequence[str]) -> dict[str, str]:
    """For each column of ours the head that stands for it; the first where two do."""
    found: dict[str, str] = {}
    for name, aliases in HEADS.items():
        head = next((head for head in heads if head.replace(" ", "") in aliases), None)
        if head is not None:
            found[name] = head
    return found
