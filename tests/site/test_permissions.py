"""One table of every address: who may, tested whole. An address that is in no table fails."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linli.events.core.flows import EVENT
from linli.events.core.models import Photo, PriorSystem, WhistleAnswer
from linli.events.core.payloads import Units
from linli.events.core.states import PhotoStage
from linli.events.disputes.models import FollowUp, LegalPost, SearchRound
from linli.events.disputes.rounds import begin_rounds
from linli.events.hotline.models import HotlineOrder, OrderFile, OrderSource, Reply, ReplyBatch
from linli.events.imports.models import EventImport
from linli.inbox.models import Webhook
from linli.kernel.models import StoredFile
from linli.organisations.registry.models import Organisation
from linli.organisations.spaces.actions import Proposed, propose
from linli.organisations.spaces.states import Measure, Rhythm
from linli.people.models import Absence, ApiToken, Post, User
from linli.people.roles import Role
from linli.places.models import Estate, EstateKind, Management, Place, Premises, PremisesKind, RuleOverride
from tests.events import town as towns
from tests.events.disputes.world import mediation
from tests.organisations import permissions as organisations
from tests.organisations.applications.world import APPLICATION_PAGES, asked
from tests.organisations.incubation import permissions as incubation
from tests.organisations.platforms.permissions import party_rows, party_words, platform_rows, platform_words
from tests.organisations.ratings import permissions as ratings
from tests.people.factories import signed_in

STAFF = (
    *("worker", "clerk", "dispatcher", "leader", "handler", "stranger", "system", "security", "auditor"),
    *("officer", "representative"),
)
EVERYBODY = ("visitor", *STAFF)
REPORTING = ("worker", "clerk", "dispatcher", "leader", "handler", "stranger")
"""Those who work with events somewhere; the list shows each only their own."""
OF_THE_PLACE = ("worker", "clerk", "dispatcher", "leader")
"""Those whose posts reach the event's place. The handler's unit does not lead it; the stranger sits next door."""
LOCALS = ("worker", "clerk", "dispatcher")
"""Those who work on a confidential event of the place; a leader above does not."""
DESCRIBING = ("clerk", "system")
"""Those who keep the households, estates and premises of the community."""
NOBODY = ()
SYSTEM, SECURITY, AUDITOR = ("system",), ("security",), ("auditor",)

TABLE: list[tuple[str, str, dict[str, str], tuple[str, ...]]] = [
    ("GET", "home", {}, EVERYBODY),
    ("GET", "week", {}, EVERYBODY),
    ("GET", "community", {"code": "{community}"}, EVERYBODY),
    ("GET", "health", {}, EVERYBODY),
    ("GET", "flow", {"kind": "event"}, EVERYBODY),
    ("POST", "set_look", {}, EVERYBODY),
    ("POST", "set_language", {}, EVERYBODY),
    ("GET", "places", {}, EVERYBODY),
    ("GET", "place", {"code": "{community}"}, EVERYBODY),
    ("GET", "place_children", {"code": "{community}"}, EVERYBODY),
    ("GET", "report_at", {"code": "{community}"}, EVERYBODY),
    ("POST", "report_at", {"code": "{community}"}, EVERYBODY),
    ("POST", "report_similar", {"code": "{community}"}, EVERYBODY),
    ("GET", "track", {}, EVERYBODY),
    ("POST", "track", {}, EVERYBODY),
    ("GET", "tracked", {"number": "{number}"}, NOBODY),
    ("GET", "tracked_photo", {"number": "{number}", "photo": "{photo}"}, NOBODY),
    ("POST", "tracked_move", {"number": "{number}", "move": "rate"}, NOBODY),
    ("GET", "morning", {}, STAFF),
    ("GET", "messages", {}, STAFF),
    ("POST", "messages_read", {}, STAFF),
    ("POST", "messages_email", {}, STAFF),
    ("GET", "rules", {}, EVERYBODY),
    ("GET", "rule", {"name": "event.accept_within"}, EVERYBODY),
    ("GET", "events", {}, STAFF),
    ("GET", "events_export", {}, STAFF),
    ("GET", "event_history", {}, (*OF_THE_PLACE, "stranger")),
    ("GET", "event_imports", {}, SYSTEM),
    ("POST", "event_imports", {}, SYSTEM),
    ("GET", "event_import", {"key": "{import}"}, SYSTEM),
    ("POST", "event_import_columns", {"key": "{import}"}, SYSTEM),
    ("POST", "event_import_words", {"key": "{import}"}, SYSTEM),
    ("POST", "event_import_start", {"key": "{import}"}, SYSTEM),
    ("GET", "event_import_errors", {"key": "{import}"}, SYSTEM),
    ("GET", "event_board", {}, STAFF),
    ("GET", "event_map", {}, STAFF),
    ("GET", "event_map_points", {}, STAFF),
    ("GET", "event_bulk", {}, STAFF),
    ("POST", "event_bulk", {}, STAFF),
    ("GET", "records", {"kind": "event"}, STAFF),
    ("GET", "records", {"kind": "whistle"}, STAFF),
    ("GET", "records_export", {"kind": "whistle"}, STAFF),
    ("GET", "records_several", {"kind": "whistle"}, STAFF),
    ("POST", "records_several", {"kind": "whistle"}, STAFF),
    ("GET", "event_new", {}, REPORTING),
    ("POST", "event_new", {}, REPORTING),
    ("POST", "event_similar", {}, REPORTING),
    ("GET", "event", {"number": "{number}"}, OF_THE_PLACE),
    ("GET", "event_photo", {"number": "{number}", "photo": "{photo}"}, OF_THE_PLACE),
    ("GET", "event_move", {"number": "{number}", "move": "reject"}, ("worker", "clerk", "dispatcher")),
    ("POST", "event_move", {"number": "{number}", "move": "reject"}, ("worker", "clerk", "dispatcher")),
    ("POST", "event_move", {"number": "{number}", "move": "dispatch"}, ("clerk", "dispatcher")),
    ("POST", "event_move", {"number": "{number}", "move": "start"}, NOBODY),
    ("POST", "event_move", {"number": "{number}", "move": "nothing"}, NOBODY),
    ("GET", "event_move", {"number": "{number}", "move": "join"}, ("worker", "clerk", "dispatcher")),
    ("GET", "event_move", {"number": "{number}", "move": "raise"}, ("clerk", "dispatcher")),
    ("GET", "event_move", {"number": "{number}", "move": "whistle"}, ("clerk", "dispatcher")),
    ("GET", "event_move", {"number": "{number}", "move": "lead"}, ("dispatcher", "leader")),
    ("POST", "event_move", {"number": "{number}", "move": "supervise"}, ("dispatcher", "leader")),
    ("POST", "event_move", {"number": "{number}", "move": "close_joined"}, NOBODY),
    ("GET", "part", {"number": "{part}"}, (*OF_THE_PLACE, "handler")),
    ("GET", "part_move", {"number": "{part}", "move": "answer"}, ("handler",)),
    ("POST", "part_move", {"number": "{part}", "move": "rate"}, ("worker", "clerk", "dispatcher")),
    ("POST", "part_move", {"number": "{part}", "move": "release"}, NOBODY),
    ("GET", "orders", {}, ("clerk", "dispatcher", "leader", "stranger")),
    ("GET", "order_files", {}, ("dispatcher",)),
    ("POST", "order_files", {}, ("dispatcher",)),
    ("GET", "order_file", {"key": "{order_file}"}, ("dispatcher",)),
    ("POST", "order_file_take", {"key": "{order_file}"}, ("dispatcher",)),
    ("GET", "order_file_wrong", {"key": "{order_file}"}, ("dispatcher",)),
    ("POST", "order_file_drop", {"key": "{order_file}"}, ("dispatcher",)),
    ("GET", "reply_batches", {}, ("dispatcher",)),
    ("GET", "reply_batch", {"key": "{batch}"}, ("dispatcher",)),
    ("GET", "reply_batch_file", {"key": "{batch}"}, ("dispatcher",)),
    ("POST", "reply_batch_hand_over", {"key": "{batch}"}, ("dispatcher",)),
    ("POST", "reply_batch_dissolve", {"key": "{batch}"}, ("dispatcher",)),
    ("POST", "orders_of_caller", {}, ("clerk", "dispatcher", "stranger")),
    ("GET", "order_caller", {"number": "{ordered}"}, ("clerk", "dispatcher")),
    ("POST", "order_caller", {"number": "{ordered}"}, ("clerk", "dispatcher")),
    ("GET", "order_time", {"number": "{ordered}"}, ("clerk", "dispatcher")),
    ("POST", "order_time", {"number": "{ordered}"}, ("clerk", "dispatcher")),
    ("GET", "reply_answer", {"number": "{ordered}", "key": "{reply}"}, ("clerk", "dispatcher")),
    ("GET", "order_sources", {}, SYSTEM),
    ("GET", "order_source_new", {}, SYSTEM),
    ("GET", "order_source", {"code": "city"}, SYSTEM),
    ("GET", "figures", {}, (*OF_THE_PLACE, "stranger")),
    ("GET", "figures_export", {}, (*OF_THE_PLACE, "stranger")),
    ("GET", "figures_records", {}, NOBODY),
    ("GET", "figures_whistles", {}, (*OF_THE_PLACE, "stranger")),
    ("GET", "figures_whistle_records", {}, NOBODY),
    ("GET", "disputes", {}, STAFF),
    ("GET", "dispute_new", {}, (*LOCALS, "stranger")),
    ("GET", "dispute_figures", {}, (*OF_THE_PLACE, "stranger")),
    ("GET", "dispute_searches", {}, (*OF_THE_PLACE, "stranger")),
    ("GET", "search", {"number": "{search}"}, OF_THE_PLACE[1:]),
    ("GET", "search_move", {"number": "{search}", "move": "search"}, ("clerk", "dispatcher")),
    ("POST", "search_move", {"number": "{search}", "move": "lapse"}, NOBODY),
    ("GET", "dispute", {"number": "{dispute}"}, LOCALS),
    ("GET", "dispute_move", {"number": "{dispute}", "move": "confirm"}, LOCALS),
    ("GET", "dispute_move", {"number": "{dispute}", "move": "name_mediators"}, ("clerk", "dispatcher")),
    ("POST", "dispute_move", {"number": "{dispute}", "move": "resume"}, NOBODY),
    ("GET", "dispute_party", {"number": "{dispute}", "party": "{party}"}, LOCALS),
    ("GET", "dispute_agreement", {"number": "{dispute}", "key": "{agreement}"}, LOCALS),
    ("GET", "dispute_part", {"number": "{visit}"}, LOCALS),
    ("GET", "dispute_part_move", {"number": "{visit}", "move": "keep"}, LOCALS),
    ("GET", "legal_posts", {"code": "{community}"}, EVERYBODY),
    ("GET", "legal_post_new", {"code": "{community}"}, ("clerk", "dispatcher")),
    ("POST", "legal_post_end", {"key": "{legal_post}"}, ("clerk", "dispatcher")),
    ("GET", "mediation_setup", {}, SYSTEM),
    ("GET", "mediation_choice_new", {"which": "kinds"}, SYSTEM),
    ("GET", "mediation_choice", {"which": "kinds", "key": "{mediation_kind}"}, SYSTEM),
    ("GET", "absences", {}, STAFF),
    ("POST", "absence_end", {"key": "{absence}"}, ("clerk", "security")),
    ("GET", "tokens", {}, STAFF),
    ("POST", "token_end", {"key": "{token}"}, ("clerk", "security")),
    ("GET", "users", {}, SECURITY),
    ("GET", "user_new", {}, SECURITY),
    ("GET", "user", {"username": "{user}"}, SECURITY),
    ("GET", "user_edit", {"username": "{user}"}, SECURITY),
    ("GET", "user_reset", {"username": "{user}"}, SECURITY),
    ("POST", "user_deactivate", {"username": "{user}"}, SECURITY),
    ("POST", "user_reactivate", {"username": "{user}"}, SECURITY),
    ("GET", "user_absences", {"username": "{user}"}, SECURITY),
    ("GET", "posts", {}, SECURITY),
    ("GET", "post_new", {}, SECURITY),
    ("GET", "post", {"key": "{post}"}, SECURITY),
    ("GET", "post_end", {"key": "{post}"}, SECURITY),
    ("GET", "post_deputy", {"key": "{post}"}, SECURITY),
    ("GET", "units", {}, SYSTEM),
    ("GET", "unit_new", {}, SYSTEM),
    ("GET", "unit_edit", {"key": "{unit}"}, SYSTEM),
    ("GET", "categories", {}, SYSTEM),
    ("GET", "category_new", {}, SYSTEM),
    ("GET", "category", {"code": "lamp"}, SYSTEM),
    ("POST", "responsible_set", {"code": "lamp"}, SYSTEM),
    ("POST", "responsible_drop", {"code": "lamp", "key": "{responsible}"}, SYSTEM),
    ("GET", "webhooks", {}, SYSTEM),
    ("GET", "webhook_new", {}, SYSTEM),
    ("POST", "webhook_new", {}, SYSTEM),
    ("GET", "webhook", {"key": "{webhook}"}, SYSTEM),
    ("POST", "delivery_again", {"key": "{webhook}", "delivery": "{delivery}"}, SYSTEM),
    ("GET", "holidays", {}, SYSTEM),
    ("POST", "holiday_set", {}, SYSTEM),
    ("POST", "holiday_clear", {"day": "2026-10-01"}, SYSTEM),
    ("GET", "rule_set", {"name": "event.accept_within"}, SYSTEM),
    ("POST", "rule_withdraw", {"key": "{override}"}, SYSTEM),
    ("GET", "place_rename", {"code": "{grid}"}, SYSTEM),
    ("POST", "place_rename", {"code": "{grid}"}, SYSTEM),
    ("GET", "place_recode", {"code": "{grid}"}, SYSTEM),
    ("POST", "place_recode", {"code": "{grid}"}, SYSTEM),
    ("GET", "place_merge", {"code": "{grid}"}, SYSTEM),
    ("POST", "place_merge", {"code": "{grid}"}, SYSTEM),
    ("GET", "place_split", {"code": "{grid}"}, SYSTEM),
    ("POST", "place_split", {"code": "{grid}"}, SYSTEM),
    ("GET", "place_move_buildings", {"code": "{grid}"}, SYSTEM),
    ("POST", "place_move_buildings", {"code": "{grid}"}, SYSTEM),
    ("GET", "estates", {"code": "{community}"}, EVERYBODY),
    ("GET", "estate_new", {"code": "{community}"}, DESCRIBING),
    ("POST", "estate_new", {"code": "{community}"}, DESCRIBING),
    ("GET", "estate_edit", {"key": "{estate}"}, DESCRIBING),
    ("POST", "estate_edit", {"key": "{estate}"}, DESCRIBING),
    ("GET", "premises", {"code": "{community}"}, EVERYBODY),
    ("GET", "premises_export", {"code": "{community}"}, STAFF),
    ("GET", "premises_new", {"code": "{community}"}, DESCRIBING),
    ("POST", "premises_new", {"code": "{community}"}, DESCRIBING),
    ("GET", "premises_edit", {"key": "{premises}"}, DESCRIBING),
    ("POST", "premises_edit", {"key": "{premises}"}, DESCRIBING),
    ("POST", "premises_sign_off", {"key": "{premises}", "step": "planning"}, DESCRIBING),
    ("GET", "households", {"code": "{community}"}, DESCRIBING),
    ("POST", "households", {"code": "{community}"}, DESCRIBING),
    ("GET", "grid_sizes", {"code": "{community}"}, EVERYBODY),
    ("GET", "grid_sizes_export", {"code": "{community}"}, STAFF),
    ("GET", "audit_trail", {}, AUDITOR),
    *organisations.TABLE,
    *ratings.ROWS,
    *APPLICATION_PAGES,
    *incubation.TABLE,
    *platform_rows(organisations.KNOWING),
    *party_rows(organisations.KNOWING),
]
TESTED_ELSEWHERE = ("api/", "open311/", "accounts/")
"""The APIs have their own tables of answers; the pages of sign-in are tested with the people."""


@dataclass
class World:
    town: towns.Town
    clients: dict[str, Client]
    words: dict[str, Any]


@pytest.fixture
def world(db: None) -> World:
    town = towns.build()
    people: dict[str, User] = {name: getattr(town, name) for name in REPORTING}
    for name, role in (
        ("system", Role.SYSTEM_ADMIN),
        ("security", Role.SECURITY_ADMIN),
        ("auditor", Role.AUDITOR),
    ):
        people[name] = towns.user(name)
        towns.post(people[name], role, town.district)
    people["officer"], people["representative"] = towns.user("officer"), towns.user("representative")
    towns.post(people["officer"], Role.ORGANISATION_OFFICER, town.district)
    webhook = Webhook.objects.create(
        name="x", url="https://example.com/", place=town.district, kinds=["event"], secret="x"
    )
    event = town.event()
    called = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    EVENT.make(called, "whistle", actor=town.actor(town.clerk), data=Units([town.urban]), note="来看")
    stored = StoredFile.objects.create(
        sha256="0" * 64, size=1, content_type="image/jpeg", width=1, height=1, path="none.jpg"
    )
    photo = Photo.objects.create(event=event, file=stored, stage=PhotoStage.BEFORE)
    absence = Absence.objects.create(user=town.clerk, first_day="2026-01-01", last_day="2026-01-02")
    token = ApiToken.objects.create(user=town.clerk, name="x", digest="0" * 64, expires_at="2099-01-01T00:00Z")
    override = RuleOverride.objects.create(
        rule="event.accept_within", place=town.community, value="60", valid_from="2026-01-01", source="x"
    )
    source = OrderSource.objects.create(
        code="city", name="x", place=Place.objects.get(code=towns.SUBDISTRICT), fallback=town.lamps
    )
    ordered = town.event()
    order = HotlineOrder.objects.create(
        source=source, number="1", event=ordered, due_at="2099-01-01T00:00Z", placed_by="name", via="api"
    )
    order_file = OrderFile.objects.create(source=source, uploaded_by=town.dispatcher, name="x", content="YSxiCjEsMgo=")
    batch = ReplyBatch.objects.create(source=source, made_by=town.dispatcher, made_at="2026-01-01T00:00Z")
    reply = Reply.objects.create(order=order, source=source, position=1, kind="extension", body={"words": ""})
    estate = Estate.objects.create(community=town.community, name="x", kind=EstateKind.OLD, management=Management.NONE)
    premises = Premises.objects.create(
        community=town.community, name="x", kind=PremisesKind.CANTEEN, area=1, is_planned=True
    )
    imported = EventImport.objects.create(
        prior=PriorSystem.objects.create(name="x"), place=town.district, file_name="x", digest="", started_by=town.clerk
    )
    dispute = mediation(town)
    dispute.agree()
    begin_rounds()
    begun = organisations.begin(town, people)
    listed = Organisation.objects.get(number=begun["organisation"])
    application, opinion = asked(listed, town.urban, town.actor(people["officer"]))
    space = propose(
        Proposed(
            *(listed, premises, "x", Measure.HOURS, Rhythm.MONTH, Decimal(1)),
            valid_from=datetime.date(2026, 1, 1),
            valid_to=datetime.date(2099, 1, 1),
        ),
        actor=town.actor(people["officer"]),
    )
    words = begun | {
        "application": application.number,
        "opinion": opinion.number,
        "paper": application.papers.get().pk,
        "department": opinion.department_id,
        "certificate": application.certificate.code,
        **platform_words(town, listed, town.actor(people["officer"])),
        **party_words(town, listed, town.actor(people["officer"]), stored),
        "space": space.number,
        **ratings.words(town.district, listed, town.actor(people["officer"])),
        **incubation.build(listed, town.actor(people["officer"]), town.actor(people["representative"]), stored),
        "dispute": dispute.dispute.number,
        "party": dispute.dispute.parties.all()[0].pk,
        "agreement": dispute.dispute.agreements.get().pk,
        "visit": FollowUp.objects.get().number,
        "search": SearchRound.objects.get(place=town.community).number,
        "legal_post": LegalPost.objects.get().pk,
        "mediation_kind": dispute.kind.pk,
        "import": imported.pk,
        "grid": town.grid.code,
        "ordered": ordered.number,
        "order_file": order_file.pk,
        "batch": batch.pk,
        "reply": reply.pk,
        "estate": estate.pk,
        "premises": premises.pk,
        "community": town.community.code,
        "number": event.number,
        "photo": photo.pk,
        "part": WhistleAnswer.objects.get().number,
        "absence": absence.pk,
        "token": token.pk,
        "user": town.worker.username,
        "post": Post.objects.get(user=town.worker).pk,
        "unit": town.urban.pk,
        "responsible": town.lamps.responsible.get().pk,
        "override": override.pk,
        "webhook": webhook.pk,
        "delivery": webhook.deliveries.earliest("created_at").pk,
    }
    clients = {"visitor": Client(), **{name: signed_in(user) for name, user in people.items()}}
    return World(town, clients, words)


def _outcome(response: Any) -> str:
    """``in``: let in, whatever is then missing from the form; ``out``: to the sign-in page, or not found."""
    if response.status_code in {302, 303} and "/accounts/login/" in response["Location"]:
        return "out"
    return "out" if response.status_code in {401, 403, 404} else "in"


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may(world: World, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The picture's row has no file here: whoever gets as far as the file is in.
    monkeypatch.setattr("linli.kernel.files.respond", lambda *args, **options: HttpResponse())
    wrong = []
    for method, name, args, allowed in TABLE:
        address = reverse(name, kwargs={key: str(value).format(**world.words) for key, value in args.items()})
        response = world.clients[who].generic(method, address)
        if response.status_code >= 500 or _outcome(response) != ("in" if who in allowed else "out"):
            wrong.append((method, address, response.status_code))
    assert wrong == []


def _addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.name or ""


def test_every_address_is_in_the_table() -> None:
    tabled = {name for _method, name, _args, _allowed in TABLE}
    missing = [
        (path, name)
        for path, name in _addresses(get_resolver().url_patterns)
        if name not in tabled and not path.startswith(TESTED_ELSEWHERE)
    ]
    assert missing == []
