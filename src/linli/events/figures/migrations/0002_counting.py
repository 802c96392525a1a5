"""What notes which events have to be counted anew."""

from django.db import migrations

from linli.events.figures import queue


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("core", "0002_numbers")]
    operations = [migrations.RunPython(queue.install, queue.remove)]
