"""How the raters' points become one score. Exact, and the same whatever their order."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

FEWEST_LEFT = 3
CENT = Decimal("0.01")


def combine(totals: Sequence[Decimal], *, trim: int) -> Decimal:
    """The mean without the ``trim`` highest and lowest, as long as three are left; to two places, half up."""
    ordered = sorted(totals)
    if trim and len(ordered) - 2 * trim >= FEWEST_LEFT:
        ordered = ordered[trim:-trim]
    mean = sum(map(Fraction, ordered), Fraction()) / len(ordered)
    return (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(CENT, ROUND_HALF_UP)
