"""Fields that find one thing among many by what a person types: code or name, with suggestions under the input."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.people.models import User
from linli.places.levels import Level, after
from linli.places.models import Place

M = TypeVar("M", bound=Model)
PICKED_LEVELS = (Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID)


class SuggestInput(forms.TextInput):
    """A plain input with a ``datalist``: works without script, with a keyboard and with 900 suggestions."""

    template_name = "people/widgets/suggest.html"
    suggestions: Iterable[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}-list"
        context["widget"]["attrs"].update({"list": list_id, "autocomplete": "off"})
        context["widget"].update(list_id=list_id, suggestions=list(self.suggestions))
        return context


class PickField(forms.CharField, Generic[M]):
    """Cleans to the one row that was meant. A suggestion begins with the row's key: ``430211001 泰山路街道``."""

    def __init__(self, rows: QuerySet[M], **kwargs: Any) -> None:
        super().__init__(widget=SuggestInput(), **kwargs)
        self.rows = rows

    def suggest(self) -> None:
        """Look up the suggestions: only pages that show the field need them."""
        self.widget.suggestions = [self.words(row) for row in self.rows.all()]

    def words(self, row: M) -> str:
        raise NotImplementedError

    def matching(self, key: str, text: str) -> Q:
        """Rows meant by the first word ``key``, or by the whole of ``text``."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        return self.words(value) if isinstance(value, self.rows.model) else value

    def clean(self, value: Any) -> M | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(self.rows.filter(self.matching(text.split()[0], text))[:2])
        if len(found) != 1:
            words = _("有几个同名的，请从列出的当中选一个") if found else _("没有找到，请从列出的当中选一个")
            raise ValidationError(words)
        return found[0]


class PlaceField(PickField[Place]):
    """A place down to the grid inside one of ``codes``, by its code or name."""

    def __init__(self, codes: Iterable[str], **kwargs: Any) -> None:
        reach = Q(pk=None)
        for code in codes:
            reach |= Q(code__gte=code, code__lt=after(code))
        places = Place.objects.standing().filter(reach, level__in=PICKED_LEVELS).with_line().order_by("code")
        super().__init__(places, **kwargs)

    def words(self, row: Place) -> str:
        return f"{row.code} {row.line}"

    def matching(self, key: str, text: str) -> Q:
        return Q(code=key) if key.isdecimal() else Q(name=text)


class UserField(PickField[User]):
    """Somebody who may sign in, by sign-in name or name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.filter(is_active=True).order_by("username"), **kwargs)

    def words(self, row: User) -> str:
        return f"{row.username} {row.name}"

    def matching(self, key: str, text: str) -> Q:
        return Q(username=key.lower()) | Q(name=text)
