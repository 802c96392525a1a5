from django.db import migrations

from linli.kernel.search import create_index


class Migration(migrations.Migration):
    dependencies = [("grid", "0002_series"), ("kernel", "0003_bigrams")]
    operations = [create_index("grid_event_words", table="grid_event", columns=("text", "address"))]
