"""``./linli bench organisations``: directory, stage board, standards of communities, 52 departments at once."""

from collections.abc import Sequence

from linli.bench import departments, directory, stage_board, standards
from linli.bench.measuring import Figure


def run(arguments: Sequence[str]) -> list[Figure]:
    """Each among 100,000 organisations of its own; each is also a bench by itself."""
    return [figure for part in (directory, stage_board, standards, departments) for figure in part.run(())]
