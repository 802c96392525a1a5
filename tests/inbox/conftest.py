"""What the tests of the inbox share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.events import town as towns
from tests.inbox.receiver import Receiver, receiving


@pytest.fixture
def town(db: None) -> towns.Town:
    return towns.build()


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Receiver]:
    with receiving(tmp_path, monkeypatch, settings) as found:
        yield found
