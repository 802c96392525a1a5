"""Sending what the outbox holds by e-mail, and trying again later when the mail server is away."""

import logging
import smtplib

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.inbox.models import EmailState, Message, MessageKind
from linli.inbox.retries import ATTEMPTS, first_due, next_try

log = logging.getLogger(__name__)


def deliver() -> int:
    """Send what is due; returns how many went out. Stops at the first sign that the server is away."""
    sent = 0
    connection = get_connection()
    try:
        while (outcome := _deliver_one(connection)) is not None:
            if not outcome:
                break
            sent += 1
    finally:
        connection.close()
    return sent


@transaction.atomic
def _deliver_one(connection: object) -> bool | None:
    """True: sent. False: could not be. None: nothing is due. The row stays locked while the mail goes out."""
    waiting = Message.objects.select_related("user").filter(email_state=EmailState.WAITING)
    message = first_due(waiting, "email_next_at")
    if message is None:
        return None
    message.email_attempts += 1
    try:
        _mail(message, connection).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail not sent, attempt %s: %s", message.email_attempts, type(error).__name__)
        message.email_next_at = next_try(message.email_attempts)
        message.email_error = type(error).__name__
        if message.email_attempts >= ATTEMPTS:
            message.email_state = EmailState.FAILED
        message.save(update_fields=["email_attempts", "email_next_at", "email_error", "email_state"])
        return False
    message.email_state, message.email_error = EmailState.SENT, ""
    message.save(update_fields=["email_attempts", "email_state", "email_error"])
    return True


def _mail(message: Message, connection: object) -> EmailMessage:
    """The mail names the record and nobody; a second copy after a crash carries the same Message-ID."""
    with translation.override("zh-hans"):
        subject = f"[{MessageKind(message.kind).label}] {message.title} {message.number}"
        lines = [f"{message.user.name}：", f"{MessageKind(message.kind).label}：{message.title}（{message.number}）"]
        if message.due_at:
            lines.append(_("期限：%(due)s") % {"due": timezone.localtime(message.due_at).strftime("%Y-%m-%d %H:%M")})
        lines.append(_("请登录邻里办理。"))
    return EmailMessage(
        subject=subject,
        body="\n".join(lines),
        to=[message.user.email],
        headers={"Message-ID": f"<{message.pk}@linli>"},
        connection=connection,
    )
