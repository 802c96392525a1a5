from django.db import migrations

from linli.kernel.search import create_function


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_shipped_holidays")]
    operations = [create_function()]
