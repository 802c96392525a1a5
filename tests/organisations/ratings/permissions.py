"""Who may open the addresses of experts, draws and ratings, and what stands there."""

import datetime
from typing import Any

from linli.organisations.experts.actions.draws import Wanted, commit
from linli.organisations.experts.actions.experts import Joining, join_pool
from linli.organisations.experts.flows import DRAW
from linli.organisations.ratings.actions.rounds import NewRound, begin_round
from linli.organisations.ratings.flows import RATING
from linli.organisations.ratings.models import IndicatorSet, Rating
from linli.organisations.registry.models import Organisation
from linli.places.models import Place

EVERYBODY = (
    *("visitor", "worker", "clerk", "dispatcher", "leader", "handler", "stranger", "system", "security", "auditor"),
    *("officer", "representative"),
)
KNOWING = ("clerk", "dispatcher", "leader", "officer")
NOBODY, SYSTEM = (), ("system",)

ROWS: list[tuple[str, str, dict[str, str], tuple[str, ...]]] = [
    ("GET", "experts", {}, ("officer",)),
    ("GET", "expert", {"number": "{expert}"}, ("officer",)),
    ("GET", "record_new", {"kind": "expert"}, ("officer",)),
    ("POST", "record_move", {"kind": "expert", "number": "{expert}", "move": "suspend"}, ("officer",)),
    ("GET", "draws", {}, EVERYBODY),
    ("GET", "draw", {"number": "{draw}"}, EVERYBODY),
    ("GET", "draw_list", {"number": "{draw}"}, EVERYBODY),
    ("GET", "draw_file", {"number": "{draw}"}, EVERYBODY),
    ("GET", "record_new", {"kind": "draw"}, ("officer",)),
    ("POST", "record_move", {"kind": "draw", "number": "{draw}", "move": "fix"}, ("officer",)),
    ("GET", "rated", {}, EVERYBODY),
    ("GET", "starred", {}, EVERYBODY),
    ("GET", "rating_rounds", {}, EVERYBODY),
    ("GET", "rating_round", {"number": "{round}"}, EVERYBODY),
    ("GET", "rating", {"number": "{rating}"}, (*KNOWING, "representative")),
    ("GET", "record_new", {"kind": "rating"}, ("representative",)),
    ("GET", "record_new", {"kind": "star"}, ("officer",)),
    ("POST", "record_move", {"kind": "rating", "number": "{rating}", "move": "submit"}, ("representative",)),
    ("POST", "record_move", {"kind": "rating", "number": "{rating}", "move": "accept"}, ("officer",)),
    ("POST", "record_move", {"kind": "rating", "number": "{rating}", "move": "conclude"}, NOBODY),
    ("GET", "indicators_setup", {}, SYSTEM),
    ("POST", "indicators_setup", {}, SYSTEM),
]


def words(district: Place, organisation: Organisation, officer: Any) -> dict[str, str]:
    """The numbers of one of each; the rating is not public."""
    expert = join_pool(Joining(district, None, "x", {"available_from": "2026-01-01"}, []), actor=officer)
    draw = DRAW.make(commit(Wanted(district, "x", 1), actor=officer), "fix", actor=officer)
    version = IndicatorSet.objects.earliest("valid_from")
    days = datetime.date(2099, 1, 1), datetime.date(2099, 2, 1)
    rated = begin_round(NewRound(district, "x", "x", version, *days), actor=officer)
    rating = Rating(place_id=organisation.place_id, path=organisation.path, organisation=organisation, round=rated)
    RATING.start(rating, actor=officer)
    return {"expert": expert.number, "draw": draw.number, "round": rated.number, "rating": rating.number}
