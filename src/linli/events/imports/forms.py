"""What is filled in about a file of an old system."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.events.core.catalogue import catalogue
from linli.events.core.models import PriorSystem
from linli.events.imports.columns import MAPPED, NEEDED, TITLES, WORDS
from linli.events.imports.reading import TAKEN
from linli.kernel.problems import Invalid
from linli.kernel.sheets import MOST_BYTES
from linli.people.fields import PlaceField, SuggestInput
from linli.people.forms import SuggestingForm
from linli.people.models import Unit
from linli.places.coordinates import Coordinates

NO_UNIT = "none"
MOST_ASKED = 60
"""Words of one page; the next ones come when these are said."""


class UploadForm(forms.Form):
    system = forms.CharField(
        label=_("原系统"),
        max_length=40,
        widget=SuggestInput(),
        help_text=_("给原系统起个名字，例如“数字城管”。以后的文件用同一个名字，编号才能对上。"),
    )
    file = forms.FileField(
        label=_("文件"),
        help_text=_("Excel（.xlsx）或 CSV，第一行是栏目名。不对应的栏目（如姓名、身份证号）不会读进来。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["system"].widget.suggestions = list(PriorSystem.objects.values_list("name", flat=True))

    def clean_file(self) -> bytes:
        data: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return data


class HistoryForm(SuggestingForm):
    """A time, a place and what kind of file."""

    first = forms.DateField(label=_("从哪天上报的"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("文件"), choices=[("xlsx", _("Excel，最多五万件")), ("csv", _("CSV，件数不限"))])

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(codes, label=_("地点"), help_text=_("代码或名称；包括它下面的"))
        self.order_fields(["place", "first", "last", "kind"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("first") and values.get("last") and values["last"] < values["first"]:
            self.add_error("last", _("不能早于起始的一天"))
        return values


class ColumnsForm(forms.Form):
    """For each thing we keep, under which head it comes."""

    def __init__(self, *args: Any, heads: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heads = heads
        choices = [("", _("（没有）")), *((head, head) for head in heads)]
        for name, title in TITLES.items():
            self.fields[name] = forms.ChoiceField(label=str(title), choices=choices, required=name in NEEDED)
        self.fields["coordinates"] = forms.ChoiceField(
            label=_("坐标系"),
            choices=Coordinates.choices,
            required=False,
            help_text=_("有经纬度时用。高德、腾讯、百度地图上的坐标不是 WGS 84，选错会偏几百米。"),
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = {name: head for name, head in values.items() if name in TITLES}
        heads = [head for head in chosen.values() if head]
        for name, head in chosen.items():
            if head and heads.count(head) > 1:
                self.add_error(name, _("“%(head)s”选了两次") % {"head": head})
        for name in ("is_accepted_in_time", "is_done_in_time"):
            if any(word in values.get(name, "") for word in WORDS["contrary"]):
                self.add_error(name, _("“%(head)s”问的是相反的事。请在文件里改成是否按期。") % {"head": values[name]})
        if not any(values.get(name) for name in ("place", "community", "subdistrict", "lat")):
            self.add_error("place" if "place" in self.fields else None, _("请指出事件在哪里：网格、社区或坐标"))
        return values

    @property
    def first(self) -> list[BoundField]:
        """What has to be said, what was recognised, what is wrong."""
        return [self[name] for name in self.fields if name in NEEDED or self[name].errors or self._is_said(name)]

    @property
    def rest(self) -> list[BoundField]:
        first = {bound.name for bound in self.first}
        return [self[name] for name in self.fields if name not in first]

    @property
    def unused(self) -> list[str]:
        """The heads of the file that nothing is taken from."""
        used = {self[name].value() for name in TITLES}
        return [head for head in self.heads if head not in used]

    def _is_said(self, name: str) -> bool:
        return bool(self[name].value()) and (name in TITLES or bool(self["lat"].value()))

    @property
    def columns(self) -> dict[str, str]:
        return {name: head for name, head in self.cleaned_data.items() if head and name in TITLES}

    @property
    def coordinates(self) -> str:
        return self.cleaned_data["coordinates"] or Coordinates.WGS84


class WordsForm(SuggestingForm):
    """What the words mean that nobody knows yet; those left empty stay unknown, and their rows wrong."""

    def __init__(self, *args: Any, unknown: Iterable[Sequence[Any]], code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = list(unknown)[:MOST_ASKED]
        self.asked = {f"w{n}": (field, word) for n, (field, word, _count) in enumerate(asked)}
        choices = {name: [("", _("请选择")), *made()] for name, made in _CHOICES.items()}
        for (name, (field, word)), (_field, _word, count) in zip(self.asked.items(), asked, strict=True):
            told: dict[str, Any] = {
                "label": _("%(field)s：%(word)s") % {"field": MAPPED[field], "word": word},
                "help_text": ngettext("%(num)s 行用到", "%(num)s 行用到", count) % {"num": count},
                "required": False,
            }
            if field == "place":
                self.fields[name] = PlaceField([code], **told)
            else:
                self.fields[name] = forms.ChoiceField(choices=choices[field], **told)

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        said: dict[str, dict[str, str]] = {}
        for name, (field, word) in self.asked.items():
            if value := self.cleaned_data.get(name):
                said.setdefault(field, {})[word] = value.code if field == "place" else value
        if not said:
            raise Invalid(_("请至少选定一个词的意思"))
        return said


def _categories() -> list[tuple[str, str]]:
    """Each with what it belongs to, and behind it."""
    found = catalogue.get().all
    below = {category.pk: [one for one in found if one.parent_id == category.pk] for category in found}
    return [
        (category.code, category.name if category == top else f"{top.name} · {category.name}")
        for top in found
        if top.parent_id is None
        for category in (top, *below[top.pk])
    ]


def _units() -> list[tuple[str, Any]]:
    return [(NO_UNIT, _("没有主办单位")), *((str(key), name) for key, name in Unit.objects.values_list("pk", "name"))]


_CHOICES: Mapping[str, Any] = {
    "category": _categories,
    "unit": _units,
    "state": lambda: [(state.value, state.label) for state in TAKEN],
}
