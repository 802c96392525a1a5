"""The demo's platforms on three levels, visits to them, and what the communities put down: all invented."""

import datetime
import random
from collections.abc import Iterator, Sequence

from django.utils import timezone

from linli.demo.cast import DISTRICT
from linli.flow.backfill import Past, Step, adopt
from linli.flow.due import after_workdays
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import id_at
from linli.organisations.platforms.flows import PLATFORM, VISIT
from linli.organisations.platforms.models import (
    CheckedItem,
    ChecklistItem,
    CommunityFigure,
    Operation,
    Platform,
    PlatformCheck,
)
from linli.organisations.platforms.parts import ENTERED
from linli.organisations.platforms.states import PlatformState, VisitState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import PUBLIC, SOCIAL_KINDS, OrganisationRole, OrganisationState
from linli.people.models import Post
from linli.people.roles import Role
from linli.places.levels import Level
from linli.places.models import Place, Premises, PremisesKind, short_name

STATIONS, ROOMS, ENTERING, FEDERATED = 0.92, 0.88, 0.94, 0.75
"""The shares of communities with a station, a social-work room, figures of their own, a federation."""
COUNTS: dict[str, Sequence[int]] = {
    "brand": (0, 1, 1, 1, 1, 2),
    "full_time": (0, 1, 1, 1, 1, 2),
    "social_workers": (1, 2, 2, 2, 3, 4),
    "teams": (3, 6, 7, 7, 7, 7, 8, 9),
    "charity": (0, 1, 2, 3, 5, 8),
}
BRANDS = ("邻里节", "红色议事厅", "四点半课堂", "长者食堂", "能人工作室", "楼道会客厅", "老街新语")
HOURS = ("周一至周五 8:30–17:30", "周一至周六 9:00–18:00", "每天 9:00–20:00")
SHORT = 0.12
"""The share of items that a visit finds short."""
PAST = datetime.timedelta(days=300)


def establish(until: datetime.datetime) -> None:
    """Platforms, some of them visited, and the figures of communities; run by organisations as far as there are any."""
    chance = random.Random("platforms")
    places = list(Place.objects.standing().inside(DISTRICT).filter(level__in=(Level.DISTRICT, Level.SUBDISTRICT)))
    communities = list(Place.objects.standing().inside(DISTRICT).filter(level=Level.COMMUNITY).order_by("code"))
    _furnish([place for place in communities if chance.random() < ROOMS])
    places += [place for place in communities if chance.random() < STATIONS]
    rooms = {room.community_id: room for room in Premises.objects.filter(kind=PremisesKind.SOCIAL_WORK)}
    began = until - PAST
    pasts = [
        Past(_platform(place, rooms.get(place.pk), began, chance), PlatformState.OPEN, [Step("begin", began, "system")])
        for place in places
    ]
    adopt(PLATFORM, pasts, actor=SYSTEM)
    platforms = [past.record for past in pasts]
    _federate([place for place in communities if chance.random() < FEDERATED])
    _hand_over(platforms, chance)
    _visit([one for one in platforms if len(one.path) < 12 or chance.random() < 0.15], until, chance)
    _put_down([place for place in communities if chance.random() < ENTERING], until, chance)


def _furnish(communities: Sequence[Place]) -> None:
    known = set(Premises.objects.filter(kind=PremisesKind.SOCIAL_WORK).values_list("community_id", flat=True))
    Premises.objects.bulk_create(
        Premises(community=place, name=f"{_short(place)}社工室", kind=PremisesKind.SOCIAL_WORK, area=30)
        for place in communities
        if place.pk not in known
    )


def _short(place: Place) -> str:
    return short_name(place.name).removesuffix("社区")


def _platform(place: Place, room: Premises | None, began: datetime.datetime, chance: random.Random) -> Platform:
    what, least = {
        Level.DISTRICT: ("社会组织孵化中心", 800),
        Level.SUBDISTRICT: ("社会组织服务站", 160),
        Level.COMMUNITY: ("社会工作服务站", 40),
    }[Level(place.level)]
    return Platform(
        **Platform.at(place),
        id=id_at(began + datetime.timedelta(seconds=chance.random())),
        name=f"{_short(place)}{what}",
        premises=room,
        area=None if room else chance.randrange(least, least * 2),
        hours=chance.choice(HOURS),
        contact=f"0731-0000{chance.randrange(1000, 9999)}",
        opened_on=began.date(),
    )


