"""The kind of ``docs/adding-a-kind.md``: what the document shows is what is here, and all that it promises works."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from linli.flow.flow import start
from linli.inbox.models import Task
from linli.kernel.problems import Conflict
from tests.events.town import Town
from tests.people.factories import signed_in
from tests.toy.flows import LOAN
from tests.toy.models import Loan

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?:python|html)\n(?:# |\{# )(tests/toy/\S+?)(?: #\})?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_document_shows_what_is_here() -> None:
    shown = dict(BLOCK.findall((ROOT / "docs/adding-a-kind.md").read_text()))
    assert len(shown) == 9
    for name, text in shown.items():
        assert text.strip() == (ROOT / name).read_text().strip(), name


@pytest.mark.django_db
def test_the_whole_way_by_its_pages(town: Town) -> None:
    clerk = signed_in(town.clerk)
    new = reverse("record_new", args=["loan"])
    page = clerk.get(new).content.decode()
    assert town.community.name in page
    answer = clerk.post(new, {"place": town.community.code, "thing": "梯子", "key": "a"})
    loan = Loan.objects.get()
    assert answer.headers["Location"] == loan.get_absolute_url() == reverse("record", args=["loan", loan.number])
    assert Task.objects.get(pk=loan.pk).due_at is not None

    page = clerk.get(loan.get_absolute_url()).content.decode()
    assert "梯子" in page
    lend = reverse("record_move", args=["loan", loan.number, "lend"])
    assert lend in page
    empty = clerk.post(lend, {"back_on": "", "key": "b"})
    assert empty.status_code == 422
    assert "哪天归还" in empty.content.decode()
    clerk.post(lend, {"back_on": "2099-01-02", "note": "", "key": "c"})
    loan.refresh_from_db()
    assert loan.state == "lent"
    page = clerk.get(loan.get_absolute_url()).content.decode()
    assert "登记借用" in page
    assert "借出" in page

    listed = clerk.get(reverse("records", args=["loan"]), {"state": "lent"}).content.decode()
    assert loan.number in listed
    assert loan.number not in clerk.get(reverse("records", args=["loan"]), {"state": "wanted"}).content.decode()
    book = clerk.get(reverse("records_export", args=["loan"]))
    assert book.content.startswith(b"PK")
    assert signed_in(town.stranger).get(loan.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_several_are_taken_back_at_once(town: Town) -> None:
    clerk, actor = signed_in(town.clerk), town.actor(town.clerk)
    loans = [start(Loan(**Loan.at(town.community), thing=thing), actor=actor) for thing in ("梯子", "电钻")]
    address = reverse("records_several", args=["loan"])
    page = clerk.get(address, {"move": "take_back", "number": [loan.number for loan in loans]}).content.decode()
    assert "现在是“想借”，不能收回" in page
    for loan in loans:
        LOAN.make(loan, "lend", actor=actor, data=type("Given", (), {"back_on": None})())
    picks = [f"{loan.number}:2" for loan in loans]
    page = clerk.post(address, {"move": "take_back", "pick": picks, "note": "", "key": "k"}).content.decode()
    assert "收回：办成 2 件" in page


@pytest.mark.django_db
def test_a_constraint_answers_with_its_own_words(town: Town) -> None:
    actor = town.actor(town.clerk)
    loans = [start(Loan(**Loan.at(town.community), thing="梯子"), actor=actor) for _ in range(2)]
    given = type("Given", (), {"back_on": None})()
    LOAN.make(loans[0], "lend", actor=actor, data=given)
    with pytest.raises(Conflict, match="已经借出去了") as refused:
        LOAN.make(loans[1], "lend", actor=actor, data=given)
    assert refused.value.code == "lent_already"
