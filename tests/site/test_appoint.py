from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from linli.audit.models import Entry
from linli.people.models import Post, User
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> str:
    return str(make_place("430211").code)


def appoint(*words: str) -> str:
    out = StringIO()
    call_command("appoint", *words, stdout=out)
    return out.getvalue()


def test_the_first_administrator_gets_a_post_and_a_password_to_change(district: str) -> None:
    username, password = appoint("wangan", "王安", "security_admin", district).strip().split(": ")

    user = User.objects.get(username=username)
    assert user.check_password(password)
    assert user.has_temporary_password
    post = Post.objects.get(user=user)
    assert (post.role, post.place and post.place.code) == ("security_admin", district)
    assert set(Entry.objects.values_list("action", "actor_kind")) >= {("user.make", "system"), ("post.grant", "system")}


def test_only_administrators_are_appointed_this_way(district: str) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        appoint("zhoufang", "周芳", "grid_worker", district)


def test_a_name_in_use_leaves_nothing_behind(district: str) -> None:
    appoint("wangan", "王安", "security_admin", district)

    with pytest.raises(CommandError, match="登录名"):
        appoint("wangan", "王安", "auditor", district)

    assert Post.objects.count() == 1


def test_a_place_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="999999"):
        appoint("wangan", "王安", "security_admin", "999999")
