from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from pytest_django import DjangoDbBlocker, Settings

from linli.kernel import crypto, keyring
from linli.kernel.crypto import Tampered
from linli.kernel.fields import EncryptedTextField, Sealed, reseal
from linli.kernel.ids import new_id

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture(scope="module")
def letter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A model that only these tests have."""
    with django_db_blocker.unblock(), isolate_apps():

        class Letter(models.Model):
            id = models.UUIDField(primary_key=True, default=new_id)
            phone = EncryptedTextField(null=True)
            note = EncryptedTextField(default="")

            class Meta:
                app_label = "kernel"

            def __str__(self) -> str:
                return str(self.pk)

        with connection.schema_editor() as editor:
            editor.create_model(Letter)
        yield Letter
        with connection.schema_editor() as editor:
            editor.delete_model(Letter)


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"


def stored(model: Any, pk: UUID, column: str = "phone") -> str:
    with connection.cursor() as cursor:
        key = pk if connection.vendor == "postgresql" else pk.hex
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [key])
        return str(cursor.fetchone()[0])


def test_plain_in_the_hand_sealed_in_the_row(letter: Any) -> None:
    made = letter.objects.create(phone=PHONE, note="孙桂兰")
    assert made.phone == PHONE
    read = letter.objects.get()
    assert (read.phone, read.note) == (PHONE, "孙桂兰")
    assert stored(letter, made.pk).startswith("v1:")
    assert PHONE not in stored(letter, made.pk)


def test_a_change_is_saved_and_an_untouched_value_stays_byte_for_byte(letter: Any) -> None:
    made = letter.objects.create(phone=PHONE, note="a")
    note = stored(letter, made.pk, "note")
    read = letter.objects.get()
    read.phone = "13900000000"
    assert read.phone == "13900000000"
    read.save()
    assert letter.objects.get().phone == "13900000000"
    assert stored(letter, made.pk, "note") == note


def test_none_is_none_and_empty_is_empty(letter: Any) -> None:
    made = letter.objects.create(phone=None)
    assert letter.objects.get().phone is None
    assert letter.objects.filter(phone__isnull=True).exists()
    assert letter.objects.get().note == ""
    assert stored(letter, made.pk, "note") != ""


def test_bulk_create_deferred_and_refresh(letter: Any) -> None:
    letter.objects.bulk_create([letter(phone=f"1380000000{n}") for n in range(3)])
    assert sorted(row.phone for row in letter.objects.all()) == ["13800000000", "13800000001", "13800000002"]
    row = letter.objects.defer("phone").order_by("pk").first()
    assert row.phone.startswith("138")
    letter.objects.filter(pk=row.pk).update(phone=None)
    row.refresh_from_db()
    assert row.phone is None


def test_no_plain_text_where_one_does_not_ask_for_it(letter: Any) -> None:
    fresh = letter(phone=PHONE)
    assert PHONE not in repr(vars(fresh))
    fresh.save()
    assert PHONE not in repr(letter.objects.values())
    assert PHONE not in repr(list(letter.objects.values_list("phone", flat=True)))
    assert PHONE not in repr(vars(letter.objects.get()))
    assert PHONE not in serializers.serialize("json", letter.objects.all())


@pytest.mark.parametrize("lookup", ["phone", "phone__in", "phone__contains", "phone__gt", "phone__upper"])
def test_lookups_are_refused(letter: Any, lookup: str) -> None:
    with pytest.raises(FieldError, match="blind index"):
        letter.objects.filter(**{lookup: [PHONE]}).exists()
    with pytest.raises(FieldError, match="blind index"):
        letter.objects.exclude(**{lookup: [PHONE]}).exists()


def test_writing_past_the_row_is_refused(letter: Any) -> None:
    made = letter.objects.create(phone=PHONE)
    with pytest.raises(FieldError, match="encrypted"), transaction.atomic():
        letter.objects.update(phone="13900000000")
    with pytest.raises(FieldError, match="encrypted"), transaction.atomic():
        letter.objects.bulk_update([made], ["phone"])
    assert letter.objects.get().phone == PHONE


def test_only_a_text_is_taken(letter: Any) -> None:
    with pytest.raises(TypeError, match="takes a text"):
        letter(phone=13812345678)


def test_ciphertext_copied_to_another_row_or_column_does_not_open(letter: Any) -> None:
    first = letter.objects.create(phone=PHONE)
    second = letter.objects.create(phone="13900000000")
    copied = Sealed(stored(letter, first.pk))
    letter.objects.filter(pk=second.pk).update(phone=copied)
    letter.objects.filter(pk=first.pk).update(note=copied)
    with pytest.raises(Tampered):
        _ = letter.objects.get(pk=second.pk).phone
    with pytest.raises(Tampered):
        _ = letter.objects.get(pk=first.pk).note
    assert letter.objects.get(pk=first.pk).phone == PHONE


def test_plain_text_smuggled_into_the_column_does_not_open(letter: Any) -> None:
    made = letter.objects.create(phone=PHONE)
    letter.objects.filter(pk=made.pk).update(phone=Sealed(PHONE))
    with pytest.raises(Tampered):
        _ = letter.objects.get().phone


def test_after_a_new_key_the_rows_are_sealed_anew(letter: Any) -> None:
    made = letter.objects.create(phone=PHONE, note="a")
    letter.objects.create(phone=None)
    assert reseal(letter) == 0
    before, name = stored(letter, made.pk), keyring.add_key()
    assert reseal(letter) == 3
    assert stored(letter, made.pk) != before
    assert stored(letter, made.pk).split(":")[1] == name
    assert letter.objects.get(pk=made.pk).phone == PHONE
    assert reseal(letter) == 0


def test_a_value_changed_while_sealing_anew_is_left_alone(letter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = letter.objects.create(phone=PHONE)
    keyring.add_key()
    unseal = crypto.unseal

    def unseal_while_somebody_saves(value: str, *, place: str) -> str:
        if ".phone." in place:
            made.phone = "13900000000"
            made.save()
        return unseal(value, place=place)

    with monkeypatch.context() as patch:
        patch.setattr(crypto, "unseal", unseal_while_somebody_saves)
        reseal(letter)
    assert letter.objects.get().phone == "13900000000"


def test_the_command_makes_a_key_and_seals_anew(
    letter: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = letter.objects.create(phone=PHONE, note="a")
    monkeypatch.setattr(apps, "get_models", lambda: [letter])
    call_command("rotate_keys")
    assert f"{keyring.field_keys().current}: 2 values sealed anew" in capsys.readouterr().out
    assert stored(letter, made.pk).split(":")[1] == keyring.field_keys().current
    call_command("rotate_keys", "--resume")
    assert "0 values sealed anew" in capsys.readouterr().out


def test_a_misdeclared_field_is_told_by_the_checks() -> None:
    with isolate_apps():

        class Serial(models.Model):
            phone = EncryptedTextField(unique=True)

            class Meta:
                app_label = "kernel"

            def __str__(self) -> str:
                return str(self.pk)

        messages = [error.msg for error in Serial.check()]
    assert any("blind index" in message for message in messages)
    assert any("known before" in message for message in messages)


def test_a_row_without_its_key_cannot_be_sealed(letter: Any) -> None:
    late = letter(id=None, phone=PHONE)
    with pytest.raises(ValueError, match="before the row has its key"):
        letter._meta.get_field("phone").pre_save(late, add=True)
    late.save()  # Django gives the key first
    assert letter.objects.get().phone == PHONE


def test_migrations_know_it_by_its_name() -> None:
    field: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == ("linli.kernel.fields.EncryptedTextField", [], {"null": True})
