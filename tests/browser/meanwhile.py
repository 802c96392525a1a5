"""What happens between two pages in the site's own process: time passes, and those act whose pages others walk.

``Site.meanwhile`` runs these there by name, never in the tests' own process; what they return is text.
"""

import datetime
import json
from dataclasses import asdict

from django.utils import timezone

from linli.audit.sealing import seal as seal_all
from linli.demo.applications import Affair, Story
from linli.demo.handout import sign_in
from linli.kernel.registry import periodic
from linli.organisations.incubation.evidence import send_evidence
from linli.organisations.incubation.flows import EVIDENCE
from linli.organisations.incubation.payloads import Sent
from linli.organisations.models import (
    Application,
    Evidence,
    Incubation,
    IndicatorSet,
    Mentoring,
    Opinion,
    Organisation,
    Rating,
    Score,
)
from linli.organisations.onestop.flows import APPLICATION, OPINION
from linli.organisations.onestop.payloads import Saying
from linli.organisations.ratings.flows import SCORE
from linli.organisations.ratings.payloads import Given
from linli.people.actors import StaffActor, actor_of
from linli.people.models import User

DAY = datetime.timedelta(days=1)
SHARE = 0.85
"""Of each indicator's points: enough for 3A."""


def sign_in_of(username: str) -> str:
    return json.dumps(asdict(sign_in(username)))


def handler_of(unit: str) -> str:
    return User.objects.filter(posts__unit__name=unit).earliest("pk").username


def incubator() -> StaffActor: ...
