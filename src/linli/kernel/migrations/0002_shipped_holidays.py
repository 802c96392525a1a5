from typing import Any

from django.db import migrations

from linli.kernel.holidays import shipped


def load(apps: Any, schema_editor: Any) -> None:
    holiday = apps.get_model("kernel", "Holiday")
    rows = [holiday(date=day.date, is_workday=day.is_workday, name=day.name, source=day.source) for day in shipped()]
    holiday.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
