"""The share of time after which one is warned is a rule of every kind of record, no longer of events alone."""

from typing import Any

from django.db import migrations

OLD, NEW = "event.warn_at", "flow.warn_at"


def _rename(apps: Any, old: str, new: str) -> None:
    apps.get_model("places", "RuleOverride").objects.filter(rule=old).update(rule=new)


class Migration(migrations.Migration):
    dependencies = [("places", "0003_redrawing")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: _rename(apps, OLD, NEW),
            lambda apps, editor: _rename(apps, NEW, OLD),
        )
    ]
