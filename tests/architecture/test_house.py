"""The house: what may know of what, also where an import does not show it."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

import linli

EVENTS = ("core", "disputes", "hotline", "figures", "open311", "imports")
BESIDES = ("support", "incubation", "applications", "party", "platforms", "spaces", "exits")
ORGANISATIONS = ("registry", "experts", "ratings", *BESIDES)
FLOORS = ["kernel", "audit", "places", "people", "inbox", "flow", *ORGANISATIONS, *EVENTS, "site"]
"""From the ground up; what is not in it (demo, bench) lives in the garden and holds no tables."""
WINGS = {"events": EVENTS, "organisations": ORGANISATIONS}
SOURCE = Path(linli.__file__).parent


def test_imports_point_down() -> None:
    assert lint_imports(cache_dir=None, no_cache=True) == EXIT_STATUS_SUCCESS


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("linli.")]


def test_every_table_lives_on_a_floor() -> None:
    assert ours()
    assert {model._meta.app_label for model in ours()} <= set(FLOORS)


def test_relations_point_down_or_stay() -> None:
    """A foreign key given as a string is no import, but it is the same knowledge."""
    wrong = []
    for model in ours():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if isinstance(target, type) and issubclass(target, models.Model) and target in ours():
                here, there = model._meta.app_label, target._meta.app_label
                is_across = bool({here, there} & {*EVENTS} and {here, there} & {*ORGANISATIONS})
                if here != there and (is_across or FLOORS.index(there) >= FLOORS.index(here)):
                    wrong.append(f"{model.__name__}.{field.name} -> {there}.{target.__name__}")
    assert not wrong


def test_the_trail_holds_ids_and_no_relations() -> None:
    """What it speaks of may go; the trail stays."""
    fields = [field for model in ours() if model._meta.app_label == "audit" for field in model._meta.get_fields()]
    assert fields
    assert not [field.name for field in fields if field.is_relation]


def test_nothing_listens_in_secret() -> None:
    """No signal is connected by us: who reads a function sees all that it does."""
    signals = (
        models.signals.pre_save,
        models.signals.post_save,
        models.signals.pre_delete,
        models.signals.post_delete,
        models.signals.m2m_changed,
    )
    receivers = [
        receiver
        for signal in signals
        for model in ours()
        for part in signal._live_receivers(model)
        for receiver in part
    ]
    assert not [receiver for receiver in receivers if getattr(receiver, "__module__", "").startswith("linli.")]


def test_no_model_overrides_save() -> None:
    assert not [model.__name__ for model in ours() if "save" in vars(model) or "delete" in vars(model)]


def test_djangos_admin_is_not_installed() -> None:
    """It would go past the flow, the posts and the trail."""
    assert not apps.is_installed("django.contrib.admin")


@pytest.mark.django_db
def test_migrations_agree_with_models_and_are_in_one_line() -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    call_command("check", "--fail-level", "WARNING", stdout=out, stderr=out)


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_is_rooms_and_a_page_about_them(wing: str) -> None:
    """A wing has no models, views or templates of its own: whatever its rooms share lies in its lowest room."""
    inside = {path.name for path in (SOURCE / wing).iterdir() if path.name != "__pycache__"}
    assert inside == {"__init__.py", "README.md", *WINGS[wing]}
    assert not (SOURCE / wing / "__init__.py").read_text()


ROOMS = [SOURCE / wing / room for wing, rooms in WINGS.items() for room in rooms]
NAMED = re.compile(r"""["']([a-z0-9_]+)/[\w/-]+\.html["']""")


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_rooms_templates_are_its_own(room: Path) -> None:
    """They lie in ``templates/<room>/`` of the room, and nobody renders those of a sibling."""
    folder = room / "templates"
    assert {path.name for path in folder.glob("*")} <= {room.name}, f"move the templates of {room.name} into its folder"
    below = {"flow", "site", "inbox", "people", "places", room.name}
    below |= {"events": {"core"}, "organisations": {"registry"}}[room.parent.name]
    sources = [*room.rglob("*.py"), *folder.rglob("*.html")]
    used = {name for path in sources for name in NAMED.findall(path.read_text())}
    assert used <= below, f"{room.name} uses templates of {sorted(used - below)}: register a section instead"


HIDDEN = re.compile(r"""get_model\(|(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*["'](?!self["'])""")


def test_no_arrow_is_hidden_in_a_string() -> None:
    """Migrations speak of models by name; code imports what it knows of."""
    ours = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    assert len(ours) > 300
    assert not [str(path) for path in ours if HIDDEN.search(path.read_text())]
