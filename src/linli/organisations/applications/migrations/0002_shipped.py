"""Numbers, and the catalogue to begin with."""

from typing import Any

from django.db import migrations

from linli.kernel.numbers import create_series
from linli.organisations.applications.catalogue import ship


def load(apps: Any, editor: Any) -> None:
    ship(
        *(
            apps.get_model("applications", name)
            for name in ("Department", "ServiceItem", "ServiceDocument", "ServiceDepartment")
        )
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [
        *map(
            create_series,
            (
                "AP",
                "OP",
                "BA",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
