"""A served demo in a folder of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
EVENTS = "400"
"""Of the year before."""
ROUNDS = """
import sys, django
django.setup()
from django.utils import timezone
from linli.inbox.models import Task
from linli.kernel.registry import periodic
late = Task.objects.filter(number__in=sys.argv[1:]).update(due_at=timezone.now())
assert late == len(sys.argv) - 1, "nothing waits under that number"
for name in ("inbox.sweep", "events.count_figures"):
    periodic[name].run()
"""


MEANWHILE = """
import sys, django
django.setup()
from tests.browser import meanwhile
print(getattr(meanwhile, sys.argv[1])(*sys.argv[2:]) or "")
"""


@dataclass(frozen=True)
class Site:
    """Where it is and what ``demo.json`` says."""

    address: str
    handout: dict[str, Any]
    env: dict[str, str]

    def sign_in(self, username: str) -> dict[str, str]:
        found: dict[str, str] = next(row for row in self.handout["sign_ins"] if row["username"] == username)
        return found

    def let_time_pass(self, *numbers: str) -> None:
        """What waits under these numbers is late now; then the worker makes its rounds."""
        subprocess.run([sys.executable, "-c", ROUNDS, *numbers], cwd=ROOT, env=self.env, check=True)

    def meanwhile(self, name: str, *words: str) -> str:
        """Something that happens in the site's own process between two pages, by its name in ``meanwhile.py``."""
        done = subprocess.run(
            [sys.executable, "-c", MEANWHILE, name, *words],
            cwd=ROOT,
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout.strip()

    def let_in(self, username: str) -> str:
        """A sign-in for somebody of the demo who is not of its cast; once, for a second one ends the first."""
        if not any(row["username"] == username for row in self.handout["sign_ins"]):
            self.handout["sign_ins"].append(json.loads(self.meanwhile("sign_in_of", username)))
        return username


@contextmanager
def serve(folder: Path) -> Iterator[Site]:
    """Fill a demo in ``folder`` and serve it until the end; its log goes into the folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "linli.site.settings",
        "LINLI_DATA": str(folder),
        "LINLI_DATABASE_URL": "",
        "LINLI_KEYS": "",
        "LINLI_DEMO": "1",
        "LINLI_HTTPS": "0",
        "PYTHONPATH": str(ROOT / "src"),
    }
    for words in (
        ["migrate", "-v0"],
        ["demo", "--address", f"{address}/", "--events", EVENTS],
        ["collectstatic", "--noinput", "-v0"],
    ):
        subprocess.run([sys.executable, "-m", "linli", *words], cwd=ROOT, env=env, check=True)
    granian = str(Path(sys.executable).parent / "granian")
    options = ["--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [granian, *options, "linli.site.wsgi:application"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(address, server)
            yield Site(address, json.loads((folder / "demo.json").read_text(encoding="utf-8")), env)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server ended by itself ({server.returncode})")
        try:
            with opener.open(f"{address}/demo/", timeout=5):
                return
        except urllib.error.HTTPError as error:
            pytest.fail(f"/demo/ answers {error.code}")
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not come up")
