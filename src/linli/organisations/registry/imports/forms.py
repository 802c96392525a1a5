"""What is asked before a file is looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import ForActor
from linli.organisations.registry.policies import KEEPING
from linli.people.inputs import PlaceField


class ImportForm(ForActor, forms.Form):
    place = PlaceField(roles=KEEPING, label=_("导入到哪里"), empty_label=None)
    file = forms.FileField(
        label=_("名录文件"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel 或 CSV；要有“名称”和“社区”两列，可有类别、领域、信用代码、登记日期、备案编号、备案日期等。"),
    )
