"""Linli's own settings with the toy kind, as the tests' databases have it: for a process beside the tests."""

from linli.site.settings import *  # noqa: F403
from linli.site.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.toy", *INSTALLED_APPS]
