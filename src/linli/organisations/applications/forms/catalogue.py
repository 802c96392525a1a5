"""An edition of an item, and which unit a department is, as people fill them in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.inputs import DAY, not_past
from linli.organisations.applications.models import Department, ServiceItem
from linli.organisations.registry.states import SOCIAL_KINDS, OrganisationKind, OrganisationState
from linli.people.models import Unit
from linli.places.levels import Level
from linli.places.models import Place

PAPERS = 12
"""Rows of papers on the page."""
STATES = [(state.value, state.label) for state in OrganisationState if state != OrganisationState.LEFT]
KINDS = [(kind.value, kind.label) for kind in OrganisationKind if kind in SOCIAL_KINDS]


@dataclass(frozen=True)
class PaperCells:
    name: Any
    is_required: Any
    note: Any


@dataclass(frozen=True)
class DepartmentCells:
    name: str
    days: Any
    is_needed: Any


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]  # only the stubs know it as generic
    """All of an edition on one page: rows of papers, and each department with its days where it is asked."""

    states = forms.MultipleChoiceField(
        label=_("什么状态的组织可以申请"), choices=STATES, widget=forms.CheckboxSelectMultiple
    )
    legal_kinds = forms.MultipleChoiceField(
        label=_("什么类别的组织可以申请"), choices=KINDS, widget=forms.CheckboxSelectMultiple
    )
    valid_from = forms.DateField(label=_("从哪一天起"), widget=DAY, validators=[not_past])

    class Meta:
        model = ServiceItem
        fields = ["name", "module", "outcome", "change", "states", "legal_kinds", "within", "source", "valid_from"]

    def __init__(self, *args: Any, edition: ServiceItem | None = None, **kwargs: Any) -> None:
        self.departments = list(Department.objects.filter(is_active=True))
        kwargs["initial"] = _initial(edition) if edition else {}
        super().__init__(*args, **kwargs)
        for number in range(PAPERS):
            self.fields[f"paper_{number}"] = forms.CharField(label=_("材料"), max_length=60, required=False)
            self.fields[f"paper_{number}_required"] = forms.BooleanField(label=_("必交"), required=False)
            self.fields[f"paper_{number}_note"] = forms.CharField(label=_("说明"), max_length=200, required=False)
        for row in self.departments:
            self.fields[f"days_{row.code}"] = forms.IntegerField(
                label=row.name, min_value=1, max_value=250, required=False
            )
            self.fields[f"needed_{row.code}"] = forms.BooleanField(label=_("须其同意"), required=False)

    @property
    def plain(self) -> list[Any]:
        return [self[name] for name in self.Meta.fields]

    @property
    def paper_rows(self) -> Iterator[PaperCells]:
        for number in range(PAPERS):
            yield PaperCells(self[f"paper_{number}"], self[f"paper_{number}_required"], self[f"paper_{number}_note"])

    @property
    def department_rows(self) -> Iterator[DepartmentCells]:
        for row in self.departments:
            yield DepartmentCells(row.name, self[f"days_{row.code}"], self[f"needed_{row.code}"])

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        names = [name for name, _required, _note in self._papers(values)]
        if len(names) != len(set(names)):
            self.add_error("paper_0", _("有两份材料同名"))
        return values

    def papers(self) -> Sequence[tuple[str, bool, str]]:
        return self._papers(self.cleaned_data)

    def asked(self) -> Sequence[tuple[Department, int, bool]]:
        values = self.cleaned_data
        return [
            (row, values[f"days_{row.code}"], values[f"needed_{row.code}"])
            for row in self.departments
            if values.get(f"days_{row.code}")
        ]

    def _papers(self, values: dict[str, Any]) -> Sequence[tuple[str, bool, str]]:
        rows = [
            (values.get(f"paper_{n}", ""), values.get(f"paper_{n}_required", False), values.get(f"paper_{n}_note", ""))
            for n in range(PAPERS)
        ]
        return [row for row in rows if row[0]]


def _initial(edition: ServiceItem) -> dict[str, Any]:
    found = {name: getattr(edition, name) for name in ItemForm.Meta.fields} | {"valid_from": timezone.localdate()}
    for number, paper in enumerate(edition.papers.all()[:PAPERS]):
        found |= {
            f"paper_{number}": paper.name,
            f"paper_{number}_required": paper.is_required,
            f"paper_{number}_note": paper.note,
        }
    for row in edition.departments.select_related("department"):
        found |= {f"days_{row.department.code}": row.days, f"needed_{row.department.code}": row.is_needed}
    return found


class EndForm(forms.Form):
    last_day = forms.DateField(label=_("最后一天"), widget=DAY, validators=[not_past])


class DepartmentForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Department
        fields = ["code", "name", "position", "is_active"]


class DepartmentUnitForm(forms.Form):
    """One department's unit at a place; nothing: whatever the place above says."""

    place = forms.ModelChoiceField(Place.objects.none(), label=_("地点"), to_field_name="code", empty_label=None)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"), required=False, empty_label=_("用上级地点的"))

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = Q(pk=None)
        for code in codes:
            reach |= Q(pk__in=Place.objects.inside(code).filter(level__in=(Level.DISTRICT, Level.SUBDISTRICT)))
        fields: Any = self.fields
        fields["place"].queryset = Place.objects.standing().filter(reach).order_by("code")
        districts = [code[:6] for code in codes]
        fields["unit"].queryset = Unit.objects.of_offices().inside(districts)
