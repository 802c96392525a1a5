import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("grid", "0010_disputes"),
        ("people", "0001_initial"),
        ("places", "0003_redrawing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PriorSystem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="原系统")),
                ("columns", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                (
                    "coordinates",
                    models.CharField(
                        choices=[
                            ("wgs84", "WGS 84 / CGCS2000"),
                            ("gcj02", "GCJ-02（高德、腾讯）"),
                            ("bd09", "BD-09（百度）"),
                        ],
                        default="wgs84",
                        max_length=8,
                        verbose_name="坐标系",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="former_number",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="原编号"),
        ),
        migrations.AlterField(
            model_name="event",
            name="channel",
            field=models.CharField(
                choices=[
                    ("resident", "居民上报"),
                    ("grid_worker", "网格员上报"),
                    ("staff", "工作人员录入"),
                    ("import", "原系统导入"),
                ],
                max_length=12,
                verbose_name="来源",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="prior",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grid.priorsystem",
                verbose_name="原系统",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("former_number__isnull", False)), fields=["former_number"], name="grid_event_former"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                condition=models.Q(("prior__isnull", False)),
                fields=("prior", "former_number"),
                name="grid_event_former_once",
                violation_error_message="原系统的这个编号已有一件事件",
            ),
        ),
    ]
