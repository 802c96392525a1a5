"""What experts keeps."""

from linli.organisations.experts.models.draws import Candidate, Draw
from linli.organisations.experts.models.experts import Expert, ExpertField, ExpertTie

__all__ = [
    "Candidate",
    "Draw",
    "Expert",
    "ExpertField",
    "ExpertTie",
]