def _federate(communities: Sequence[Place]) -> None:
    """In each the newest group on file that nobody acts for becomes the federation of the community."""
    groups = Organisation.objects.filter(
        state=OrganisationState.ON_FILE, legal_kind="group", unit=None, role="functional"
    )
    newest = {group.place_id: group for group in groups.order_by("number")}
    chosen = [(place, newest[place.pk]) for place in communities if place.pk in newest]
    for place, group in chosen:
        group.name, group.role = f"{_short(place)}社区社会组织联合会", OrganisationRole.FEDERATION
        group.summary = "联合本社区的社会组织，一起议事、共享场地和人手，代小组织承接项目"
    Organisation.objects.bulk_update([group for _place, group in chosen], ["name", "role", "summary"])


def _hand_over(platforms: Sequence[Platform], chance: random.Random) -> None:
    """Each to an organisation, one to a few; the agencies for social work first."""
    found = Organisation.objects.filter(state__in=PUBLIC, legal_kind__in=SOCIAL_KINDS)
    able = list(found.order_by("-is_social_work_agency", "number")[:12])
    if able:
        Operation.objects.bulk_create(
            Operation(platform=one, organisation=chance.choice(able), since=one.opened_on) for one in platforms
        )


def _visit(platforms: Sequence[Platform], until: datetime.datetime, chance: random.Random) -> None:
    """One in spring, put right since; one lately, of which some still wait."""
    pasts: list[Past[PlatformCheck]] = []
    findings: list[CheckedItem] = []
    for platform in platforms:
        for days, ends in ((210, [VisitState.DONE]), (12, [VisitState.OPEN, VisitState.RIGHTED, VisitState.DONE])):
            at = (until - datetime.timedelta(days=days + chance.randrange(5))).replace(
                hour=2, minute=chance.randrange(60)
            )
            visit = PlatformCheck(
                **PlatformCheck.at(platform.place), id=id_at(at), platform=platform, visited_on=timezone.localdate(at)
            )
            found = list(_findings(visit, chance))
            is_short = any(not one.is_met for one in found)
            visit.put_right_by = after_workdays(at, 20) if is_short else None
            pasts.append(_past(visit, at, chance.choice(ends) if is_short else VisitState.DONE))
            findings += found
    adopt(VISIT, pasts, actor=SYSTEM)
    CheckedItem.objects.bulk_create(findings)


def _past(visit: PlatformCheck, at: datetime.datetime, state: VisitState) -> Past[PlatformCheck]:
    steps = [Step("begin", at, "system")]
    if visit.put_right_by is None:
        steps.append(Step("pass", at, "system"))
    if visit.put_right_by and state in (VisitState.RIGHTED, VisitState.DONE):
        steps.append(Step("report", at + datetime.timedelta(days=6), "system", note="已补齐，附照片备查"))
    if visit.put_right_by and state == VisitState.DONE:
        steps.append(Step("confirm", at + datetime.timedelta(days=9), "system"))
    return Past(visit, state, steps)


def _findings(visit: PlatformCheck, chance: random.Random) -> Iterator[CheckedItem]:
    for item in ChecklistItem.objects.on(visit.visited_on).for_level(visit.platform.level):
        is_met = chance.random() >= SHORT
        if item.least is None:
            yield CheckedItem(visit=visit, item=item, is_met=is_met)
        else:
            found = item.least + chance.randrange(3) if is_met else item.least - 1
            yield CheckedItem(visit=visit, item=item, is_met=is_met, found=found, least=item.least)


def _put_down(communities: Sequence[Place], until: datetime.datetime, chance: random.Random) -> None:
    """Twice: what they had in spring, and what they have now."""
    posts = Post.objects.filter(role=Role.COMMUNITY_WORKER, place__in=communities, valid_to=None)
    workers = dict(posts.values_list("place_id", "user_id"))
    now = until - datetime.timedelta(days=9)
    rows = []
    for place in communities:
        for part in ENTERED:
            count = chance.choice(COUNTS[part.code])
            note = f"“{chance.choice(BRANDS)}”" if part.code == "brand" and count else ""
            for at, number, replaced in ((until - PAST, max(0, count - 1), now), (now, count, None)):
                rows.append(
                    CommunityFigure(
                        **CommunityFigure.at(place),
                        part=part.code,
                        count=number,
                        note=note,
                        counted_on=timezone.localdate(at),
                        entered_by=workers.get(place.pk),
                        entered_at=at,
                        replaced_at=replaced,
                    )
                )
    CommunityFigure.objects.bulk_create(rows, batch_size=1000)
