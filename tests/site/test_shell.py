"""The frame: looks that stay, forms that say what to do, templates that cannot leave a hole."""

import jinja2
import pytest
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory

from linli.site.shell import COOKIE, Look, set_look


class Report(forms.Form):
    text = forms.CharField(label="情况", help_text="写清在哪里。", widget=forms.Textarea)
    kind = forms.ChoiceField(label="类别", choices=[("a", "路灯"), ("b", "<b>井盖</b>")], widget=forms.RadioSelect)
    phone = forms.CharField(label="手机号", required=False)
    agree = forms.BooleanField(label="可以打电话", required=False)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)


def render(source: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(source).render(context))


@pytest.mark.parametrize(
    ("cookie", "look"),
    [
        ("dark.elder", Look("dark", True)),
        ("light.plain", Look("light", False)),
        ("", Look()),
        ('"><script>.x', Look()),
    ],
)
def test_a_look_is_read_from_its_cookie_or_is_the_plain_one(cookie: str, look: Look) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    assert Look.of(request) == look


def choose(**data: str) -> HttpResponse:
    request = RequestFactory().post("/look/", data)
    request.COOKIES[COOKIE] = "dark.plain"
    return set_look(request)


def test_choosing_a_size_keeps_the_theme_and_leads_back() -> None:
    response = choose(size="elder", next="/track/?a=1")
    assert (response.status_code, response["Location"]) == (302, "/track/?a=1")
    assert response.cookies[COOKIE].value == "dark.elder"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_look_never_leads_elsewhere(target: str) -> None:
    assert choose(theme="light", next=target)["Location"] == "/"


def test_a_look_is_not_changed_by_following_a_link() -> None:
    assert set_look(RequestFactory().get("/look/?size=elder")).status_code == 405


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render("{{ nothing_of_this_name }}")


def test_what_people_wrote_is_escaped() -> None:
    assert render("{{ text }}", text="<script>") == "&lt;script&gt;"


def test_a_field_stands_with_its_label_its_help_and_its_error() -> None:
    html = str(Report({"text": "", "kind": "b"})["text"].as_field_group())
    assert '<label class="field-label" for="id_text">情况</label>' in html
    assert 'id="id_text_helptext">写清在哪里。<' in html
    assert 'id="id_text_error"' in html
    assert "请填写这一项。" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html


def test_a_form_lists_its_errors_on_top_with_links_and_keeps_what_was_typed() -> None:
    html = str(Report({"text": "", "phone": "<138>"}))
    assert 'href="#id_text">情况：请填写这一项。</a>' in html
    assert 'value="&lt;138&gt;"' in html
    assert html.index('class="summary"') < html.index('id="field-text"')
    assert html.count('name="lat"') == 1


def test_radios_are_a_group_with_a_legend_and_escaped_labels() -> None:
    html = str(Report()["kind"].as_field_group())
    assert "<legend" in html
    assert "类别" in html
    assert html.count('class="option"') == 2
    assert "&lt;b&gt;井盖" in html


def test_a_checkbox_has_one_label_around_it() -> None:
    html = str(Report()["agree"].as_field_group())
    assert html.count("<label") == 1
    assert "可以打电话" in html


def test_pages_for_failures_need_neither_request_nor_database() -> None:
    for name in ("400.html", "500.html"):
        assert "<h1>" in engines["jinja2"].get_template(name).render()
