"""The numbers of its records."""

from django.db import migrations

from linli.kernel.numbers import create_series


class Migration(migrations.Migration):
    dependencies = [("party", "0001_initial")]
    operations = [
        *map(
            create_series,
            (
                "PB",
                "PG",
                "HS",
                "HX",
            ),
        ),
    ]
