import django.db.models.functions.text
from django.db import migrations, models

from linli.kernel.search import create_index


class Migration(migrations.Migration):
    dependencies = [("grid", "0002_series"), ("kernel", "0003_bigrams")]
    operations = [
        create_index("grid_event_words", table="grid_event", columns=("text", "address")),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("state__in", ("reported", "accepted", "dispatched", "in_progress", "done", "checked"))
                ),
                name="grid_event_open",
            ),
        ),
    ]
