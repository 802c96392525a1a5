"""What lower rooms have to know of loans."""

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.flow.resources import Beginning, Resource, declare
from tests.toy.actions import want
from tests.toy.flows import LOAN
from tests.toy.forms import WantForm
from tests.toy.models import Loan
from tests.toy.policies import can_begin
from tests.toy.states import LoanState


def register() -> None:
    declare(
        Resource(
            LOAN,
            _("借用"),
            begun=_("登记借用"),
            seen=lambda actor: Loan.objects.visible_to(actor).for_list(),
            tones={
                LoanState.WANTED: "waiting",
                LoanState.LENT: "going",
                LoanState.RETURNED: "done",
                LoanState.DECLINED: "waiting",
            },
            facts=lambda loan: {"thing": loan.thing, "back_on": loan.back_on},
            begin=Beginning(_("登记借用"), can_begin, WantForm, want),
            template="toy/loan.html",
        )
    )
    kinds.add("loan", KindWords(facts={"back_on": _("哪天归还")}))
