"""The table of a loan, and who has one until when."""

import datetime

from django.utils.translation import gettext_lazy as _

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import move
from linli.inbox.actions import Wait
from linli.people.staffing import nearest
from tests.toy import actions, policies
from tests.toy.forms import LendForm
from tests.toy.models import KEEPERS, Loan
from tests.toy.states import LoanState

S = LoanState


def with_keeper(loan: Loan, now: datetime.datetime) -> Wait:
    """Two working days for an answer; then until the day on which it is to come back."""
    day = loan.back_on or after_workdays(now, 2)
    return until_day(nearest(KEEPERS, loan.path) or "", day, path=loan.path, since=now)


LOAN = Flow(
    Loan,
    LoanState,
    move("lend", S.WANTED, S.LENT, _("借出"), allow=policies.can_lend, form=LendForm, do=actions.lend),
    move("decline", S.WANTED, S.DECLINED, _("不借"), allow=policies.can_lend, needs_note=True, is_refusal=True),
    move("take_back", S.LENT, S.RETURNED, _("收回"), allow=policies.can_lend),
    initial=S.WANTED,
    waits={S.WANTED: with_keeper, S.LENT: with_keeper},
)
