import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from linli.kernel import crypto, keyring
from linli.kernel.keyring import KeyMissing

PLACE = "core_reporter.phone.0190"
texts = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.text(max_size=30))
def test_what_is_sealed_opens_at_its_place(text: str, place: str) -> None:
    value = crypto.seal(text, place=PLACE)
    assert crypto.unseal(value, place=PLACE) == text
    assert len(text) < 4 or text not in value
    if place != PLACE:
        with pytest.raises(crypto.Tampered):
            crypto.unseal(value, place=place)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert crypto.seal("13812345678", place=PLACE) != crypto.seal("13812345678", place=PLACE)


def test_any_changed_character_is_noticed() -> None:
    value = crypto.seal("13812345678", place=PLACE)
    start = value.rindex(":") + 1
    for index in range(start, len(value)):
        other = "A" if value[index] != "A" else "B"
        with pytest.raises(crypto.Tampered):
            crypto.unseal(value[:index] + other + value[index + 1 :], place=PLACE)


@pytest.mark.parametrize(
    "value", ["", "13812345678", "v1:", "v1:a:", "v2:a:AAAA", "v1:a:AAAA", "v1:a:!!!!", "v1:a:邻里"]
)
def test_what_was_never_sealed_is_not_passed_on(value: str) -> None:
    with pytest.raises(crypto.Tampered):
        crypto.unseal(value, place=PLACE)


def test_a_cut_off_value_is_noticed() -> None:
    value = crypto.seal("13812345678", place=PLACE)
    with pytest.raises(crypto.Tampered):
        crypto.unseal(value[:-4], place=PLACE)


def test_without_its_key_a_value_does_not_open(keys: Path) -> None:
    value = crypto.seal("13812345678", place=PLACE)
    (keys / keyring.FIELD_KEYS).rename(keys / "elsewhere")
    keyring._read_field_keys.cache_clear()
    with pytest.raises(KeyMissing, match="has no key"):
        crypto.unseal(value, place=PLACE)


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"current": "a", "keys": {}}', '{"current": "a", "keys": {"a": "c2hvcnQ="}}', '{"current": 1}'],
)
def test_a_broken_keyring_is_an_error_and_stays_as_it_is(keys: Path, content: str) -> None:
    keys.mkdir()
    (keys / keyring.FIELD_KEYS).write_text(content)
    with pytest.raises(KeyMissing, match="cannot be read"):
        crypto.seal("13812345678", place=PLACE)
    assert (keys / keyring.FIELD_KEYS).read_text() == content


def test_keys_are_for_their_owner_alone(keys: Path) -> None:
    crypto.seal("x", place=PLACE)
    crypto.blind_index("x", purpose="phone")
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {
        keyring.FIELD_KEYS: 0o600,
        keyring.INDEX_KEY: 0o600,
    }
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    ring = keyring.field_keys()
    assert base64.b64encode(ring.keys[ring.current]).decode() not in repr(ring)


def test_those_who_start_at_once_get_the_same_keys(keys: Path) -> None:
    def read(_number: int) -> str:
        keyring._read_field_keys.cache_clear()
        return keyring.field_keys().as_json()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(read, range(8)))) == 1
    assert [path.name for path in keys.iterdir()] == [keyring.FIELD_KEYS]


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old = crypto.seal("13812345678", place=PLACE)
    name = keyring.add_key()
    new = crypto.seal("13812345678", place=PLACE)
    assert new.split(":")[1] == name != old.split(":")[1]
    assert not crypto.is_current(old)
    assert crypto.is_current(new)
    assert crypto.unseal(old, place=PLACE) == crypto.unseal(new, place=PLACE) == "13812345678"


def test_a_key_added_by_another_process_is_found(keys: Path) -> None:
    crypto.seal("x", place=PLACE)
    mine = keyring.field_keys()
    theirs = mine.with_new_key()
    (keys / keyring.FIELD_KEYS).write_text(theirs.as_json())
    keyring._read_field_keys.cache_clear()
    value = crypto.seal("13812345678", place=PLACE)
    keyring._read_field_keys.cache_clear()
    (keys / keyring.FIELD_KEYS).write_text(mine.as_json())
    keyring.field_keys()  # remembered without the new key
    (keys / keyring.FIELD_KEYS).write_text(theirs.as_json())
    assert crypto.unseal(value, place=PLACE) == "13812345678"


def test_adding_keys_at_once_loses_none(keys: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(lambda _: keyring.add_key(), range(4)))
    assert names < set(json.loads((keys / keyring.FIELD_KEYS).read_text())["keys"])
    assert len(names) == 4


def test_a_blind_index_tells_texts_and_purposes_apart() -> None:
    index = crypto.blind_index("13812345678", purpose="phone")
    assert len(index) == 64
    assert index == crypto.blind_index("13812345678", purpose="phone")
    assert index != crypto.blind_index("13812345679", purpose="phone")
    assert index != crypto.blind_index("13812345678", purpose="id")


def test_a_blind_index_needs_its_key(settings: Settings, tmp_path: Path) -> None:
    before = crypto.blind_index("13812345678", purpose="phone")
    settings.KEYS = tmp_path / "other"
    assert crypto.blind_index("13812345678", purpose="phone") != before
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / keyring.INDEX_KEY).write_text("c2hvcnQ=")
    settings.KEYS = tmp_path / "broken"
    with pytest.raises(KeyMissing):
        crypto.blind_index("13812345678", purpose="phone")
