"""The settings of the tests: Linli's own, with a data folder of their own that goes when they end.

``LINLI_TEST_ON`` names the database (``sqlite`` or ``postgresql``); without it ``LINLI_DATABASE_URL`` decides,
as everywhere.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="linli-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["LINLI_DATA"] = _folder
os.environ["LINLI_KEYS"] = ""
os.environ["LINLI_HTTPS"] = "0"
if "LINLI_TEST_ON" in os.environ:
    on = os.environ["LINLI_TEST_ON"]
    os.environ["LINLI_DATABASE_URL"] = os.environ["LINLI_TEST_DATABASE_URL"] if on == "postgresql" else ""

from linli.site.settings import *  # noqa: E402, F403
from linli.site.settings import DATABASES, INSTALLED_APPS, STATIC_ROOT, STORAGES, TEMPLATES  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)

# The second fails when two people's branches each add a migration; the toy is the kind of docs/adding-a-kind.md.
INSTALLED_APPS = ["tests.toy", *INSTALLED_APPS, "django_linear_migrations"]
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "toy/templates"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

_options = DATABASES["default"]["OPTIONS"]
assert isinstance(_options, dict)
if "init_command" in _options:
    # What relies on an order it did not ask for fails here, as it would one day on PostgreSQL.
    _options["init_command"] += "PRAGMA reverse_unordered_selects=ON;"
