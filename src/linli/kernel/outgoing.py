"""A POST to an address that somebody typed in: it leads out of here, and never to what only we can reach.

The host's name is looked up once for each request. If any of its addresses is not a public one the request is
refused; else it goes to the addresses that were looked at, not to what a second look-up might say. Only HTTPS, with
the certificate checked against the name; redirects are answers like any other and are not followed.
"""

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

STEP_SECONDS, ALL_SECONDS = 5.0, 10.0
"""For one step of the talk, and for the whole of it: who answers a byte at a time is hung up on."""
MOST_READ = 4096
MOST_TRIED = 3
HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?")
ADDRESS = re.compile(r"https://[!-~]+", re.IGNORECASE)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
CLOSED = [ipaddress.ip_network(text) for text in ("64:ff9b:1::/48", "2001::/32", "::/96", "fec0::/10")]
"""Local NAT64, Teredo, IPv4-compatible, site-local: older ways to write an address inside."""
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class Reason(TextChoices):
    """Why a request was not sent at all; the words are for whoever typed the address."""

    BAD_ADDRESS = "bad_address", _("地址须以 https:// 开头，不含用户名、密码、空格或 # 部分；中文路径请先编码")
    UNKNOWN_HOST = "unknown_host", _("没有找到这台主机，请检查域名")
    NOT_PUBLIC = "not_public", _("这个地址指向本机或内部网络，不能向那里发送")


class Refused(Exception):
    """Not sent, and not to be sent to this address."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """``path`` with its query."""

    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """The parts of an address that may be typed in here. Raises Refused for any other."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port or 443
        if ":" not in host and not HOST.fullmatch(host):
            raise ValueError("no host")
        if not ADDRESS.fullmatch(url.replace(parts.hostname or "", host, 1)) or "@" in parts.netloc or "#" in url:
            raise ValueError("more, or less, than an address")
    except ValueError:  # also what is no IDNA name, no port, no IPv6 address
        raise Refused(Reason.BAD_ADDRESS) from None
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def addresses_of(target: Target) -> list[str]:
    """What the host's name stands for now. Raises Refused if that is nothing, or if any of it is not public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(Reason.UNKNOWN_HOST) from None
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not addresses:
        raise Refused(Reason.UNKNOWN_HOST)
    if not all(map(is_open, addresses)):
        raise Refused(Reason.NOT_PUBLIC)
    return addresses


def is_open(address: str) -> bool:
    """Is it an address on the public internet, or in a network that this installation names as its own to reach?"""
    try:
        ip = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if any(ip in network for network in settings.WEBHOOK_NETWORKS):
        return True
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or any(ip in net for net in CLOSED)
    )


def _unwrapped(ip: Ip) -> Ip:
    """An IPv4 address that is written as an IPv6 one: mapped, 6to4 or through NAT64."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        return ip.ipv4_mapped or ip.sixtofour or ip
    return ip


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer. Raises Refused, or OSError or HTTPException if there was none."""
    target = target_of(url)
    connection = _Pinned(target, addresses_of(target))
    try:
        connection.request("POST", target.path, body, dict(headers))
        response = connection.getresponse()
        response.read(MOST_READ)
        if connection.is_cut.is_set():
            raise TimeoutError("it took too long as a whole")
        return response.status
    finally:
        connection.close()


class _Pinned(http.client.HTTPSConnection):
    """Goes to addresses that were looked at, whatever the host's name stands for by now."""

    def __init__(self, target: Target, addresses: Sequence[str]) -> None:
        super().__init__(target.host, target.port, timeout=STEP_SECONDS)
        self.addresses = addresses[:MOST_TRIED]
        self._end: socket.socket | None = None
        self._clock: threading.Timer | None = None
        self.is_cut = threading.Event()

    def connect(self) -> None:
        plain = self._reach()
        # A second handle on the same connection: shut from outside, whoever reads from it is told at once.
        self._end = plain.dup()
        self._clock = threading.Timer(ALL_SECONDS, self._hang_up)
        self._clock.daemon = True
        self._clock.start()
        try:
            self.sock = trust().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def close(self) -> None:
        super().close()
        if self._clock:
            self._clock.cancel()
            self._clock.join()
        if self._end:
            self._end.close()

    def _reach(self) -> socket.socket:
        for address in self.addresses[:-1]:
            try:
                return socket.create_connection((address, self.port), STEP_SECONDS)
            except OSError:
                continue
        return socket.create_connection((self.addresses[-1], self.port), STEP_SECONDS)

    def _hang_up(self) -> None:
        self.is_cut.set()
        if self._end:
            with contextlib.suppress(OSError):  # it may be over already
                self._end.shutdown(socket.SHUT_RDWR)


@cache
def trust() -> ssl.SSLContext:
    """The operating system's authorities; ``SSL_CERT_FILE`` names others."""
    return ssl.create_default_context()
