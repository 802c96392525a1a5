"""The levels of the tree and how long a code is at each.

The national statistical code has 2+2+2 digits (GB/T 2260), 3 for the subdistrict and 3 for the community;
the 3 for the grid, 3 for the building and 4 for the dwelling are our own.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("地级")
    DISTRICT = "district", _("区县")
    SUBDISTRICT = "subdistrict", _("街道、镇")
    COMMUNITY = "community", _("社区、村")
    GRID = "grid", _("网格")
    BUILDING = "building", _("楼栋")
    DWELLING = "dwelling", _("住房")


CODE_LENGTHS: dict[Level, int] = dict(zip(Level, (2, 4, 6, 9, 12, 15, 18, 22), strict=True))
LEVELS_BY_LENGTH: dict[int, Level] = {length: level for level, length in CODE_LENGTHS.items()}
LONGEST_CODE = max(LEVELS_BY_LENGTH)
_LENGTHS_ABOVE: dict[int, int] = dict(zip(LEVELS_BY_LENGTH, [0, *LEVELS_BY_LENGTH], strict=False))


def is_code(text: str) -> bool:
    """Digits only, and as many as some level has."""
    return len(text) in LEVELS_BY_LENGTH and text.isascii() and text.isdigit()


def lineage(code: str) -> list[str]:
    """The codes of the place and of all it lies in, the province first."""
    return [code[:length] for length in CODE_LENGTHS.values() if length <= len(code)]


def parent_code(code: str) -> str:
    """The code of the place right above; empty for a province."""
    return code[: _LENGTHS_ABOVE[len(code)]]


def after(code: str) -> str:
    """The least text that sorts after every code inside ``code`` (byte order): the end of its range."""
    return code[:-1] + chr(ord(code[-1]) + 1)
