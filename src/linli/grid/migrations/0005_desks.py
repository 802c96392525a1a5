from typing import Any

from django.db import migrations
from django.db.models import Case, Value, When
from django.db.models.functions import Length


def fill_desks(apps: Any, schema_editor: Any) -> None:
    """Events from before have been where their place's desk is."""
    events = apps.get_model("grid", "Event").objects.filter(desk="").annotate(length=Length("path"))
    desk = Case(
        When(length__gte=15, then=Value("grid")),
        When(length__gte=12, then=Value("community")),
        When(length__gte=9, then=Value("subdistrict")),
        default=Value("district"),
    )
    events.update(desk=desk, highest=desk)


class Migration(migrations.Migration):
    dependencies = [("grid", "0004_parts")]
    operations = [migrations.RunPython(fill_desks, migrations.RunPython.noop)]
