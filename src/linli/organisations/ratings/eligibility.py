"""Who may be rated: registered organisations, registered long enough, not rated now, not fallen not long ago."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.organisations.ratings.dates import years_after
from linli.organisations.ratings.models import Rating
from linli.organisations.ratings.rules import AGAIN_AFTER, REGISTERED_YEARS
from linli.organisations.ratings.states import UNDECIDED, RatingState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import REGISTERED_KINDS, OrganisationState


def obstacles(organisation: Organisation) -> Iterator[str]:
    """Why it cannot apply today, each in a sentence; none where it may."""
    today, path = timezone.localdate(), organisation.path
    if organisation.state != OrganisationState.REGISTERED or organisation.legal_kind not in REGISTERED_KINDS:
        yield _("只有已登记的社会组织才参加等级评估；备案的社区社会组织由街道评星。")
        return
    years = REGISTERED_YEARS.at(path)
    if organisation.registered_on is None or years_after(organisation.registered_on, years) > today:
        yield _("登记满 %(years)s 年才能申请评估。") % {"years": years}
    found = Rating.objects.filter(organisation=organisation)
    if found.filter(state__in=UNDECIDED).exists():
        yield _("这个组织已有一份没有办完的评估申请。")
    if rated := found.filter(state=RatingState.IN_FORCE).first():
        yield _("现有等级有效期至 %(day)s，快到期时才能再申请。") % {"day": rated.expires_on}
    again = AGAIN_AFTER.at(path)
    if found.filter(state=RatingState.WITHDRAWN, ended_on__gt=years_after(today, -again)).exists():
        yield _("等级被取消后满 %(years)s 年才能再申请。") % {"years": again}
