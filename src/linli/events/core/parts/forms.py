"""What is filled in about a unit's part."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.events.core.parts.payloads import Arrival
from linli.flow.forms import MoveForm


class ArrivalForm(MoveForm):
    makes = Arrival

    stars = forms.TypedChoiceField(
        label=_("来得怎么样"),
        coerce=int,
        choices=[(5, _("及时，解决问题")), (4, _("及时")), (3, _("一般")), (2, _("拖延")), (1, _("来了没有用"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项")},
    )
