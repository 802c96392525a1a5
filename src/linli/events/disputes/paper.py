"""The agreement of a mediation on paper, as the People's Mediation Law (29) lists what belongs on it."""

from django.utils import timezone

from linli.audit import trail
from linli.events.disputes.models import Agreement, Dispute
from linli.events.disputes.policies import can_mediate
from linli.kernel.actor import Actor
from linli.kernel.pdf import written
from linli.kernel.problems import Forbidden
from linli.places.models import Place

TEMPLATE = "dispute_agreement.typ"


def agreement_paper(dispute: Dispute, agreement: Agreement, *, actor: Actor) -> bytes:
    """The PDF. It holds the parties' names, so that it was made is on the trail."""
    warrant = can_mediate(actor, dispute)
    if warrant is None:
        raise Forbidden()
    trail.record(
        "dispute.print",
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind="dispute",
        subject_id=dispute.pk,
        detail={"role": warrant.role},
    )
    return written("linli.events.disputes", TEMPLATE, content_of(dispute, agreement))


def content_of(dispute: Dispute, agreement: Agreement) -> dict[str, object]:
    """What stands on it; the words around it are the template's own."""
    mediators = [dispute.lead, *dispute.others.order_by("name")]
    return {
        "number": dispute.number,
        "place": Place.objects.with_line().get(pk=dispute.place_id).line,
        "category": dispute.event.category.name,
        "kind": dispute.kind_of_mediation.name,
        "matter": dispute.event.text,
        "terms": agreement.terms,
        "agreed_on": str(timezone.localdate(agreement.agreed_at)),
        "due_on": str(agreement.due_on or ""),
        "is_oral": agreement.is_oral,
        "mediators": [user.name for user in mediators],
        "parties": [
            {"side": str(party.get_side_display()), "name": party.name, "particulars": party.particulars or ""}
            for party in dispute.parties.all()
        ],
    }
