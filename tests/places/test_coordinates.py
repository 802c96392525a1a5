import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places.coordinates import bd09_to_gcj02, gcj02_to_wgs84, wgs84_to_gcj02

LATITUDES, LONGITUDES = st.floats(4, 53), st.floats(74, 134)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    north = (one[0] - other[0]) * 111_320
    east = (one[1] - other[1]) * 111_320 * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


@given(LATITUDES, LONGITUDES)
def test_there_and_back_is_exact_to_a_millimetre(lat: float, lon: float) -> None:
    assert metres(gcj02_to_wgs84(*wgs84_to_gcj02(lat, lon)), (lat, lon)) < 0.001


@given(LATITUDES, LONGITUDES)
def test_the_shift_is_felt(lat: float, lon: float) -> None:
    assert 1 < metres(wgs84_to_gcj02(lat, lon), (lat, lon)) < 1500


def test_a_known_point() -> None:
    """Tiananmen, the pair that circulates with the algorithm."""
    assert wgs84_to_gcj02(39.90734, 116.39089) == pytest.approx((39.90874, 116.39713), abs=0.00002)


def test_abroad_nothing_is_shifted() -> None:
    assert gcj02_to_wgs84(48.85, 2.35) == (48.85, 2.35)


def test_baidus_shift_on_top_of_gcj02() -> None:
    # As the widely used coordtransform has it.
    assert bd09_to_gcj02(39.915, 116.404) == pytest.approx((39.90865673957631, 116.39762729119315), abs=1e-9)
