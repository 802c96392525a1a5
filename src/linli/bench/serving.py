"""A web server of the bench's own, and a client that costs next to nothing."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

WORKERS, THREADS = 2, 4
STARTS_WITHIN = 60
"""Seconds."""


def database_url() -> str:
    """The address of the database that this process works on now."""
    at = connection.settings_dict
    who = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}@" if at["USER"] else ""
    return f"postgresql://{who}{at['HOST']}:{at['PORT'] or 5432}/{quote(at['NAME'])}"


@contextmanager
def served(data: Path) -> Iterator[int]:
    """Linli on a free port of this machine, as ``./linli serve`` starts it; yields the port."""
    port = _free_port()
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)),
        *("--blocking-threads", str(THREADS), "--log-level", "warning", "linli.site.wsgi:application"),
    ]
    env = os.environ | {
        "LINLI_DATA": str(data),
        "LINLI_KEYS": "",
        "LINLI_DATABASE_URL": database_url(),
        "LINLI_HTTPS": "0",
        "LINLI_LOG_LEVEL": "ERROR",
    }
    server = subprocess.Popen(command, env=env)
    try:
        _await(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            Client(port).get("/health/")
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the web server did not start")


class Client:
    """One kept-open connection. Reads just enough HTTP to know where an answer ends, so that it hardly costs time."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, *headers: str) -> tuple[int, dict[str, str], bytes]:
        return self._ask(f"GET {path} HTTP/1.1", headers, b"")

    def post(self, path: str, body: bytes, *headers: str) -> tuple[int, dict[str, str], bytes]:
        return self._ask(f"POST {path} HTTP/1.1", (*headers, f"Content-Length: {len(body)}"), body)

    def close(self) -> None:
        self._socket.close()

    def _ask(self, line: str, headers: tuple[str, ...], body: bytes) -> tuple[int, dict[str, str], bytes]:
        head = "\r\n".join((line, "Host: 127.0.0.1", *headers, "", ""))
        self._socket.sendall(head.encode() + body)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        top, _, rest = received.partition(b"\r\n\r\n")
        first, *lines = top.decode("latin-1").split("\r\n")
        found = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = int(found["content-length"])
        while len(rest) < length:
            rest += self._receive()
        return int(first.split(" ")[1]), found, rest

    def _receive(self) -> bytes:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise OSError("the server closed the connection")
        return chunk


def post_at_once(port: int, asks: Sequence[tuple[str, str, str]]) -> float:
    """Post nothing to each address by its token under its key, all at the same moment, each by its own client.

    Seconds from the moment at which all begin until the last has its answer; one that is not 200 ends the bench.
    """
    barrier = threading.Barrier(len(asks) + 1)
    faults: list[str] = []

    def post(address: str, token: str, key: str) -> None:
        client = Client(port)
        barrier.wait()
        status, _headers, body = client.post(
            address,
            b"{}",
            f"Authorization: Bearer {token}",
            "Content-Type: application/json",
            f"Idempotency-Key: {key}",
        )
        if status != 200:
            faults.append(f"{status} {body.decode(errors='replace')[:300]}")
        client.close()

    threads = [threading.Thread(target=post, args=ask) for ask in asks]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if faults:
        raise SystemExit(f"{len(faults)} of {len(asks)} failed, the first with: {faults[0]}")
    return time.perf_counter() - began
