"""Personal data at rest: sealed with AES-256-GCM, found again through a keyed hash.

A sealed value reads ``v1:<key's name>:<base64url of nonce, ciphertext and tag>``. It is bound to the place it was
made for (table, column and row), so that a value copied to another row or column does not open.
Everything fails closed: a missing key or a changed byte is an error, never an empty or a plain text.
"""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from linli.kernel import keyring

VERSION = "v1"
NONCE_BYTES = 12
TAG_BYTES = 16


class Tampered(Exception):
    """The value is not what was sealed for this place: changed, cut off, or copied from elsewhere."""


def seal(text: str, *, place: str) -> str:
    """Encrypt ``text`` for ``place`` (``table.column.pk``) under the current key."""
    ring = keyring.field_keys()
    nonce = os.urandom(NONCE_BYTES)
    data = AESGCM(ring.keys[ring.current]).encrypt(nonce, text.encode(), _bound(ring.current, place))
    return f"{VERSION}:{ring.current}:{base64.urlsafe_b64encode(nonce + data).decode()}"


def unseal(value: str, *, place: str) -> str:
    """The text that was sealed for ``place``. ``Tampered`` if it was not; ``KeyMissing`` without its key."""
    name, data = _take_apart(value)
    key = keyring.field_keys(needed=name).keys[name]
    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _bound(name, place)).decode()
    except InvalidTag:
        raise Tampered(f"the sealed value at {place} is not the one that was written there") from None


def is_current(value: str) -> bool:
    """Was ``value`` sealed under the current key?"""
    return _take_apart(value)[0] == keyring.field_keys().current


def blind_index(text: str, *, purpose: str) -> str:
    """A keyed hash (HMAC-SHA256, 64 hex digits) for finding the exact ``text`` again without opening any row.

    The same text under another ``purpose`` gives another hash. Bring the text into one form first.
    """
    if "\0" in purpose:
        raise ValueError("a purpose is a word")
    message = f"{purpose}\0{text}".encode()
    return hmac.new(keyring.index_key(settings.KEYS), message, hashlib.sha256).hexdigest()


def _take_apart(value: str) -> tuple[str, bytes]:
    version, _, rest = value.partition(":")
    name, _, encoded = rest.partition(":")
    try:
        data = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        data = b""
    if version != VERSION or not name or len(data) < NONCE_BYTES + TAG_BYTES:
        raise Tampered("not a sealed value")
    return name, data


def _bound(name: str, place: str) -> bytes:
    return f"{VERSION}:{name}:{place}".encode()
