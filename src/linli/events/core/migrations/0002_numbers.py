"""Numbers, and the index of words."""

from django.db import migrations

from linli.kernel.numbers import create_series
from linli.kernel.search import create_index


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("kernel", "0003_bigrams")]
    operations = [
        *map(
            create_series,
            (
                "EV",
                "AS",
                "WS",
                "EX",
            ),
        ),
        create_index("core_event_words", table="core_event", columns=("text", "address")),
    ]
