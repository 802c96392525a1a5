"""What is asked before a file is looked at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.organisations.inputs import PlaceField
from linli.organisations.policies import KEEPING


class ImportForm(forms.Form):
    place = PlaceField(label=_("导入到哪里"), empty_label=None)
    file = forms.FileField(
        label=_("名录文件"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel 或 CSV；要有“名称”和“社区”两列，可有类别、领域、信用代码、登记日期、备案编号、备案日期等。"),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(actor, *KEEPING)  # type: ignore[attr-defined]
