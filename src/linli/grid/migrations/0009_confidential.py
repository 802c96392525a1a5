from django.db import migrations, models

from linli.grid.figures import queue


class Migration(migrations.Migration):
    dependencies = [
        ("grid", "0008_residents"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="is_confidential",
            field=models.BooleanField(default=False, verbose_name="保密"),
        ),
        migrations.AddField(
            model_name="event",
            name="is_confidential",
            field=models.BooleanField(db_default=False, verbose_name="保密"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index("id", condition=models.Q(("is_confidential", True)), name="grid_event_confidential"),
        ),
        migrations.RunPython(queue.install_again, migrations.RunPython.noop),
    ]
