"""Certificates of filing: given, revoked, found by whoever holds one."""

import secrets

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.numbers import next_number
from linli.kernel.problems import Invalid
from linli.organisations.applications.models import Application, Certificate
from linli.organisations.registry.actions import Filed, Left
from linli.organisations.registry.ends import has_left
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import OrganisationState

SERIES = "BA"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without the characters that are taken for one another when read from paper."""
CODE_LENGTH = 12
"""Twelve of 31 characters: 59 bits."""


def give(application: Application, *, actor: Actor) -> Certificate:
    """Put the organisation on file under the next number. Conflict where it is not merely listed any more."""
    organisation, today = application.organisation, timezone.localdate()
    number = next_number(SERIES)
    cause(organisation, "put_on_file", actor=actor, data=Filed(number, today))
    return Certificate.objects.create(
        application=application,
        organisation=organisation,
        number=number,
        code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        name=organisation.name,
        issued_on=today,
    )


def revoke(application: Application, reason: str, *, actor: Actor) -> Certificate:
    """Its holder is no longer on file; who was registered since stays what it is."""
    certificate = Certificate.objects.select_for_update().filter(application=application).first()
    if certificate is None:
        raise Invalid(_("这份申请没有备案证书"), code="no_certificate")
    if certificate.revoked_on is not None:
        raise Invalid(_("证书已经撤销"), code="revoked")
    certificate.revoked_on, certificate.revoked_reason = timezone.localdate(), reason
    certificate.save(update_fields=["revoked_on", "revoked_reason"])
    organisation = Organisation.objects.get(pk=application.organisation_id)
    if organisation.state == OrganisationState.ON_FILE:
        left = Left(reason, timezone.localdate())
        cause(organisation, "leave", actor=actor, data=left)
    return certificate


def end_with_organisation(record: Record, *, name: str, actor: Actor) -> None:
    """A reaction: when an organisation leaves, its certificates hold no longer, for the same public reason."""
    if has_left(record):
        valid = Certificate.objects.filter(organisation=record, revoked_on=None)
        valid.update(revoked_on=record.left_on, revoked_reason=record.left_reason)


def find(words: str) -> Certificate | None:
    """By number or verification code; case and spaces do not matter."""
    wanted = "".join(words.split()).upper()[:40]
    if not wanted:
        return None
    known = Certificate.objects.select_related("organisation__place")
    return known.filter(code=wanted).first() or known.filter(number=wanted).first()
