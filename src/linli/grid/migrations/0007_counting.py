from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import linli.places.fields
from linli.grid.figures import queue


def forget(apps: Any, schema_editor: Any) -> None:
    """All events are counted anew under the new keys."""
    apps.get_model("grid", "Figure").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("grid", "0006_figures"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.UUIDField()),
                ("sign", models.SmallIntegerField(default=1)),
                ("path", linli.places.fields.NotedCodeField(max_length=22)),
                ("category", models.UUIDField()),
                ("unit", models.UUIDField()),
                ("reported_in", models.DateField()),
                ("due_in", models.DateField(null=True)),
                ("measures", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Uncounted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.UUIDField()),
                ("is_taken", models.BooleanField(db_default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="figure",
            name="grid_figure_one",
        ),
        migrations.RemoveIndex(
            model_name="event",
            name="grid_event_uncounted",
        ),
        migrations.RemoveIndex(
            model_name="figure",
            name="grid_figure_path",
        ),
        migrations.RemoveField(
            model_name="event",
            name="counted",
        ),
        migrations.RemoveField(
            model_name="event",
            name="counted_version",
        ),
        migrations.RemoveField(
            model_name="figure",
            name="place",
        ),
        migrations.AlterField(
            model_name="figure",
            name="category",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grid.category",
            ),
        ),
        migrations.AlterField(
            model_name="figure",
            name="path",
            field=linli.places.fields.NotedCodeField(max_length=22),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(fields=("path", "month", "category", "unit"), name="grid_figure_one"),
        ),
        migrations.AddConstraint(
            model_name="counted",
            constraint=models.UniqueConstraint(fields=("event", "sign"), name="grid_counted_one"),
        ),
        migrations.RunPython(queue.install, queue.remove),
    ]
