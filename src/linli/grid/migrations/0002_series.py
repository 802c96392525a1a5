from django.db import migrations

from linli.kernel.numbers import create_series


class Migration(migrations.Migration):
    dependencies = [("grid", "0001_initial")]
    operations = [create_series("EV")]
