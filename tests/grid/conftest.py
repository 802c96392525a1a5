import pytest

from tests.grid import town as towns


@pytest.fixture
def town(db: None) -> towns.Town:
    return towns.build()
