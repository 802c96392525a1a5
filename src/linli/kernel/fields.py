"""A text that is encrypted in its row and plain only where it is asked for."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from linli.kernel import crypto

if TYPE_CHECKING:
    _ST = TypeVar("_ST", contravariant=True)
    _GT = TypeVar("_GT", covariant=True)
    _Field = models.TextField[_ST, _GT]
else:
    # For type checkers Django's fields are generic (what is set, what is got), when running they are not.
    _ST, _GT = str, str
    _Field = {(str, str): models.TextField}


class Sealed(str):
    """Ciphertext, as it lies in the row. Only this type may be written to the column."""

    __slots__ = ()


class _Plain:
    """A text that waits in its object to be sealed; does not show itself."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<to be sealed>"


class _Unsealing(DeferredAttribute):
    """The attribute: ciphertext inside, plain text to who reads it, nothing remembered in between."""

    field: "EncryptedTextField[Any, Any]"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, _Plain):
            return value.text
        if isinstance(value, Sealed) and instance is not None:
            return crypto.unseal(value, place=self.field.place(instance.pk))
        return value

    def __set__(self, instance: models.Model, value: str | None) -> None:
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{self.field.name} takes a text, not {type(value).__name__}")
        is_plain = value is not None and not isinstance(value, Sealed)
        instance.__dict__[self.field.attname] = _Plain(str(value)) if is_plain else value


class EncryptedTextField(_Field[_ST, _GT]):
    """Sealed on save, bound to table, column and row, opened on attribute access.

    Reading raises ``crypto.Tampered`` when the row holds what was not sealed for it. ``values_list`` and raw SQL
    give ciphertext. To find a row by the text, keep a ``crypto.blind_index`` beside it: lookups are refused.
    Written by ``save``, ``create`` and ``bulk_create``; ``update`` and ``bulk_update`` are refused, because they do
    not say which row a text is for. The row's key must be known before it is saved: a UUID, not a serial number.
    """

    descriptor_class = _Unsealing

    def place(self, pk: object) -> str:
        if pk is None:
            raise ValueError(f"{self.model.__name__}.{self.name} cannot be sealed before the row has its key")
        return f"{self.model._meta.db_table}.{self.column}.{pk}"

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        errors: list[CheckMessage] = list(super().check(**kwargs))
        if self.unique or getattr(self, "db_index", False):
            errors.append(Error("Ciphertext differs each time: index the blind index instead.", obj=self))
        if isinstance(self.model._meta.pk, models.AutoField):
            errors.append(Error("An encrypted field needs a key that is known before the row is saved.", obj=self))
        return errors

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, _Plain):
            value = Sealed(crypto.seal(value.text, place=self.place(model_instance.pk)))
            model_instance.__dict__[self.attname] = value
        return value

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise FieldError(f"{self.name} is encrypted: write it through save(), create() or bulk_create()")
        return None if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        """For serializers: a dump of the data holds ciphertext."""
        return str(self.pre_save(obj, add=False))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search by its blind index")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted: search by its blind index")


def reseal_all() -> int:
    """After a new key was made: seal every value anew that is under an older one; returns how many.

    Can be stopped and started again, and runs beside the application: a value changed meanwhile is left alone.
    """
    return sum(reseal(model) for model in apps.get_models())


def reseal(model: type[models.Model]) -> int:
    fields = [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]
    return sum(_reseal_column(model, field) for field in fields)


def _reseal_column(model: type[models.Model], field: "EncryptedTextField[Any, Any]") -> int:
    rows = model._base_manager.filter(**{f"{field.name}__isnull": False})
    stored = models.ExpressionWrapper(models.F(field.name), output_field=models.TextField())
    changed = 0
    for pk, value in rows.values_list("pk", field.name).iterator():
        if not crypto.is_current(value):
            place = field.place(pk)
            fresh = Sealed(crypto.seal(crypto.unseal(value, place=place), place=place))
            same = model._base_manager.annotate(_stored=stored).filter(pk=pk, _stored=str(value))
            changed += same.update(**{field.name: fresh})
    return changed
