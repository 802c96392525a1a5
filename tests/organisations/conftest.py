import pytest

from tests.organisations import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()
