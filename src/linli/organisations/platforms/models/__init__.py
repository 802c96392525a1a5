"""What platforms keeps."""

from linli.organisations.platforms.models.platforms import (
    CheckedItem,
    ChecklistItem,
    Operation,
    Platform,
    PlatformCheck,
)
from linli.organisations.platforms.models.standards import CommunityFigure

__all__ = [
    "CheckedItem",
    "ChecklistItem",
    "CommunityFigure",
    "Operation",
    "Platform",
    "PlatformCheck",
]
