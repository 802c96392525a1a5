"""Draws of experts: the seed is promised before the list and told after it, and anybody can repeat the draw."""

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.audit.models import Entry
from linli.audit.sealing import seal
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.experts import drawing
from linli.organisations.experts.actions.draws import Replaced, Revealed, Voided
from linli.organisations.experts.actions.experts import Tied
from linli.organisations.experts.flows import DRAW, EXPERT
from linli.organisations.experts.models import Candidate, Draw
from linli.organisations.experts.states import TieKind
from linli.organisations.registry.models import Member
from tests.events.core.api import program
from tests.organisations.experts import world as experts
from tests.organisations.incubation.world import incubate
from tests.organisations.world import World
from tests.people.factories import signed_in

DOCS = Path(__file__).parents[3] / "docs/draws.md"
LONGEST_SCRIPT = 25
NUMBERS = st.lists(st.integers(1, 999999).map(lambda n: f"XP-2026-{n:06d}"), unique=True, max_size=40)


def script() -> str:
    found = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert found
    return found[1]


def repeat(text: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The script of the docs, run on a file as somebody outside would."""
    (folder / "repeat.py").write_text(script(), encoding="utf-8")
    (folder / "draw.json").write_text(text, encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-I", str(folder / "repeat.py"), str(folder / "draw.json")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def file_of(draw: Draw) -> str:
    return Client().get(f"/draws/{draw.number}/draw.json").content.decode()


def test_the_script_of_the_docs_is_short() -> None:
    assert len(script().strip().splitlines()) <= LONGEST_SCRIPT


def test_an_outsider_repeats_a_draw_with_the_script_of_the_docs(world: World, tmp_path: Path) -> None:
    experts.pool(world, 6)
    draw = experts.drawn(world)
    answer = repeat(file_of(draw), tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split()[1:] == [one.expert.number for one in draw.seated()]


@pytest.mark.parametrize(
    ("name", "value"),
    [("seed", "00" * 32), ("list", "DR-2026-000001\n"), ("head", "00" * 32), ("outside_value", "7"), ("drawn", [])],
)
def test_the_script_notices_whatever_was_changed(world: World, tmp_path: Path, name: str, value: object) -> None:
    experts.pool(world, 6)
    told = json.loads(file_of(experts.drawn(world)))
    assert repeat(json.dumps(told | {name: value}), tmp_path).returncode != 0


def test_after_somebody_declined_the_script_agrees_too(world: World, tmp_path: Path) -> None:
    experts.pool(world, 6)
    draw = experts.drawn(world)
    before = [one.expert.number for one in draw.seated()]
    order = json.loads(file_of(draw))["order"]
    draw = DRAW.make(draw, "replace", actor=world.actor(world.officer), data=Replaced(draw.seated()[1].pk), note="出差")
    assert [one.expert.number for one in draw.seated()] == [before[0], before[2], order[3]]
    answer = repeat(file_of(draw), tmp_path)
    assert answer.stdout.split()[1:] == [before[0], before[2], order[3]]


def test_nobody_left_to_follow(world: World) -> None:
    experts.pool(world, 3)
    draw = experts.drawn(world)
    with pytest.raises(Conflict) as refused:
        DRAW.make(draw, "replace", actor=world.actor(world.officer), data=Replaced(draw.seated()[0].pk), note="出差")
    assert refused.value.code == "no_more"
    assert len(draw.seated()) == 3


def test_only_who_has_a_seat_declines(world: World) -> None:
    experts.pool(world, 4)
    draw = experts.drawn(world)
    (last,) = Candidate.objects.filter(draw=draw, position=4)
    with pytest.raises(Invalid):
        DRAW.make(draw, "replace", actor=world.actor(world.officer), data=Replaced(last.pk), note="出差")


@given(numbers=NUMBERS, seed=st.binary(min_size=32, max_size=32))
def test_the_order_holds_everybody_once_however_they_came_in(numbers: list[str], seed: bytes) -> None:
    def order(candidates: list[str]) -> list[str]:
        return drawing.order_of(candidates, seed=seed.hex(), list_hash="a", head="b", outside="")

    assert sorted(order(numbers)) == sorted(numbers)
    assert order(numbers) == order(numbers[::-1])


@given(numbers=NUMBERS)
def test_the_list_is_the_same_however_the_candidates_came_in(numbers: list[str]) -> None:
    half = len(numbers) // 2
    left_out = dict.fromkeys(numbers[half:], "tie")
    there, back = numbers[:half], dict(reversed(left_out.items()))
    assert drawing.list_of("DR-1", 3, there, left_out) == drawing.list_of("DR-1", 3, there[::-1], back)


def test_the_seed_is_told_to_nobody_before_the_draw(world: World) -> None:
    """On no page, in no file, by no API, on no trail; and not when it is called off."""
    experts.pool(world, 4)
    asking = program(world.officer)
    draw = experts.committed(world)

    def told() -> str:
        readers = [Client(), signed_in(world.officer), signed_in(world.bureau)]
        pages = [f"/draws/{draw.number}/", f"/draws/{draw.number}/draw.json", "/draws/"]
        texts = [reader.get(page).content.decode() for reader in readers for page in pages]
        api = [asking.get(f"records/draw{rest}") for rest in ("", f"/{draw.number}", f"/{draw.number}/timeline")]
        assert [answer.status_code for answer in api] == [200] * 3
        trail = [entry.detail for entry in Entry.objects.filter(subject_id=draw.pk)]
        stored = [str(row) for row in Draw.objects.filter(pk=draw.pk).values_list()]
        return "".join([*texts, *(answer.content.decode() for answer in api), *trail, *stored])

    assert draw.seed not in told()
    draw = DRAW.make(draw, "fix", actor=world.actor(world.officer))
    assert draw.seed not in told()
    draw = DRAW.make(draw, "void", actor=world.actor(world.officer), data=Voided("写错了"))
    assert draw.seed not in told()
    draw = experts.drawn(world)
    assert draw.seed in told()


def test_the_hash_stands_on_the_trail_with_the_beginning(world: World) -> None:
    draw = experts.committed(world)
    entry = Entry.objects.get(subject_id=draw.pk, action="draw.begin")
    assert entry.facts["seed_hash"] == draw.seed_hash == drawing.hash_of_seed(draw.seed)


def test_too_few_are_refused_before_the_list_is_fixed(world: World) -> None:
    experts.pool(world, 2)
    experts.expert(world, "老陈", "law", available_from=datetime.date(2099, 1, 1))
    draw = experts.committed(world, 5)
    with pytest.raises(Conflict) as refused:
        DRAW.make(draw, "fix", actor=world.actor(world.officer))
    assert refused.value.code == "too_few"
    assert "还差 3 人" in str(refused.value.detail)
    assert "不在可抽取的日期 1 人" in str(refused.value.detail)
    draw.refresh_from_db()
    assert (draw.state, draw.candidates.count()) == ("committed", 0)


def test_a_fixed_list_is_not_fixed_again(world: World) -> None:
    experts.pool(world, 4)
    draw = experts.fixed(world)
    experts.pool(world, 1)
    with pytest.raises(Conflict):
        DRAW.make(draw, "fix", actor=world.actor(world.officer))
    assert draw.candidates.count() == 4


@pytest.mark.parametrize("way", ["added", "left_out", "text", "text_and_hash"])
def test_candidates_changed_behind_the_flow_are_noticed(world: World, way: str) -> None:
    experts.pool(world, 4)
    draw = experts.fixed(world)
    seal()
    if way == "added":
        Candidate.objects.create(draw=draw, expert=experts.pool(world, 1)[0])
    elif way == "left_out":
        draw.candidates.filter(pk=draw.candidates.all()[0].pk).update(excluded="declared")
    else:
        text = draw.listing.replace("seats 3", "seats 4")
        values = {"seats": 4, "listing": text}
        if way == "text_and_hash":
            values |= {"list_hash": drawing.hash_of_list(text)}
        Draw.objects.filter(pk=draw.pk).update(**values)
    with pytest.raises(Conflict) as refused:
        DRAW.make(draw, "draw", actor=world.actor(world.officer), data=Revealed())
    assert refused.value.code == "list_changed"


def test_another_seed_than_was_promised_is_noticed(world: World) -> None:
    experts.pool(world, 4)
    draw = experts.fixed(world)
    seal()
    draw.seed = drawing.new_seed()
    draw.save()
    with pytest.raises(Conflict) as refused:
        DRAW.make(draw, "draw", actor=world.actor(world.officer), data=Revealed())
    assert refused.value.code == "seed_changed"


def test_nothing_is_drawn_before_the_list_is_sealed(world: World) -> None:
    experts.pool(world, 4)
    draw = experts.fixed(world)
    with pytest.raises(Conflict) as refused:
        DRAW.make(draw, "draw", actor=world.actor(world.officer), data=Revealed())
    assert refused.value.code == "not_sealed"


def test_a_value_from_outside_is_asked_for_where_one_was_named(world: World, tmp_path: Path) -> None:
    experts.pool(world, 4)
    draw = experts.fixed(world, outside="双色球第 2026139 期")
    seal()
    with pytest.raises(Invalid):
        DRAW.make(draw, "draw", actor=world.actor(world.officer), data=Revealed())
    draw = DRAW.make(draw, "draw", actor=world.actor(world.officer), data=Revealed("03 07 11 19 24 30 05"))
    assert repeat(file_of(draw), tmp_path).returncode == 0


def test_a_purpose_is_drawn_for_once_until_called_off_in_public(world: World) -> None:
    first = experts.committed(world)
    with pytest.raises(Invalid):
        experts.committed(world)
    DRAW.make(first, "void", actor=world.actor(world.officer), data=Voided("人数写错了"))
    second = experts.committed(world)
    page = Client().get(f"/draws/{second.number}/").content.decode()
    assert first.number in page
    assert "人数写错了" in page


def test_nobody_draws_next_door(world: World) -> None:
    draw = experts.committed(world)
    with pytest.raises(Forbidden):
        DRAW.make(draw, "fix", actor=world.actor(world.stranger))
    with pytest.raises(Forbidden):
        DRAW.make(draw, "fix", actor=world.actor(world.teacher))


# --- who is left out ---


def left_out(world: World, **values: object) -> dict[str, str]:
    draw = experts.fixed(world, 1, organisations=[world.club], **values)
    rows = draw.candidates.exclude(excluded="").select_related("expert__user")
    return {row.expert.called: row.excluded for row in rows}


def test_who_does_not_fit_is_left_out(world: World) -> None:
    experts.pool(world, 1)
    experts.expert(world, "律师", "law")
    experts.expert(world, "远方", available_to=datetime.date(2026, 1, 2))
    away = experts.expert(world, "停职")
    EXPERT.make(away, "suspend", actor=world.actor(world.bureau), note="核查中")
    experts.expert(world, "场外")
    fields = list(away.fields.all())
    assert left_out(world, fields=fields, needs_account=True) == {
        "律师": "field",
        "远方": "away",
        "停职": "suspended",
        "场外": "no_account",
    }


def test_who_has_a_tie_is_left_out(world: World) -> None:
    experts.pool(world, 1)
    experts.expert(world, world.teacher)
    experts.expert(world, world.incubator)
    for name, tie in (
        ("甲", Tied(TieKind.BUSINESS, organisation=world.club)),
        ("乙", Tied(TieKind.WORK, unit=world.club.unit)),
        ("丙", Tied(TieKind.FAMILY, person="孙会长")),
        ("丁", Tied(TieKind.FAMILY, person="别人")),
        ("戊", Tied(TieKind.WORK, organisation=world.club, until=datetime.date(2020, 1, 1))),
    ):
        EXPERT.make(experts.expert(world, name), "declare_tie", actor=world.actor(world.bureau), data=tie)
    experts.expert(world, "孙会长")
    Member.objects.create(organisation=world.club, name="孙会长", joined_on=experts.SINCE)
    incubate(world, world.incubator)
    assert left_out(world) == {
        "郑老师": "posts",
        "吴悦": "mentoring",
        "甲": "declared",
        "乙": "declared",
        "丙": "declared",
        "孙会长": "members",
    }


def test_who_sat_in_the_draw_before_is_left_out(world: World) -> None:
    experts.pool(world, 5)
    first = experts.drawn(world)
    first = DRAW.make(
        first, "replace", actor=world.actor(world.officer), data=Replaced(first.seated()[0].pk), note="出差"
    )
    second = experts.fixed(world, 1, purpose="复核", not_from=first)
    assert second.candidates.filter(excluded="took_part").count() == 4


def test_the_public_list_does_not_say_which_tie(world: World) -> None:
    experts.pool(world, 3)
    near = experts.expert(world, world.teacher)
    draw = experts.fixed(world, organisations=[world.club])
    assert f"- {near.number} tie\n" in draw.listing
    outside = Client().get(f"/draws/{draw.number}/").content.decode()
    inside = signed_in(world.officer).get(f"/draws/{draw.number}/").content.decode()
    assert "任职或代表该组织" in inside
    assert "任职或代表该组织" not in outside
    assert Client().get(f"/draws/{draw.number}/list.txt").content.decode() == draw.listing


def test_names_are_public_of_those_drawn_alone(world: World) -> None:
    experts.pool(world, 5)
    draw = experts.drawn(world)
    page = Client().get(f"/draws/{draw.number}/").content.decode()
    seated = {one.expert.called for one in draw.seated()}
    others = {one.expert.called for one in draw.candidates.select_related("expert__user")} - seated
    assert all(name in page for name in seated)
    assert not any(name in page for name in others)
