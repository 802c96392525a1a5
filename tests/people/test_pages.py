"""The administration's pages: who comes in, what they do, what they show."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.audit.models import Entry
from linli.kernel.resubmission import new_key
from linli.people import tokens
from linli.people.actors import actor_of
from linli.people.models import Absence, ApiToken, Post, Unit, User
from linli.people.roles import Role
from tests.people.factories import (
    COMMUNITY,
    DISTRICT,
    GRID,
    OTHER_STREET,
    STREET,
    make_post,
    make_unit,
    make_user,
    signed_in,
)
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
EVERYBODY = ("community_worker", "handler", "leader", "system_admin", "security_admin", "auditor")
GRANTS, SETS_UP = ("security_admin",), ("system_admin",)


class Scene:
    """One of everything that an address can name."""

    def __init__(self) -> None:
        make_place(DISTRICT)
        self.post = make_post()
        self.unit = make_unit()
        user = self.post.user
        self.args: dict[str, list[Any]] = {
            "username": [user.username],
            "post": [self.post.pk],
            "unit": [self.unit.pk],
            "token": [tokens.make(user, name="x", scopes=["read"], expires_at=later(), actor=actor_of(user)).token.pk],
            "absence": [Absence.objects.create(user=user, first_day="2020-01-01", last_day="2099-01-01").pk],
            "": [],
        }


def later() -> datetime.datetime:
    return datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)


PAGES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("users", "", "GET", GRANTS),
    ("user_new", "", "GET POST", GRANTS),
    ("user", "username", "GET", GRANTS),
    ("user_edit", "username", "GET POST", GRANTS),
    ("user_reset", "username", "GET POST", GRANTS),
    ("user_deactivate", "username", "POST", GRANTS),
    ("user_reactivate", "username", "POST", GRANTS),
    ("user_absences", "username", "GET POST", GRANTS),
    ("posts", "", "GET", GRANTS),
    ("post_new", "", "GET POST", GRANTS),
    ("post", "post", "GET", GRANTS),
    ("post_end", "post", "POST", GRANTS),
    ("post_deputy", "post", "POST", GRANTS),
    ("absences", "", "GET POST", EVERYBODY),
    ("absence_end", "absence", "POST", GRANTS),
    ("tokens", "", "GET POST", EVERYBODY),
    ("token_end", "token", "POST", GRANTS),
    ("units", "", "GET", SETS_UP),
    ("unit_new", "", "GET POST", SETS_UP),
    ("unit_edit", "unit", "GET POST", SETS_UP),
]
CASES = [(name, key, method, allowed) for name, key, methods, allowed in PAGES for method in methods.split()]


@pytest.mark.parametrize(("name", "key", "method", "allowed"), CASES, ids=[f"{c[2]} {c[0]}" for c in CASES])
def test_who_comes_in(name: str, key: str, method: str, allowed: tuple[str, ...]) -> None:
    scene = Scene()
    address = reverse(name, args=scene.args[key])
    visitor = Client().generic(method, address)
    assert visitor.status_code == 302
    assert visitor.headers["Location"].startswith(reverse("account_login"))
    for trait in EVERYBODY:
        status = signed_in(make_post(**{trait: True}).user).generic(method, address).status_code
        assert (status != 404) is (trait in allowed), (trait, status)
        assert status < 500


@pytest.mark.parametrize(("name", "key", "methods", "allowed"), PAGES, ids=[page[0] for page in PAGES])
def test_other_methods_are_refused(name: str, key: str, methods: str, allowed: tuple[str, ...]) -> None:
    client = signed_in(make_post(**{allowed[0]: True}).user)
    address = reverse(name, args=Scene().args[key])
    for method in {"GET", "POST", "PUT", "DELETE"} - set(methods.split()):
        assert client.generic(method, address).status_code == 405


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name, key, _methods, allowed in PAGES if key and allowed == GRANTS]
)
def test_what_is_outside_the_reach_is_not_there(name: str, key: str) -> None:
    scene = Scene()
    client = signed_in(make_post(security_admin=True, place=make_place(OTHER_STREET)).user)
    for method in ("GET", "POST"):
        assert client.generic(method, reverse(name, args=scene.args[key])).status_code in (404, 405)
    assert client.post(reverse(name, args=scene.args[key])).status_code in (404, 405)
    assert Entry.objects.exclude(action="token.make").count() == 0


@pytest.fixture
def security(db: None) -> Client:
    make_place(DISTRICT)
    return signed_in(make_post(security_admin=True).user)


def test_a_new_user_from_the_form_to_the_post(security: Client) -> None:
    given = {"username": "Sunli", "name": "孙丽", "email": "", "key": new_key()}
    handed = security.post(reverse("user_new"), given)
    words = handed.content.decode()
    user = User.objects.get(username="sunli")
    password = next(part for part in words.split('<div class="secret">')[1].split("</div>") if part)
    assert user.check_password(password)
    assert "no-store" in handed.headers["Cache-Control"]
    again = security.post(reverse("user_new"), given)
    assert password in again.content.decode()
    assert User.objects.filter(name="孙丽").count() == 1
    granted = security.post(
        reverse("post_new"),
        {
            "user": "sunli 孙丽",
            "role": "grid_worker",
            "place": f"{make_place(GRID).code} 随便",
            "valid_from": "2026-01-01",
        },
    )
    assert granted.status_code == 302
    assert Post.objects.get(user=user).role == Role.GRID_WORKER
    assert "网格员" in security.get(reverse("user", args=["sunli"])).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "ab", "请用 3 至 40 个字母"),
        ("username", "孙丽", "请用 3 至 40 个字母"),
        ("username", "a b c", "请用 3 至 40 个字母"),
        ("name", "", "姓名"),
        ("email", "nowhere", "电子邮箱"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_the_rest_kept(
    security: Client, field: str, value: str, words: str
) -> None:
    answer = security.post(reverse("user_new"), {"username": "sunli", "name": "孙丽", "email": "", field: value})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert f'id="field-{field}"' in text
    assert 'value="孙丽"' in text or field in ("name", "username")
    assert not User.objects.filter(username="sunli").exists()


@pytest.mark.parametrize("name", ["𠮷田䶮", "😀", "<script>alert(1)</script>", "=1+1", "a" * 40])
def test_any_name_is_shown_as_it_is(security: Client, name: str) -> None:
    security.post(reverse("user_new"), {"username": "sunli", "name": name})
    assert User.objects.get(username="sunli").name == name
    text = security.get(reverse("users")).content.decode()
    assert "<script>alert" not in text
    assert name.replace("<", "&lt;").replace(">", "&gt;") in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"user": "nobody"}, "user"),
        ({"place": "999999"}, "place"),
        ({"place": ""}, "place"),
        ({"role": "handler"}, "unit"),
        ({"role": "emperor"}, "role"),
        ({"valid_from": "1800-13-45"}, "valid_from"),
        ({"valid_to": "2025-12-31"}, "valid_to"),
        ({"deputy": "user"}, "deputy"),
    ],
)
def test_a_grant_that_cannot_be_is_told_by_the_field(security: Client, changes: dict[str, str], field: str) -> None:
    user = make_user(username="sunli")
    make_place(GRID)
    given = {"user": "sunli", "role": "grid_worker", "place": GRID, "valid_from": "2026-01-01"} | changes
    given["deputy"] = user.username if changes.get("deputy") else ""
    answer = security.post(reverse("post_new"), given)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode() or f'href="#field-{field}"' in answer.content.decode()
    assert not Post.objects.filter(user=user).exists()


def test_suggestions_are_the_administrators_places_only() -> None:
    make_place(COMMUNITY)
    make_place(OTHER_STREET)
    client = signed_in(make_post(security_admin=True, place=make_place(STREET)).user)
    text = client.get(reverse("post_new")).content.decode()
    assert f'<option value="{COMMUNITY} ' in text
    assert f'<option value="{OTHER_STREET} ' not in text


def test_posts_are_listed_by_place_by_user_by_role_and_by_time(security: Client) -> None:
    worker, leader = make_post(), make_post(leader=True)
    coming = make_post(user=worker.user, dispatcher=True, valid_from=datetime.date(2099, 1, 1))
    ended = make_post(community_worker=True, valid_to=datetime.date(2020, 2, 1))

    def shown(query: str) -> set[Post]:
        text = security.get(f"{reverse('posts')}?{query}").content.decode()
        return {post for post in (worker, leader, coming, ended) if reverse("post", args=[post.pk]) in text}

    assert shown("") == {worker, leader}
    assert shown(f"place={GRID}") == {worker}
    assert shown(f"place={STREET}") == {worker, leader}
    assert shown(f"user={leader.user.username}") == {leader}
    assert shown("role=leader") == {leader}
    assert shown("when=coming") == {coming}
    assert shown("when=ended") == {ended}
    assert shown(f"q={worker.user.name}") == {worker}
    assert shown("place=nonsense&role=nonsense") == {worker, leader}


def test_long_lists_go_by_pages(security: Client) -> None:
    for _number in range(55):
        make_user()
    first = security.get(reverse("users"))
    following = first.context["page"].next_cursor if first.context else None
    text = first.content.decode()
    assert text.count("<tr data-row>") == 50
    cursor = following or text.split("?after=")[1].split('"')[0]
    assert security.get(f"{reverse('users')}?after={cursor}").content.decode().count("<tr data-row>") == 6
    assert security.get(f"{reverse('users')}?after=nonsense").status_code == 400


@pytest.mark.parametrize("name", ["users", "posts"])
def test_a_list_takes_as_many_queries_for_many_as_for_few(
    security: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    for _number in range(30):
        make_post(deputy=make_user(), place=make_place(GRID))
    with django_assert_max_num_queries(10):
        assert security.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("words", ["%00", "%25", "%F0%9F%98%80", "'", "%5C"])
def test_a_search_for_anything_is_answered(security: Client, words: str) -> None:
    for name in ("users", "posts"):
        assert security.get(f"{reverse(name)}?q={words}&user={words}&place={words}").status_code in (200, 400)
    assert security.get(f"{reverse('users')}of/{words}/").status_code in (400, 404)


def test_a_token_is_shown_once_and_not_doubled() -> None:
    user = make_user()
    client = signed_in(user)
    given = {"name": "市平台", "scopes": ["read"], "days": "90", "key": new_key()}
    text = client.post(reverse("tokens"), given).content.decode()
    token = ApiToken.objects.get(user=user)
    secret = next(word for word in text.split('"secret">')[1].split("<") if word.startswith("linli_"))
    assert tokens.find(secret) == token
    assert secret in client.post(reverse("tokens"), given).content.decode()
    assert ApiToken.objects.count() == 1
    assert secret not in client.get(reverse("tokens")).content.decode()
    client.post(reverse("token_end", args=[token.pk]))
    assert tokens.find(secret) is None


def test_a_token_without_scope_is_refused() -> None:
    client = signed_in(make_user())
    assert client.post(reverse("tokens"), {"name": "x", "days": "90"}).status_code == 422
    assert client.post(reverse("tokens"), {"name": "x", "scopes": ["all"], "days": "90"}).status_code == 422
    assert client.post(reverse("tokens"), {"name": "x", "scopes": ["read"], "days": "9000"}).status_code == 422
    assert not ApiToken.objects.exists()


def test_ones_own_days_away_say_who_acts() -> None:
    post = make_post(deputy=make_user(name="何伟"))
    client = signed_in(post.user)
    assert "B 角：何伟" in client.get(reverse("absences")).content.decode()
    assert client.post(reverse("absences"), {"first_day": "2099-01-02", "last_day": "2099-01-01"}).status_code == 422
    assert client.post(reverse("absences"), {"first_day": "2099-01-01", "last_day": "2099-01-02"}).status_code == 302
    absence = Absence.objects.get()
    assert client.post(reverse("absence_end", args=[absence.pk])).status_code == 302
    assert not Absence.objects.exists()


def test_units_are_made_and_edited_within_the_reach() -> None:
    make_place(OTHER_STREET)
    client = signed_in(make_post(system_admin=True, place=make_place(STREET)).user)
    given = {"name": "泰山路派出所", "kind": "office", "place": STREET}
    assert client.post(reverse("unit_new"), given).status_code == 302
    assert client.post(reverse("unit_new"), given).status_code == 422
    assert client.post(reverse("unit_new"), given | {"place": OTHER_STREET}).status_code == 422
    unit = Unit.objects.get()
    assert client.post(reverse("unit_edit", args=[unit.pk]), given | {"name": "新名"}).status_code == 302
    unit.refresh_from_db()
    assert unit.name == "新名"
    elsewhere = make_unit(place=make_place(OTHER_STREET))
    assert client.get(reverse("unit_edit", args=[elsewhere.pk])).status_code == 404
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == ["unit.make", "unit.edit"]


def test_the_menu_shows_each_administrator_their_own() -> None:
    make_place(DISTRICT)
    wanted = {"security_admin": {"users", "posts"}, "system_admin": {"units"}, "auditor": {"audit_trail"}}
    for trait, names in wanted.items():
        text = signed_in(make_post(**{trait: True}).user).get(reverse("absences")).content.decode()
        shown = {name for name in set().union(*wanted.values()) if f'href="{reverse(name)}"' in text}
        assert shown == names
