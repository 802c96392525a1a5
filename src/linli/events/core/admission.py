"""Anonymous reports without abuse, and without shutting out a whole building that shares one address.

A browser may report so many times an hour. An address that reports more than its share is not refused:
its reports then need the answer to a small sum, which costs a person three seconds. Only at ten times
the share is it turned away for the rest of the hour.
"""

import random
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.events.core import rules
from linli.kernel.addresses import client_address
from linli.kernel.problems import TooMany
from linli.kernel.resubmission import browser_of
from linli.kernel.throttle import allow

HOUR = 3600
REFUSED_AT = 10
SALT = "linli.events.core.admission"


@dataclass(frozen=True)
class Question:
    """A sum to answer; ``token`` carries the answer, signed."""

    text: str
    token: str


def ask() -> Question:
    first, second = random.randint(11, 49), random.randint(2, 9)
    return Question(
        _("%(first)s 加 %(second)s 等于几？") % {"first": first, "second": second},
        signing.dumps(first + second, salt=SALT),
    )


def is_answered(request: HttpRequest) -> bool:
    try:
        expected = signing.loads(request.POST.get("question", ""), salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return False
    return request.POST.get("answer", "").strip() == str(expected)


def needs_question(request: HttpRequest, code: str) -> bool:
    """Count one report against browser and address: may it pass, or must it answer first?

    Raises TooMany when the browser, or by far the address, has had its share of this hour.
    """
    address, share = client_address(request), rules.REPORTS_PER_ADDRESS.at(code)
    is_few = allow(f"report:{browser_of(request)}", limit=rules.REPORTS_PER_SESSION.at(code), seconds=HOUR) and allow(
        f"report-most:{address}", limit=share * REFUSED_AT, seconds=HOUR
    )
    if not is_few:
        raise TooMany(_("您这一小时上报得比较多，请稍后再报；急事请直接联系网格员。"), retry_after=HOUR)
    return not allow(f"report:{address}", limit=share, seconds=HOUR)
