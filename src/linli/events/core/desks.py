"""Desks: the levels on which an event can be decided on, from the grid up to the district."""

from linli.places.levels import CODE_LENGTHS, LEVELS_BY_LENGTH, Level

DESKS = (Level.GRID, Level.COMMUNITY, Level.SUBDISTRICT, Level.DISTRICT)


def desk_of(code: str) -> Level:
    """The desk of the place with this code: its own level, below a grid the grid's, above a district the district's."""
    level = LEVELS_BY_LENGTH[len(code)]
    if level in DESKS:
        return level
    return Level.GRID if len(code) > CODE_LENGTHS[Level.GRID] else Level.DISTRICT


def above(desk: str) -> Level | None:
    """The next desk up; None above the district's."""
    position = DESKS.index(Level(desk)) + 1
    return DESKS[position] if position < len(DESKS) else None


def below(desk: str, *, path: str) -> Level | None:
    """The next desk down that the place ``path`` has; never the grid, which reports and looks but does not decide."""
    position = DESKS.index(Level(desk)) - 1
    down = DESKS[position] if position > 0 else None
    return down if down and len(path) >= CODE_LENGTHS[down] else None


def higher(one: str, other: str) -> Level:
    return max(Level(one), Level(other), key=DESKS.index)


def code_at(path: str, desk: str) -> str:
    """The code of the desk's place: the path as far as the desk's level reaches."""
    return path if desk == Level.GRID else path[: CODE_LENGTHS[Level(desk)]]
