"""How a draw comes out: pure functions of what is published. ``docs/draws.md`` repeats them for outsiders."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping


def new_seed() -> str:
    """256 bits in hexadecimal."""
    return secrets.token_hex(32)


def hash_of_seed(seed: str) -> str:
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()


def list_of(draw: str, seats: int, candidates: Iterable[str], excluded: Mapping[str, str]) -> str:
    """The list in its one form: the draw, the seats, the candidates by number, then who is left out with the kind of
    reason after a minus sign. Each line ends with a line feed."""
    lines = [draw, f"seats {seats}", *sorted(candidates)]
    lines += [f"- {number} {excluded[number]}" for number in sorted(excluded)]
    return "".join(f"{line}\n" for line in lines)


def hash_of_list(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def order_of(candidates: Iterable[str], *, seed: str, list_hash: str, head: str, outside: str) -> list[str]:
    """The candidates by HMAC-SHA256 under the seed of the list's hash, the seal's head, the outside value and their
    number, ascending. The first take the seats; who declines is followed by the next."""

    def mark(number: str) -> bytes:
        message = "\n".join((list_hash, head, outside, number))
        return hmac.digest(bytes.fromhex(seed), message.encode(), "sha256")

    return sorted(candidates, key=mark)
