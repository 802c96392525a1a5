"""A field for the points of a tree: a table of numbers on a page, ``1.1=4, 1.2=3.5`` from a program."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.organisations.ratings.models import Indicator

PAIR = re.compile(r"([\w.]+)\s*[=:]\s*([^\s,;]+)")
STEP = Decimal("0.5")


class PointsInput(forms.Widget):
    """One line for each indicator; a branch says what its leaves weigh."""

    use_fieldset = True
    tree: Sequence[Indicator] = ()
    own: Mapping[str, str] = {}
    """What the rated gave themselves, to be seen beside."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        if sent := data.get(name):
            return dict(PAIR.findall(str(sent)))
        head = f"{name}-"
        return {key.removeprefix(head): value for key, value in data.items() if key.startswith(head) and value}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = value if isinstance(value, Mapping) else {}
        lines = format_html_join("", "{}", ((self._line(name, one, given.get(one.code, "")),) for one in self.tree))
        return format_html('<ul class="points">{}</ul>', lines)

    def _line(self, name: str, one: Indicator, value: Any) -> SafeString:
        if one.parent_id is None:
            words = _("%(weight)s 分") % {"weight": one.weight}
            return format_html('<li class="points-branch"><span>{}</span><span>{}</span></li>', one.name, words)
        about = one.about
        if own := self.own.get(one.code):
            about = " ".join(filter(None, (about, _("自评 %(own)s") % {"own": own})))
        return format_html(
            '<li><label for="id_{key}">{code} {title} <span class="quiet">{about}</span></label>'
            '<input type="number" id="id_{key}" name="{key}" value="{value}" min="0" max="{most}" '
            'step="{step}" inputmode="decimal"><span class="points-most">/ {most}</span></li>',
            key=f"{name}-{one.code}",
            code=one.code,
            title=one.name,
            about=about,
            value=value,
            most=one.weight,
            step=STEP,
        )


class PointsField(forms.CharField):
    """``Points``: numbers by code, in halves. Whether they fit the tree is said by the act."""

    widget = PointsInput

    def __init__(self, **options: Any) -> None:
        help_text = gettext_lazy("每项从 0 分到该项分值，可以有半分。")
        super().__init__(max_length=2000, help_text=help_text, **options)

    def show(self, tree: Sequence[Indicator], own: Mapping[str, str] | None = None) -> None:
        self.widget.tree, self.widget.own = tree, own or {}

    def clean(self, value: Any) -> Any:
        points, faults = {}, []
        for code, text in (value or {}).items():
            try:
                given = Decimal(text)
                if not given.is_finite() or given % STEP:
                    raise InvalidOperation
                points[code] = given
            except InvalidOperation:
                faults.append(_("%(code)s 应填整分或半分") % {"code": code})
        if faults:
            raise forms.ValidationError(faults)
        return points
