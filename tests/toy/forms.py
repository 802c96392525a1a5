"""What people fill in about a loan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DAY, not_past
from linli.people.inputs import PlaceField
from linli.places.levels import Level
from tests.toy.actions import Lending, Wanted
from tests.toy.models import KEEPERS


class WantForm(BeginForm):
    makes = Wanted

    place = PlaceField(label=_("在哪个社区"), roles=KEEPERS, levels=(Level.COMMUNITY,))
    thing = forms.CharField(label=_("借什么"), max_length=40)


class LendForm(MoveForm):
    makes = Lending

    back_on = forms.DateField(label=_("哪天归还"), widget=DAY, validators=[not_past])
