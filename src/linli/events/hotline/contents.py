"""An order as a platform sends it, whichever way it comes."""

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property


@dataclass(frozen=True)
class OrderContent:
    """``received_at`` None: not said. ``lat`` and ``lon`` are in the platform's own coordinates."""

    number: str
    due_at: datetime.datetime
    text: str
    received_at: datetime.datetime | None = None
    title: str = ""
    category: str = ""
    community: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    caller_name: str = ""
    caller_phone: str = ""
    hides_caller: bool = False

    @cached_property
    def as_sent(self) -> str:
        """The same text for the same content, by file or by API, whatever zone its moments were written in."""
        values = asdict(self)
        for name in ("due_at", "received_at"):
            if moment := values[name]:
                values[name] = moment.astimezone(datetime.UTC).isoformat()
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.as_sent.encode()).hexdigest()

    @property
    def whole_text(self) -> str:
        """What the event says: the title stands above the text, unless it only repeats its beginning."""
        if not self.title or self.text.startswith(self.title):
            return self.text
        return f"{self.title}\n{self.text}"
