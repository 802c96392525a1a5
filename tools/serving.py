"""``demo`` and ``serve``: starting what answers, and stopping it in order."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.setup import (
    BIN,
    PYTHON,
    ROOT,
    Fault,
    build_front_end,
    collect_static,
    compile_translations,
    manage,
    say,
    set_up,
    set_up_to_run,
)


def demo(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./linli demo", description="Fill an invented district and serve it.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--data", type=Path, default=os.environ["LINLI_DATA"], help="data folder (default: LINLI_DATA, else var/)"
    )
    parser.add_argument("--events", type=int, default=30_000, help="events of the past year (default: 30,000)")
    options = parser.parse_args(words)
    data: Path = options.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    with (data / "demo.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Fault(f"a demo is running on {data} already; give this one another --data") from None
        _refuse_taken(options.port)
        env = {**os.environ, "LINLI_DEMO": "1", "LINLI_HTTPS": "0", "LINLI_DATA": str(data)}
        set_up("run", "build")
        compile_translations()
        _prepare_demo(options.port, options.events, data, env)
        return _serve_demo(options.port, data, env)


def _prepare_demo(port: int, events: int, data: Path, env: Mapping[str, str]) -> None:
    """The front end and the database do not need each other, so both are made at once."""
    faults: list[Exception] = []

    def front_end() -> None:
        try:
            build_front_end()
            collect_static(data, env)
        except Exception as fault:
            faults.append(fault)

    thread = threading.Thread(target=front_end)
    thread.start()
    try:
        say("preparing the database …")
        manage("migrate", "-v0", env=env, quiet=True)
        manage("demo", "--address", _address(port), "--events", str(events), env=env)
    finally:
        thread.join()
    if faults:
        raise faults[0]


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def _serve_demo(port: int, data: Path, env: Mapping[str, str]) -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    children = {
        "the worker": _start([PYTHON, "-m", "linli", "worker"], env),
        "the web server": _start(_granian("127.0.0.1", port, workers=2, threads=4), env),
    }
    try:
        address = _address(port)
        is_announced, deadline = False, time.monotonic() + 90
        while not stop.wait(0.2):
            for name, child in children.items():
                if child.poll() is not None:
                    raise Fault(f"{name} ended by itself ({child.returncode})")
            if not is_announced and _answers(f"{address}health/"):
                _announce(address, data)
                is_announced = True
            if not is_announced and time.monotonic() > deadline:
                raise Fault(f"{address}health/ did not come up within 90 seconds")
        say("stopping …")
        return 0
    finally:
        _stop(list(children.values()))


def _start(command: Sequence[str | Path], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a child that Ctrl-C does not reach, so that it is stopped in order; it goes when this process is killed."""

    def die_with_parent() -> None:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG; Linux only

    return subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, preexec_fn=die_with_parent)


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        # 503 while the worker has not reported yet: the server itself is up.
        return error.code == 503
    except OSError:
        return False


def _announce(address: str, data: Path) -> None:
    """Where it is and who can sign in; the same and more stays in ``demo.json``, which only its owner reads."""
    print(f"\n    Linli: {address}   ·   sign-ins with their one-time codes: {address}demo/\n", flush=True)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        given = json.loads((data / "demo.json").read_text(encoding="utf-8"))
        for row in given["sign_ins"]:
            print(f"    {row['username']:<12} {row['password']:<22} {row['name']}  {row['post']}")
        for row in given["tokens"]:
            print(f"    API token of {row['username']} ({row['scopes']}): {row['token']}")
        for row in given["events"]:
            print(f"    to be tracked: {row['number']} with {row['secret']}  {row['title']}")
    print(
        f"\n    All of it, and the secrets of the one-time codes: {data / 'demo.json'}\n    Ctrl-C stops.\n", flush=True
    )


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Fault(f"port {port} is not free ({error.strerror}); choose another with --port") from None


def _granian(host: str, port: int, *, workers: int, threads: int) -> list[str | Path]:
    return [
        *(BIN / "granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "20", "--log-level", "warning"),
        "linli.site.wsgi:application",
    ]


def serve(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./linli serve", description="The web processes; put a proxy with HTTPS before them."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--workers", type=int, default=max(2, os.cpu_count() or 2), help="processes (default: one per core)"
    )
    parser.add_argument("--threads", type=int, default=4, help="threads of each process")
    parser.add_argument("--metrics-port", type=int, help="serve figures for Prometheus at 127.0.0.1:PORT/metrics")
    options = parser.parse_args(words)
    set_up_to_run()
    collect_static(Path(os.environ["LINLI_DATA"]), os.environ)
    try:
        manage("migrate", "--check", quiet=True)
    except Fault:
        raise Fault("the database is not up to date; run: ./linli manage migrate") from None
    command = _granian(options.host, options.port, workers=options.workers, threads=options.threads)
    if options.metrics_port:
        command[1:1] = ["--metrics", "--metrics-port", str(options.metrics_port)]
    os.execv(command[0], [str(word) for word in command])
