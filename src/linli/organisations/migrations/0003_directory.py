"""The papers, the services' search and lists, and registries brought in from before."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import linli.kernel.ids
from linli.kernel.search import create_index


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_documents"),
        ("organisations", "0002_registry"),
        ("places", "0004_warn_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                ("rows", models.JSONField(default=list)),
                ("new", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("errors", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("taken_in_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="charter",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.storedfile",
                verbose_name="章程文件",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_service_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_service_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_service_in_15",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                models.F("field"), models.OrderBy(models.F("id"), descending=True), name="org_service_field"
            ),
        ),
        migrations.AddField(
            model_name="organisationimport",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place", verbose_name="地点"
            ),
        ),
        migrations.AddField(
            model_name="organisationimport",
            name="started_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        create_index("org_service_words", table="organisations_service", columns=("name", "summary")),
    ]
