"""Numbers, and the fields that experts have to begin with."""

from typing import Any

from django.db import migrations

from linli.kernel.numbers import create_series

EXPERT_FIELDS = [
    ("social_work", "社会工作"),
    ("governance", "社区治理"),
    ("nonprofit", "社会组织管理"),
    ("finance", "财务审计"),
    ("law", "法律"),
    ("evaluation", "项目评估"),
    ("care", "养老助残"),
    ("youth", "儿童青少年"),
    ("party", "党建"),
]
"""To begin with; the district keeps the list from here on."""


def ship(apps: Any, editor: Any) -> None:
    field = apps.get_model("experts", "ExpertField")
    for position, (code, name) in enumerate(EXPERT_FIELDS):
        field.objects.create(code=code, name=name, position=position)


class Migration(migrations.Migration):
    dependencies = [("experts", "0001_initial")]
    operations = [
        *map(
            create_series,
            (
                "XP",
                "DR",
            ),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
