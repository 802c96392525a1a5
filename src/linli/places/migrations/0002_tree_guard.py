from django.db import migrations

from linli.places import tree_guard


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [migrations.RunPython(tree_guard.install, tree_guard.remove)]
