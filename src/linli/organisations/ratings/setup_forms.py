"""A new version of the indicators, written line by line."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.inputs import DAY
from linli.organisations.ratings.models import IndicatorSet
from linli.organisations.ratings.payloads import Line, Version
from linli.organisations.ratings.states import Grade

LINE = re.compile(
    r"(?P<code>\d{1,2}(?:\.\d{1,2})?)\s+(?P<name>\S{1,60})\s+(?P<weight>\d{1,3})(?:\s+(?P<about>.{1,200}))?"
)
MOST_LINES = 100


class VersionForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    source = forms.CharField(label=_("依据"), max_length=200)
    valid_from = forms.DateField(label=_("生效日"), widget=DAY)
    lines = forms.CharField(
        label=_("指标"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("一行一项：代码 名称 分值 看什么，用空格隔开。一级指标写 1，它的下级写 1.1；一级合计 100 分。"),
    )
    steps = forms.CharField(
        label=_("各等级至少多少分"),
        max_length=200,
        help_text=_("从 5A 到 1A 五个数，用空格隔开，例如 95 90 80 70 60。"),
    )

    def clean_lines(self) -> list[Line]:
        found, faults = [], []
        for number, text in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not text.strip():
                continue
            match = LINE.fullmatch(text.strip())
            if match is None:
                faults.append(_("第 %(number)s 行看不懂，应是：代码 名称 分值 看什么") % {"number": number})
            else:
                found.append(Line(match["code"], match["name"], int(match["weight"]), match["about"] or ""))
        if len(found) > MOST_LINES:
            faults.append(_("最多 %(most)s 行") % {"most": MOST_LINES})
        if faults:
            raise forms.ValidationError(faults)
        return found

    def clean_steps(self) -> dict[Grade, Decimal]:
        words = self.cleaned_data["steps"].replace(",", " ").split()
        if len(words) != len(Grade) or not all(re.fullmatch(r"\d{1,3}(\.\d{1,2})?", word) for word in words):
            raise forms.ValidationError(_("应是五个数"))
        least = dict(zip(sorted(Grade, reverse=True), map(Decimal, words), strict=True))
        if max(least.values()) > 100:
            raise forms.ValidationError(_("分数线不能超过 100"))
        return least

    def payload(self) -> Version:
        values = self.cleaned_data
        return Version(values["name"], values["source"], values["valid_from"], values["lines"], values["steps"])


def initial_of(version: IndicatorSet | None) -> dict[str, Any]:
    """What one begins with: the version that holds now, to be changed."""
    if version is None:
        return {}
    lines = [" ".join(filter(None, (one.code, one.name, str(one.weight), one.about))) for one in version.tree()]
    steps = [f"{step.least.normalize():f}" for step in version.steps.order_by("-grade")]
    return {"name": version.name, "source": version.source, "lines": "\n".join(lines), "steps": " ".join(steps)}
