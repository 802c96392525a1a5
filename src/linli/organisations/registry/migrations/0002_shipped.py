"""Numbers, the indexes of words, and the fields of work to begin with."""

from typing import Any

from django.db import migrations

from linli.kernel.numbers import create_series
from linli.kernel.search import create_index

FIELDS = [
    ("welfare", "公益"),
    ("convenience", "便民服务"),
    ("affairs", "社区事务"),
    ("culture", "文化体育"),
    ("charity", "慈善救助"),
    ("rights", "社区维权"),
]
"""Of chapter 03, in the words of source [003]; the district keeps the list from here on."""


def ship(apps: Any, editor: Any) -> None:
    field = apps.get_model("registry", "WorkField")
    for position, (code, name) in enumerate(FIELDS):
        field.objects.create(code=code, name=name, position=position)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("kernel", "0003_bigrams")]
    operations = [
        *map(create_series, ("OR",)),
        create_index("registry_organisation_words", table="registry_organisation", columns=("name", "summary")),
        create_index("registry_service_words", table="registry_service", columns=("name", "summary")),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
