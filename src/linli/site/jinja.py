"""The Jinja2 environment of all our pages."""

from pathlib import Path
from typing import Any

import django.forms
import jinja2
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from linli.site import text
from linli.site.shell import shell

DJANGO_FORMS = Path(django.forms.__file__).parent / "jinja2"


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a view; raises ``NoReverseMatch`` like ``reverse``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> jinja2.Environment:
    """Undefined names fail, everything is escaped, strings come from Django's catalogues."""
    # Widgets that we never restyled fall back to Django's own templates.
    options["loader"] = jinja2.ChoiceLoader([options["loader"], jinja2.FileSystemLoader(DJANGO_FORMS)])
    options["undefined"] = jinja2.StrictUndefined
    made = jinja2.Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(
        static=static, url=url, shell=shell, get_messages=get_messages, language=translation.get_language
    )
    made.filters.update(
        when=text.when,
        moment=text.moment,
        month=text.month,
        day=text.day,
        money=text.money,
        minutes=text.minutes,
        percent=text.percent,
        number=text.number,
        amount=text.amount,
    )
    return made
