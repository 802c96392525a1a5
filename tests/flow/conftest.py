import pytest

from tests.events import town as towns


@pytest.fixture
def town(db: None) -> towns.Town:
    return towns.build()
