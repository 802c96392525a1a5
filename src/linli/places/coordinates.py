"""The shifted coordinates of Chinese maps, GCJ-02 and BD-09, back to WGS 84 (CGCS2000 differs by centimetres)."""

import math

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SEMI_MAJOR = 6378245.0
"""Krasovsky 1940, in metres: the ellipsoid GCJ-02 is defined on."""
ECCENTRICITY_SQUARED = 0.00669342162296594323
CLOSE_ENOUGH = 1e-9
"""Degrees: a tenth of a millimetre."""

BD09_NORTH, BD09_EAST = 0.006, 0.0065
BD09_WAVES = math.pi * 3000 / 180

WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271
"""Outside of this box GCJ-02 is WGS 84."""


def is_in_china(lat: float, lon: float) -> bool:
    """In the box round China's land and sea, not a border."""
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def wgs84_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Latitude and longitude in degrees, shifted as Chinese maps do (some 100 to 700 m)."""
    if not is_in_china(lat, lon):
        return lat, lon
    north, east = _shift(lon - 105.0, lat - 35.0)
    phi = math.radians(lat)
    magic = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    meridian = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / magic**1.5
    parallel = SEMI_MAJOR / math.sqrt(magic) * math.cos(phi)
    return lat + math.degrees(north / meridian), lon + math.degrees(east / parallel)


def gcj02_to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """The inverse, by iteration: what would have been shifted to here."""
    guess_lat, guess_lon = lat, lon
    for _step in range(20):
        shifted_lat, shifted_lon = wgs84_to_gcj02(guess_lat, guess_lon)
        off_lat, off_lon = shifted_lat - lat, shifted_lon - lon
        guess_lat, guess_lon = guess_lat - off_lat, guess_lon - off_lon
        if abs(off_lat) < CLOSE_ENOUGH and abs(off_lon) < CLOSE_ENOUGH:
            break
    return guess_lat, guess_lon


def _shift(x: float, y: float) -> tuple[float, float]:
    """Metres north and east."""
    waves = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += 2 / 3 * waves
    north += 2 / 3 * (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi))
    north += 2 / 3 * (160.0 * math.sin(y / 12.0 * math.pi) + 320 * math.sin(y * math.pi / 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += 2 / 3 * waves
    east += 2 / 3 * (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi))
    east += 2 / 3 * (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi))
    return north, east


def bd09_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Baidu's coordinates, which shift GCJ-02 once more; to about a metre."""
    x, y = lon - BD09_EAST, lat - BD09_NORTH
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * BD09_WAVES)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * BD09_WAVES)
    return radius * math.sin(angle), radius * math.cos(angle)


class Coordinates(TextChoices):
    """Which coordinates another system uses."""

    WGS84 = "wgs84", _("WGS 84 / CGCS2000")
    GCJ02 = "gcj02", _("GCJ-02（高德、腾讯）")
    BD09 = "bd09", _("BD-09（百度）")


def to_wgs84(system: str, lat: float, lon: float) -> tuple[float, float]:
    """Latitude and longitude as we keep them."""
    if system == Coordinates.BD09:
        lat, lon = bd09_to_gcj02(lat, lon)
    return (lat, lon) if system == Coordinates.WGS84 else gcj02_to_wgs84(lat, lon)
