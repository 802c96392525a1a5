"""What people fill in about ratings. Parses and validates; decides nothing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DAY, Boxes, ModelsField, not_past
from linli.organisations.experts.forms import AT
from linli.organisations.ratings.models import IndicatorSet, RatingRound, StarItem
from linli.organisations.ratings.payloads import (
    Appealed,
    Application,
    Ended,
    Given,
    Lowered,
    NewRound,
    SelfScore,
    Starred,
)
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
            values["place"],
            values["name"],
            values["agency"],
            self.indicators,
            values["apply_by"],
            values["score_by"],
        )


class ApplicationForm(BeginForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("哪个组织"), to_field_name="number", empty_label=_("请选择")
    )
    round = forms.ModelChoiceField(
        RatingRound.objects.none(), label=_("哪一轮评估"), to_field_name="number", empty_label=_("请选择")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(unit__in=self.actor.unit_ids).order_by("name")
        organisation: Any = self.fields["organisation"]
        organisation.queryset, organisation.label_from_instance = mine, lambda one: one.name
        rounds: Any = self.fields["round"]
        codes = {one.path[:length] for one in mine for length in range(2, len(one.path) + 1)}
        rounds.queryset = RatingRound.objects.filter(state="open", path__in=codes).order_by("apply_by")
        rounds.label_from_instance = lambda one: one.name

    def payload(self) -> Application:
        return Application(self.cleaned_data["organisation"], self.cleaned_data["round"])


class SelfScoreForm(MoveForm):
    points = PointsField(label=_("自评"))
    statement = forms.CharField(label=_("自评说明"), max_length=4000, widget=LONG)

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        found = kwargs["record"]
        now = {"points": found.self_points, "statement": found.statement}
        super().__init__(*args, initial=now | (initial or {}), **kwargs)
        field: Any = self.fields["points"]
        field.show(found.round.indicators.tree())

    def payload(self) -> SelfScore:
        return SelfScore(self.cleaned_data["points"], self.cleaned_data["statement"])


class ScoreForm(MoveForm):
    points = PointsField(label=pgettext_lazy("rating", "评分"))
    remark = forms.CharField(label=_("评语"), max_length=2000, required=False, widget=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["points"]
        rating = self.record.rating
        field.show(rating.round.indicators.tree(), rating.self_points)

    def payload(self) -> Given:
        return Given(self.cleaned_data["points"], self.cleaned_data["remark"])


class AppealForm(MoveForm):
    reasons = forms.CharField(label=_("对哪些评分有异议，依据是什么"), max_length=4000, widget=LONG)

    def payload(self) -> Appealed:
        return Appealed(self.cleaned_data["reasons"])


class LowerForm(MoveForm):
    grade = forms.TypedChoiceField(label=_("降到"), choices=Grade.choices, coerce=int)
    because = forms.CharField(label=_("降低的原因（对外公开）"), max_length=500, widget=LONG)

    def payload(self) -> Lowered:
        return Lowered(Grade(self.cleaned_data["grade"]), self.cleaned_data["because"])


class EndForm(MoveForm):
    because = forms.CharField(label=_("取消的原因（对外公开）"), max_length=500, widget=LONG)

    def payload(self) -> Ended:
        return Ended(self.cleaned_data["because"])


class StarForm(BeginForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("哪个组织"),
        to_field_name="number",
        empty_label=_("请选择"),
    )
    items = ModelsField(
        StarItem.objects.filter(is_active=True),
        label=_("符合哪几项"),
        help_text=_("每项一颗星。"),
        to_field_name="code",
        widget=Boxes,
        error_messages={"required": _("一项都不符合，不能评星。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
