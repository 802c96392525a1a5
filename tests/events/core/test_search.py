"""Words of two characters and more, in text and address, on both databases."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.events.core.models import Event
from tests.events.town import Town

TEXT = "𠮷祥里 3 栋门口路灯不亮，100% 黑_了 WiFi"


def found(words: str) -> int:
    return Event.objects.search(words).count()


@pytest.mark.parametrize(
    "words",
    [
        "路灯",
        "灯不",
        "不亮",
        "路灯 不亮",
        "𠮷祥",
        "𠮷",
        "路",
        "3 栋",
        "100%",
        "黑_了",
        "大湖塘",
        "塘小区",
        " 路灯　大湖塘 ",
    ],
)
def test_what_is_there_is_found(town: Town, words: str) -> None:
    town.event(text=TEXT, address="大湖塘小区")
    town.event(text="垃圾桶满了", address="南门")
    assert found(words) == 1


@pytest.mark.parametrize(
    "words", ["灯路", "路亮", "亮路灯", "路灯 垃圾", "1%0", "黑%了", "_%", "区大湖", "'\\\"", "\0x"]
)
def test_what_is_not_there_is_not(town: Town, words: str) -> None:
    town.event(text=TEXT, address="大湖塘小区")
    assert found(words) == 0


def test_a_number_finds_its_event_alone(town: Town) -> None:
    event = town.event()
    other = town.event(text=f"与 {event.number} 同一处")
    assert list(Event.objects.search(f" {event.number.lower()} ")) == [event]
    assert other not in Event.objects.search(event.number)


def test_texts_without_a_pair_are_no_fault(town: Town) -> None:
    for text in ("灯", "灯灯", "  灯  "):
        town.event(text=text)
    assert found("灯灯") == 1
    assert found("灯") == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(st.sampled_from("路灯不亮𠮷 %_\\'aé"), min_size=2, max_size=12), st.data())
def test_every_part_of_a_text_finds_it(town: Town, text: str, data: st.DataObject) -> None:
    if not text.strip():
        return
    event = town.event(text=text)
    start = data.draw(st.integers(0, len(event.text) - 1))
    end = data.draw(st.integers(start + 1, len(event.text)))
    assert event in Event.objects.search(event.text[start:end])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite reads every row")
def test_the_index_serves(town: Town) -> None:
    """With sequential reading forbidden, the plan of a search is the index of pairs."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert "core_event_words" in Event.objects.search("路灯").explain()
