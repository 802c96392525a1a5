"""Fields of work: a list that the district keeps, and a taxonomy for other systems."""

from linli.kernel.choices import Choice


class WorkField(Choice):
    """A field of work (chapter 03; the kinds of the "1+n+x" of source [003] are among those shipped)."""
