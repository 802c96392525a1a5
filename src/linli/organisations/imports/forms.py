"""What is asked before a file is looked at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.organisations.imports.reading import LEVELS
from linli.organisations.policies import KEEPING
from linli.places.models import Place


class ImportForm(forms.Form):
    place = forms.ModelChoiceField(Place.objects.none(), label=_("导入到哪里"), to_field_name="code", empty_label=None)
    file = forms.FileField(
        label=_("名录文件"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel 或 CSV；要有“名称”和“社区”两列，可有类别、领域、信用代码、登记日期、备案编号、备案日期等。"),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.none()
        for code in actor.codes(*KEEPING):
            places |= Place.objects.standing().inside(code).filter(level__in=LEVELS)
        self.fields["place"].queryset = places.order_by("code")  # type: ignore[attr-defined]
