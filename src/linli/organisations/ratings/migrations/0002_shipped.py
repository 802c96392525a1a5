"""Numbers, and the indicators, grades and checklist to begin with."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.db import migrations

from linli.kernel.numbers import create_series

SHIPPED = Path(__file__).parents[1] / "data/ratings.json"


def ship(apps: Any, editor: Any) -> None:
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))

    def model(name: str) -> Any:
        return apps.get_model("ratings", name)

    values = shipped["set"] | {"valid_from": datetime.date.fromisoformat(shipped["set"]["valid_from"])}
    version = model("IndicatorSet").objects.create(**values)
    branches: dict[str, Any] = {}
    for position, (code, name, weight, about) in enumerate(shipped["indicators"]):
        parent = branches.get(code.partition(".")[0]) if "." in code else None
        made = model("Indicator").objects.create(
            set=version, parent=parent, code=code, name=name, weight=weight, about=about, position=position
        )
        branches.setdefault(code, made)
    for grade, least in shipped["steps"]:
        model("GradeStep").objects.create(set=version, grade=grade, least=least)
    for position, (least, text, source) in enumerate(shipped["benefits"]):
        model("GradeBenefit").objects.create(least=least, text=text, source=source, position=position)
    for position, (code, name) in enumerate(shipped["star_items"]):
        model("StarItem").objects.create(code=code, name=name, position=position)


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_initial")]
    operations = [
        *map(
            create_series,
            (
                "RD",
                "RT",
                "RS",
                "LS",
            ),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
