"""The city's hotline of the demo: what it sends, and what it says to our answers."""

import datetime
import random

from django.utils import timezone

from linli.demo.cast import DISTRICT, GIVEN_NAMES, SURNAMES
from linli.events.core.models import Category, Event
from linli.events.core.states import EventState
from linli.events.hotline import replies
from linli.events.hotline.actions import take_in
from linli.events.hotline.contents import OrderContent
from linli.events.hotline.models import HotlineOrder, OrderSource, Reply, ReplyKind, ReplyOutcome, Via
from linli.events.hotline.placing import Gazetteer
from linli.people.actors import actor_of
from linli.people.models import User
from linli.places.coordinates import wgs84_to_gcj02
from linli.places.models import Place

CODE = "city12345"
UNKNOWN = "咨询求助/其他"
PHONE = "13800138000"
"""A service number that belongs to no person."""
ANSWERED_AFTER = datetime.timedelta(hours=20)
REFUSALS = ("来电人反映问题仍在，请重新处理。", "答复内容与诉求不符，请核实后再报。")


def settle() -> None:
    """The platform and the account of its program, which holds no post."""
    user = User(username="hotline12345", name="市12345热线接口")
    user.set_unusable_password()
    user.save()
    leaves = Category.objects.filter(parent__isnull=False).select_related("parent")
    OrderSource.objects.create(
        code=CODE,
        name="市12345热线",
        place=Place.objects.get(code=DISTRICT),
        user=user,
        categories={_their_words(category): category.code for category in leaves},
        fallback=Category.objects.get(code="other"),
    )


def _their_words(category: Category) -> str:
    return f"{category.parent}/{category}" if category.parent else UNKNOWN


def _source() -> OrderSource:
    return OrderSource.objects.select_related("place", "fallback__parent", "user").get(code=CODE)


def content(
    number: int,
    category: Category,
    text: str,
    address: str,
    place: Place,
    point: tuple[float, float] | None,
    *,
    chance: random.Random,
) -> OrderContent:
    """What a caller says now. Some say where it is by a point, some by the community; one in fifteen says neither."""
    now = timezone.now()
    lat, lon = wgs84_to_gcj02(*point) if point else (None, None)
    says_where = point or chance.random() < 0.8
    return OrderContent(
        number=f"ZZ{timezone.localtime(now):%Y%m%d}{number:05d}",
        due_at=_evening(now + datetime.timedelta(days=chance.randint(5, 9))),
        received_at=now - datetime.timedelta(minutes=chance.randint(5, 90)),
        text=text,
        category=_their_words(category),
        community=place.short_name if says_where else "",
        address=address,
        lat=lat,
        lon=lon,
        caller_name=chance.choice(SURNAMES) + chance.choice(GIVEN_NAMES),
        caller_phone=PHONE,
        hides_caller=chance.random() < 0.15,
    )


def _evening(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment).replace(hour=18, minute=0, second=0, microsecond=0)


def bring(order: OrderContent) -> HotlineOrder:
    source = _source()
    if source.user is None:
        raise ValueError("the demo's hotline has an account")
    actor = actor_of(source.user)
    return take_in(order, source=source, actor=actor, via=Via.API, gazetteer=Gazetteer(source)).order


def answer(until: datetime.datetime) -> None:
    """The hotline fetched what is older than a day and confirmed most of it; a unit's wish for time is with it."""
    source = _source()
    if source.user is None:
        raise ValueError("the demo's hotline has an account")
    program = actor_of(source.user)
    # The two newest wait in any case: before a Monday there may be nothing from the last day.
    all_of_them = sorted(source.replies.all(), key=_ended)
    fetched = [reply for reply in all_of_them[:-2] if _ended(reply) < until - ANSWERED_AFTER]
    for number, reply in enumerate(fetched):
        outcome, words = ReplyOutcome.CONFIRMED, ""
        if number < len(REFUSALS) and reply.kind == ReplyKind.RESULT:
            outcome, words = ReplyOutcome.REFUSED, REFUSALS[number]
        elif number % 4 == 3:
            outcome = ReplyOutcome.SENT
        replies.answer(reply.pk, outcome=outcome, words=words, actor=program)
    at_work = Event.objects.filter(their_due__isnull=False, state=EventState.IN_PROGRESS).order_by("their_due").first()
    if at_work is not None:
        order = HotlineOrder.objects.get(event=at_work)
        until_then = max(order.due_at, until) + datetime.timedelta(days=5)
        replies.ask_for_time(order, until=until_then, reason="需更换的配件已订购，预计五日内到货。")


def _ended(reply: Reply) -> datetime.datetime:
    return datetime.datetime.fromisoformat(reply.body["at"])
