"""The pieces that pages are put together from."""

import datetime

import pytest
from django.template import engines
from django.utils import timezone

PARTS = "".join(f'{{% import "site/parts/{name}.html" as {name} %}}' for name in ("record", "lists", "forms", "public"))


def render(source: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(PARTS + source).render(context))


def test_a_head_has_number_place_state_holder_and_due_in_this_order() -> None:
    due = timezone.now() + datetime.timedelta(days=3)
    html = render(
        '{{ record.head("EV-2026-000001", title, "大湖塘", "已受理", "going", holder="何伟", due_at=due) }}',
        title="<灯>",
        due=due,
    )
    places = [html.index(part) for part in ("&lt;灯&gt;", "EV-2026-000001", "大湖塘", "已受理", "何伟", "<time")]
    assert places == sorted(places)
    assert "is-late" not in html


def test_only_what_is_late_is_red() -> None:
    html = render('{{ record.due(at, "late") }}', at=timezone.now() - datetime.timedelta(days=1))
    assert "is-late-text" in html
    assert "已逾期" in html


def test_a_move_at_once_is_sent_once_with_its_version_and_key() -> None:
    html = render('{{ record.move_now("受理", "/x/", "", "primary", seen=0, key="k") }}')
    assert "data-once" in html
    assert 'name="seen" value="0"' in html
    assert 'name="key" value="k"' in html


def test_a_step_takes_photos_inside_or_nothing() -> None:
    plain = render('{{ record.step("受理", "何伟", at, for_whom="陈静") }}', at=timezone.now())
    assert "（代陈静）" in plain
    filled = render('{% call record.step("到现场", "", at) %}照片{% endcall %}', at=timezone.now())
    assert "照片" in filled
    assert filled.count("<span>") == 1


@pytest.mark.parametrize(("source", "tag"), [("'/x/'", "<a "), ("''", "<div ")])
def test_a_figure_leads_to_its_why_or_is_no_link(source: str, tag: str) -> None:
    html = render('{{ lists.figure("93.7%", "结案率", address=' + source + ") }}")
    assert f'{tag}class="figure"' in html


def test_a_pager_with_nowhere_to_go_is_not_there() -> None:
    assert render("{{ lists.pager() }}").strip() == ""
    assert 'rel="next"' in render('{{ lists.pager(next="?after=x") }}')


def test_a_chip_that_is_on_says_how_to_take_it_off() -> None:
    assert "去掉这个条件" in render('{{ lists.chip("逾期", "?", is_on=True) }}')
    assert "去掉这个条件" not in render('{{ lists.chip("逾期", "?") }}')


def test_stages_know_what_is_past_and_what_is_now() -> None:
    html = render("{{ public.stages(['收到', '受理', '办结'], 1) }}")
    assert html.count('class="is-past"') == 1
    assert html.index("aria-current") > html.index("收到")


def test_a_phone_number_can_be_called() -> None:
    assert 'href="tel:073122331101"' in render('{{ public.contact("周芳", "网格员", "0731-2233 1101") }}')


def test_no_piece_carries_inline_style_or_script() -> None:
    engine = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in engine.list_templates(filter_func=lambda name: name.startswith(("site/", "account/", "mfa/"))):
        source = engine.loader.get_source(engine, name)[0]
        assert " style=" not in source, name
        assert " onclick=" not in source, name
        assert "<script>" not in source, name
