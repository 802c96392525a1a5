"""Numbers, and the nine steps to begin with."""

import datetime
import json
from importlib.resources import files
from typing import Any

from django.db import migrations

from linli.kernel.numbers import create_series

SOURCE = "荆门市浏河社区“149”模式：四个阶段、九步流程；九步由本系统从原文分出"
FROM = datetime.date(2015, 1, 1)


def ship(apps: Any, editor: Any) -> None:
    stages = json.loads(files("linli.organisations.incubation").joinpath("data/steps.json").read_text(encoding="utf-8"))
    position = 0
    for number, told in enumerate(stages, start=1):
        stage = apps.get_model("incubation", "Stage").objects.create(position=number, name=told["stage"])
        for step in told["steps"]:
            position += 1
            model = apps.get_model("incubation", "Step")
            model.objects.create(stage=stage, position=position, source=SOURCE, valid_from=FROM, **step)


class Migration(migrations.Migration):
    dependencies = [("incubation", "0001_initial")]
    operations = [
        *map(
            create_series,
            (
                "IC",
                "ED",
                "FN",
                "MV",
                "SR",
                "TX",
            ),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
