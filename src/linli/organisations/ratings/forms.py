"""What people fill in about ratings, and a new version of the indicators. Parses and validates; decides nothing."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DAY, Boxes, ModelsField, not_past
from linli.organisations.experts.forms import AT
from linli.organisations.ratings.actions.applying import Application, SelfScore
from linli.organisations.ratings.actions.deciding import Appealed, Ended, Lowered
from linli.organisations.ratings.actions.rounds import NewRound
from linli.organisations.ratings.actions.scoring import Given
from linli.organisations.ratings.actions.stars import Starred
from linli.organisations.ratings.actions.trees import Line, Version
from linli.organisations.ratings.models import IndicatorSet, Rating, RatingRound, Score, StarItem
from linli.organisations.ratings.points import PointsField
from linli.organisations.ratings.states import Grade
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING
from linli.organisations.registry.states import OrganisationState
from linli.people.inputs import PlaceField

LONG = forms.Textarea(attrs={"rows": 5})


class RoundForm(BeginForm):
    place = PlaceField(roles=KEEPING, levels=AT, label=_("哪里的组织"))
    name = forms.CharField(label=_("名称"), max_length=80)
    agency = forms.CharField(label=_("第三方评估机构"), max_length=80)
    apply_by = forms.DateField(label=_("申请截止日"), widget=DAY, validators=[not_past])
    score_by = forms.DateField(label=_("评分截止日"), widget=DAY)

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        apply_by, score_by = values.get("apply_by"), values.get("score_by")
        if apply_by and score_by and score_by < apply_by:
            self.add_error("score_by", _("评分截止日不能早于申请截止日"))
        self.indicators = IndicatorSet.objects.on(timezone.localdate())
        if self.indicators is None:
            raise forms.ValidationError(_("还没有生效的评估指标，请系统管理员先发布"))
        return values

    def payload(self) -> NewRound:
        values = self.cleaned_data
        assert self.indicators is not None
        return NewRound(
            values["place"], values["name"], values["agency"], self.indicators, values["apply_by"], values["score_by"]
        )


class ApplicationForm(BeginForm):
    makes = Application

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("哪个组织"), to_field_name="number", empty_label=_("请选择")
    )
    round = forms.ModelChoiceField(
        RatingRound.objects.none(), label=_("哪一轮评估"), to_field_name="number", empty_label=_("请选择")
    )

    def adapt(self) -> None:
        mine = Organisation.objects.filter(unit__in=self.actor.unit_ids).order_by("name")
        organisation: Any = self.fields["organisation"]
        organisation.queryset, organisation.label_from_instance = mine, lambda one: one.name
        rounds: Any = self.fields["round"]
        codes = {one.path[:length] for one in mine for length in range(2, len(one.path) + 1)}
        rounds.queryset = RatingRound.objects.filter(state="open", path__in=codes).order_by("apply_by")
        rounds.label_from_instance = lambda one: one.name


class SelfScoreForm(MoveForm):
    record: Rating

    makes = SelfScore

    points = PointsField(label=_("自评"))
    statement = forms.CharField(label=_("自评说明"), max_length=4000, widget=LONG)

    def known(self) -> dict[str, object]:
        found = self.record
        now = {"points": found.self_points, "statement": found.statement}
        return now

    def adapt(self) -> None:
        found = self.record
        field: Any = self.fields["points"]
        field.show(found.round.indicators.tree())


class ScoreForm(MoveForm):
    record: Score

    makes = Given

    points = PointsField(label=pgettext_lazy("rating", "评分"))
    remark = forms.CharField(label=_("评语"), max_length=2000, required=False, widget=LONG)

    def adapt(self) -> None:
        field: Any = self.fields["points"]
        rating = self.record.rating
        field.show(rating.round.indicators.tree(), rating.self_points)


class AppealForm(MoveForm):
    makes = Appealed

    reasons = forms.CharField(label=_("对哪些评分有异议，依据是什么"), max_length=4000, widget=LONG)


class LowerForm(MoveForm):
    grade = forms.TypedChoiceField(label=_("降到"), choices=Grade.choices, coerce=int)
    reason = forms.CharField(label=_("降低的原因（对外公开）"), max_length=500, widget=LONG)

    def payload(self) -> Lowered:
        return Lowered(Grade(self.cleaned_data["grade"]), self.cleaned_data["reason"])


class EndForm(MoveForm):
    makes = Ended

    reason = forms.CharField(label=_("取消的原因（对外公开）"), max_length=500, widget=LONG)


class StarForm(BeginForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("哪个组织"), to_field_name="number", empty_label=_("请选择")
    )
    items = ModelsField(
        StarItem.objects.filter(is_active=True),
        label=_("符合哪几项"),
        help_text=_("每项一颗星。"),
        to_field_name="code",
        widget=Boxes,
        error_messages={"required": _("一项都不符合，不能评星。")},
    )

    def adapt(self) -> None:
        groups = Organisation.objects.none()
        for code in self.actor.codes(*KEEPING):
            groups |= Organisation.objects.inside(code).filter(state=OrganisationState.ON_FILE)
        field: Any = self.fields["organisation"]
        field.queryset, field.label_from_instance = groups.order_by("name"), lambda one: one.name
        if number := self.initial.get("organisation"):
            # From the organisation's own page there is nothing to choose.
            field.queryset = field.queryset.filter(number=number)

    def payload(self) -> Starred:
        return Starred(self.cleaned_data["organisation"], [item.code for item in self.cleaned_data["items"]])


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
