"""``./linli bench site``: what the first visit of a phone costs, all requests of a page together, as served."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from linli.bench.district import DISTRICT, settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.serving import Client, served
from linli.places.levels import Level
from linli.places.models import Place

MOST_KB = 150
ENCODINGS = "Accept-Encoding: br, gzip"
LOADED = {"link": ("href",), "script": ("src",), "img": ("src",), "div": ("data-boundaries",)}


class Needs(HTMLParser):
    """The addresses that a browser asks for after the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in LOADED.get(tag, ()) and value and value.startswith("/") and value not in self.addresses:
                self.addresses.append(value)


def run(arguments: Sequence[str]) -> list[Figure]:
    """Home of the district, of a community, and its report page, with an empty cache."""
    with scratch_database(), tempfile.TemporaryDirectory() as data:
        settle()
        _collect_static(Path(data))
        community = Place.objects.inside(DISTRICT).filter(level=Level.COMMUNITY).order_by("code")[0].code
        with served(Path(data)) as port:
            pages = {"district": "/", "community": f"/c/{community}/", "report": f"/c/{community}/report/"}
            return [_weigh(port, name, path) for name, path in pages.items()]


def _weigh(port: int, name: str, path: str) -> Figure:
    client = Client(port)
    page, size = _fetch(client, path)
    needs = Needs()
    needs.feed(page.decode())
    sizes = {address: _fetch(client, address)[1] for address in needs.addresses}
    client.close()
    return Figure(
        what=f"first load of the {name} page, {len(sizes) + 1} requests",
        value=(size + sum(sizes.values())) / 1024,
        unit="KB",
        limit=MOST_KB,
        limit_is="the most that a page may cost",
        least_ratio=1,
        is_less_better=True,
    )


def _fetch(client: Client, address: str) -> tuple[bytes, int]:
    """The body, and how many bytes came over the wire, headers included."""
    status, headers, body = client.get(address, ENCODINGS)
    if status != 200:
        raise SystemExit(f"{address} answered {status}")
    return body, len(body) + sum(len(name) + len(value) + 4 for name, value in headers.items())


def _collect_static(data: Path) -> None:
    env = os.environ | {"LINLI_DATA": str(data), "LINLI_KEYS": ""}
    command = [sys.executable, "-m", "linli", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env=env, check=True)
