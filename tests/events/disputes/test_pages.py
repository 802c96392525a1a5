"""Disputes in the browser and for programs: masked people, reasons on the trail, paper, doors."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.audit.models import Entry
from linli.events.core.models import Event
from linli.events.disputes.models import Dispute, LegalPost, MediationKind, Party
from linli.events.disputes.payloads import Appointment
from linli.events.disputes.states import DisputeChannel, DisputeState
from linli.inbox.models import Delivery
from linli.inbox.webhooks.forms import WebhookForm
from linli.kernel import pdf
from linli.kernel.problems import Fault
from linli.people.roles import Role
from tests.events import town as towns
from tests.events.core.api import program
from tests.events.core.confidential import WORDS, disputes
from tests.events.disputes.world import HOUSE, NAMES, PHONE, Mediation, mediation
from tests.events.town import Town
from tests.inbox.hooks import hook
from tests.people.factories import signed_in

WHOLE = (*NAMES, PHONE, PHONE[3:], "998877")


@pytest.fixture
def found(town: Town) -> Mediation:
    return mediation(town)


def page(browser: Client, name: str, *args: object, **query: Any) -> str:
    return browser.get(reverse(name, args=args), query).content.decode()


def test_people_are_masked_until_somebody_says_why(found: Mediation) -> None:
    browser, number = signed_in(found.mediator), found.dispute.number
    record = page(browser, "dispute", number)
    assert "王**" in record
    assert "138****5678" in record
    assert not [text for text in WHOLE if text in record]
    party = found.dispute.parties.all()[0]
    address = reverse("dispute_party", args=[number, party.pk])
    assert NAMES[0] not in browser.get(address).content.decode()
    refused = browser.post(address, {"note": " "})
    assert refused.status_code == 422
    assert NAMES[0] not in refused.content.decode()
    assert not Entry.objects.filter(action="dispute.unmask").exists()
    opened = browser.post(address, {"note": "打电话约时间"})
    assert all(text in opened.content.decode() for text in (NAMES[0], PHONE, "998877"))
    assert "no-store" in opened["Cache-Control"]
    entry = Entry.objects.get(action="dispute.unmask")
    assert (entry.actor_id, entry.words["note"]) == (found.mediator.pk, "打电话约时间")
    assert json.loads(entry.detail)["party"] == str(party.pk)


def test_what_was_said_is_for_who_mediates(found: Mediation) -> None:
    found.meet()
    found.agree()
    number = found.dispute.number
    for user in (found.mediator, found.town.worker, found.town.clerk, found.town.dispatcher):
        record = page(signed_in(user), "dispute", number)
        assert "双方各说各的" in record
        assert HOUSE in record
    for user in (found.town.leader, found.town.handler, found.town.stranger):
        assert signed_in(user).get(reverse("dispute", args=[number])).status_code == 404
        assert number not in page(signed_in(user), "disputes")


def test_a_dispute_is_taken_up_from_its_event(town: Town) -> None:
    MediationKind.objects.create(name="人民调解")
    event = town.event(category=disputes(), text=WORDS)
    browser = signed_in(town.clerk)
    assert "开始调解" in page(browser, "event", event.number)
    assert "开始调解" not in page(browser, "event", town.event().number)
    address = reverse("event_move", args=[event.number, "take_up"])
    asked = browser.get(address).content.decode()
    assert town.worker.name in asked
    assert town.stranger.name not in asked
    sent = {"kind_of_mediation": MediationKind.objects.get().pk, "lead": town.worker.pk, "others": [town.clerk.pk]}
    assert browser.post(address, sent | {"lead": town.stranger.pk}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    dispute = Dispute.objects.get(event=event)
    assert (dispute.lead, dispute.others.get(), dispute.channel) == (town.worker, town.clerk, DisputeChannel.REPORTED)
    assert dispute.number in page(browser, "event", event.number)


def test_one_who_comes_by_is_written_down_once(town: Town) -> None:
    kind, category = MediationKind.objects.create(name="人民调解"), disputes()
    browser = signed_in(town.worker)
    form = page(browser, "dispute_new")
    assert 'value="quarrel"' in form
    assert 'value="lamp"' not in form
    (key,) = re.findall(r'name="key" value="([^"]+)"', form)
    sent = {"place": towns.GRID, "category": category.code, "channel": "applied", "kind_of_mediation": kind.pk}
    sent |= {"text": WORDS, "key": key}
    for _ in range(2):
        assert browser.post(reverse("dispute_new"), sent).status_code == 302
    dispute = Dispute.objects.get()
    assert (dispute.lead, dispute.channel, dispute.event.is_confidential) == (town.worker, "applied", True)
    assert Event.objects.count() == 1
    assert browser.post(reverse("dispute_new"), sent | {"category": "lamp", "key": ""}).status_code == 422


def test_a_whole_mediation_by_pages(found: Mediation) -> None:
    browser, number = signed_in(found.mediator), found.dispute.number

    def make(move: str, **sent: Any) -> None:
        answer = browser.post(reverse("dispute_move", args=[number, move]), sent)
        assert answer.status_code == 302, answer.content.decode()

    make("plan_session", starts_at="2026-01-05T09:30", where="说事点")
    session = found.dispute.sessions.get()
    hold = reverse("dispute_part_move", args=[session.number, "hold"])
    asked = browser.get(hold).content.decode()
    assert "甲方 王**" in asked
    assert NAMES[0] not in asked
    parties = [party.pk for party in found.dispute.parties.all()]
    sent = {"parties": parties, "mediators": [found.mediator.pk], "outcome": "agreed", "said": "谈妥"}
    assert browser.post(hold, sent).status_code == 302
    make("agree", terms=HOUSE, due_on="2027-01-01")
    visit = found.dispute.followups.get()
    assert browser.get(reverse("dispute_part", args=[visit.number]))["Location"].endswith(f"#{visit.number}")
    kept = browser.post(reverse("dispute_part_move", args=[visit.number, "keep"]), {"note": "看过了"})
    assert kept.status_code == 302
    assert found.dispute.state == DisputeState.SETTLED


MOVES = re.compile(r'(?:href|action)="(/(?:records|disputes|mediations)/[^"]+/[a-z_]+/)(?:\?[^"]*)?"')


def test_every_button_on_the_page_leads_to_its_move(found: Mediation) -> None:
    """Also those of the sessions, which stand there as parts."""
    found.make("plan_session", data=Appointment(timezone.now(), "社区调解室"))
    browser = signed_in(found.mediator)
    shown = browser.get(found.dispute.get_absolute_url()).content.decode()
    addresses = set(MOVES.findall(shown))
    assert {address.rstrip("/").rpartition("/")[2] for address in addresses} >= {"hold", "miss", "add_party", "agree"}
    assert {address: browser.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_a_party_added_by_page_keeps_its_particulars_and_the_move_its_note(found: Mediation) -> None:
    address = reverse("dispute_move", args=[found.dispute.number, "add_party"])
    sent = {"side": "other", "name": "丁某", "phone": "", "particulars": "身份证住址在册", "note": "当事人当面补充"}
    assert signed_in(found.mediator).post(address, sent | {"key": "k"}).status_code == 302
    party = Party.objects.order_by("-pk")[0]
    assert party.particulars == "身份证住址在册"
    entry = Entry.objects.filter(action="dispute.add_party", subject_id=found.dispute.pk).latest("pk")
    assert entry.words == {"note": "当事人当面补充"}


def test_the_agreement_on_paper(found: Mediation) -> None:
    found.agree(is_oral=True)
    agreement = found.dispute.agreements.get()
    address = reverse("dispute_agreement", args=[found.dispute.number, agreement.pk])
    answer = signed_in(found.mediator).get(address)
    assert answer.content.startswith(b"%PDF-")
    assert b"NotoSerifCJK" in answer.content or b"CJK" in answer.content
    assert Entry.objects.filter(action="dispute.print").count() == 1
    assert signed_in(found.town.leader).get(address).status_code == 404


def test_without_a_chinese_font_there_is_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "CHINESE", ("No Such Font",))
    with pytest.raises(Fault, match="字体"):
        pdf.written("linli.events.disputes", "dispute_agreement.typ", {})


def test_no_other_system_hears_of_a_dispute(town: Town) -> None:
    hook(town.district, kinds=["event", "dispute", "session", "followup", "search"])
    found = mediation(town)
    found.meet()
    found.agree()
    found.visit("keep")
    assert not Delivery.objects.exists()
    offered = dict(WebhookForm(codes=[]).fields["kinds"].choices)  # type: ignore[attr-defined]
    assert "event" in offered
    assert not {"dispute", "session", "followup", "search"} & set(offered)


def test_programs_see_and_do_the_same(found: Mediation) -> None:
    number = found.dispute.number
    ours = program(found.mediator)
    (line,) = ours.get("disputes").json()["items"]
    assert (line["number"], line["event"], line["title"]) == (number, found.event.number, f"邻里纠纷 {number}")
    whole = ours.get(f"disputes/{number}")
    assert [party["name"] for party in whole.json()["parties"]] == ["王**", "李**"]
    assert not [text for text in WHOLE if text in whole.content.decode()]
    assert {"plan_session", "agree", "fail"} <= {action["name"] for action in whole.json()["actions"]}
    planned = ours.post(f"disputes/{number}/moves/plan_session", {"starts_at": "2026-01-05T09:30+08:00", "where": "x"})
    assert planned.status_code == 200, planned.content
    (step,) = ours.get(f"disputes/{number}").json()["steps"]
    missed = ours.post(f"mediations/{step['number']}/moves/miss", {"note": "没有来"})
    assert missed.json()["state"] == "not_held"
    assert ours.post(f"disputes/{number}/moves/name_mediators", {"lead": str(found.town.worker.pk)}).status_code == 403
    agreed = ours.post(f"disputes/{number}/moves/agree", {"terms": HOUSE, "due_on": "2027-01-01"})
    assert agreed.json()["state"] == "agreed"
    assert HOUSE not in ours.get(f"disputes/{number}").content.decode()
    for user in (found.town.leader, found.town.stranger, found.town.handler):
        theirs = program(user)
        assert theirs.get("disputes").json()["items"] == []
        assert theirs.get(f"disputes/{number}").status_code == 404
        assert theirs.post(f"disputes/{number}/moves/comment", {"note": "x"}).status_code == 404
        assert theirs.post(f"mediations/{step['number']}/moves/miss", {"note": "x"}).status_code == 404
    assert ours.get("disputes", state="nothing").status_code == 422
    assert ours.get("disputes", state="agreed").json()["items"][0]["number"] == number


def test_the_list_costs_the_same_however_long(
    found: Mediation, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.kernel.snapshot.FRESH_SECONDS", 3600)
    browser = signed_in(found.town.clerk)
    page(browser, "disputes")
    with django_assert_max_num_queries(14) as few:
        page(browser, "disputes")
    number = len(few.captured_queries)
    for _ in range(5):
        other = found.town.report(category=disputes(), text=WORDS)
        Mediation(found.town, other, found.mediator, found.kind, found.court).take_up()
    page(browser, "disputes")  # who mediates anything is kept in memory
    with django_assert_max_num_queries(number):
        assert page(browser, "disputes").count("<tr data-row") == 6


def test_the_backbone_of_a_community(found: Mediation) -> None:
    town, code = found.town, towns.COMMUNITY
    assert found.mediator.name not in page(Client(), "legal_posts", code)
    assert "法律顾问" in page(Client(), "legal_posts", code)
    assert found.mediator.name in page(signed_in(town.stranger), "legal_posts", code)
    browser = signed_in(town.clerk)
    sent = {"role": "law_wise", "name": "唐大姐", "valid_from": "2026-01-01", "is_public": "on"}
    new = reverse("legal_post_new", args=[code])
    assert browser.post(new, sent | {"username": "nobody"}).status_code == 422
    assert browser.post(new, sent).status_code == 302
    assert "唐大姐" in page(Client(), "legal_posts", code)
    post = LegalPost.objects.get(name="唐大姐")
    browser.post(reverse("legal_post_end", args=[post.pk]))
    post.refresh_from_db()
    assert post.valid_to is not None
    assert set(Entry.objects.filter(subject_id=post.pk).values_list("action", flat=True)) == {
        "legal_post.name",
        "legal_post.end",
    }


def test_the_office_keeps_its_own_kinds(found: Mediation) -> None:
    system = towns.user("system")
    towns.post(system, Role.SYSTEM_ADMIN, found.town.district)
    browser = signed_in(system)
    new = reverse("mediation_choice_new", args=["kinds"])
    assert browser.post(new, {"name": "司法调解", "position": "3", "is_active": "on"}).status_code == 302
    assert browser.post(new, {"name": "司法调解", "position": "3"}).status_code == 422
    kept = reverse("mediation_choice", args=["kinds", found.kind.pk])
    assert browser.post(kept, {"name": "人民调解", "position": "1"}).status_code == 302
    found.kind.refresh_from_db()
    assert not found.kind.is_active
    assert found.dispute.kind_of_mediation == found.kind
    assert browser.get(reverse("mediation_choice_new", args=["others"])).status_code == 404
    assert Entry.objects.filter(action="mediation.choice").count() == 2
