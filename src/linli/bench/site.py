"""``./linli bench site``: what a phone loads at its first visit, as it is served."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from django.db import connection
from django.urls import reverse

from linli.bench.district import settle
from linli.bench.measuring import Figure, scratch_database
from linli.bench.serving import Client, served

MOST = 150.0
"""Kilobytes of 1,000 bytes, heads of requests and answers not counted."""
ACCEPTS = "Accept-Encoding: br, gzip"


class Links(HTMLParser):
    """What a page loads by itself: styles, scripts, pictures, the boundaries of its map."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and values.get("rel") in {"stylesheet", "icon", "preload", "manifest"}:
            self.found.append(values.get("href") or "")
        if tag in {"script", "img"} and values.get("src"):
            self.found.append(values["src"] or "")
        self.found += [value for value in values.values() if value and value.split("?")[0].endswith(".geojson")]


def run(arguments: Sequence[str]) -> list[Figure]:
    """The home page, a community's, and the page for reporting, with all they load; brotli where it is served."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    with scratch_database(), tempfile.TemporaryDirectory() as data:
        community = settle().grids[0].code[:12]
        command = [sys.executable, "-m", "linli", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(command, env=os.environ | {"LINLI_DATA": data, "LINLI_KEYS": ""}, check=True)
        with served(Path(data)) as port:
            pages = (reverse("home"), reverse("community", args=[community]), reverse("report_at", args=[community]))
            return [_weigh(Client(port), page) for page in pages]


def _weigh(client: Client, page: str) -> Figure:
    status, _headers, body = client.get(page, ACCEPTS)
    if status != 200:
        raise SystemExit(f"{page} answered {status}")
    links = Links()
    links.feed(body.decode())
    sizes = {page: len(body)}
    waiting = [urljoin(page, link) for link in links.found]
    while waiting:
        path = waiting.pop()
        if path in sizes or path.startswith("data:") or "#" in path:
            continue
        sizes[path], content = _load(client, path)
        waiting += [urljoin(path, found) for found in re.findall(r"url\(\"?([^\")]+)\"?\)", content)]
    for path, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"    {size:>8,}  {path}")
    return Figure(
        what=f"{page}: {len(sizes)} requests",
        value=sum(sizes.values()) / 1000,
        unit="kB",
        limit=MOST,
        limit_is="what a first load may weigh",
        least_ratio=1.0,
        is_less_better=True,
    )


def _load(client: Client, path: str) -> tuple[int, str]:
    """How many bytes came, and a style sheet's text, in which more may be named."""
    status, _headers, body = client.get(path, ACCEPTS)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    is_style = path.split("?")[0].endswith(".css")
    return len(body), client.get(path)[2].decode() if is_style else ""
