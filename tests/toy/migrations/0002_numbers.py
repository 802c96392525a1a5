from django.db import migrations

from linli.kernel.numbers import create_series


class Migration(migrations.Migration):
    dependencies = [("toy", "0001_initial"), ("kernel", "0003_bigrams")]
    operations = [create_series("LN")]
