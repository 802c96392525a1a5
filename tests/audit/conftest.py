from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """The exported heads of one test are nothing to another."""
    settings.DATA = tmp_path
