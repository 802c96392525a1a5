"""What happens to experts. The moves run inside their lock and transaction."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import start
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.experts.models import Expert, ExpertTie
from linli.organisations.experts.payloads import Joining, Said, Tied, Untied
from linli.organisations.registry.policies import KEEPING


@transaction.atomic
def join_pool(data: Joining, *, actor: Actor) -> Expert:
    """An officer takes somebody into the pool of a place."""
    warrant = actor.warrant(*KEEPING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    if data.user is not None and Expert.objects.filter(user=data.user).exists():
        raise Invalid(errors={"username": [_("此人已在专家库里")]})
    expert = Expert(**Expert.at(data.place), user=data.user, name=None if data.user else data.name, **data.values)
    start(expert, actor=actor, warrant=warrant)
    expert.fields.set(data.fields)
    return expert


def edit(expert: Expert, *, actor: Actor, data: Said) -> Mapping[str, object]:
    changed = [name for name, value in data.values.items() if getattr(expert, name) != value]
    for name in changed:
        setattr(expert, name, data.values[name])
    expert.fields.set(data.fields)
    return {"changed": {name: [] for name in changed}}


def declare_tie(expert: Expert, *, actor: Actor, data: Tied) -> Mapping[str, object]:
    """What it is to stays out of the trail: it may be a person."""
    ExpertTie.objects.create(
        expert=expert,
        kind=data.kind,
        organisation=data.organisation,
        unit=data.unit,
        person=data.person or None,
        until=data.until,
    )
    return {"tie": data.kind}


def end_tie(expert: Expert, *, actor: Actor, data: Untied) -> Mapping[str, object]:
    """It goes on counting for the years that the rule says."""
    if data.tie.expert_id != expert.pk:
        raise Forbidden()
    data.tie.until = data.on
    data.tie.save(update_fields=["until"])
    return {"tie": data.tie.kind}
