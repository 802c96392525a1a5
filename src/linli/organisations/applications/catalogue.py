"""The catalogue that Linli comes with: 25 items over 52 departments, as in Haining (source [002])."""

import datetime
import json
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data/services.json"
SINCE = datetime.date(2020, 1, 1)
"""Before any application."""


def shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return found


def ship(department: Any, item: Any, item_paper: Any, item_department: Any) -> None:
    """Put it in, through the models of now or of a migration; the district keeps it from here on."""
    found = shipped()
    departments = {
        row["code"]: department.objects.create(code=row["code"], name=row["name"], position=position)
        for position, row in enumerate(found["departments"], start=1)
    }
    for position, row in enumerate(found["items"], start=1):
        columns = {name: row[name] for name in ("code", "name", "module", "outcome", "within", "source")}
        made = item.objects.create(
            **columns,
            change=row.get("change", ""),
            states=row["states"],
            legal_kinds=row["legal_kinds"],
            position=position,
            valid_from=SINCE,
        )
        item_paper.objects.bulk_create(
            item_paper(item=made, name=name, is_required=is_required, note=note, position=number)
            for number, (name, is_required, note) in enumerate(row["papers"], start=1)
        )
        item_department.objects.bulk_create(
            item_department(item=made, department=departments[code], days=days, is_needed=is_needed)
            for code, days, is_needed in row["departments"]
        )
