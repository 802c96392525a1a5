"""``python -m linli COMMAND``: Django's management with Linli's settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    execute_from_command_line(["linli", *sys.argv[1:]])
