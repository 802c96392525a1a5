from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel.actor import SYSTEM
from linli.places.imports import import_places
from linli.places.lines import lines_of
from linli.places.models import Place
from tests.places.factories import PlaceFactory

pytestmark = pytest.mark.django_db


def test_a_line_is_asked_for_once() -> None:
    grid: Place = PlaceFactory.create(code="430211002001003")
    assert lines_of({grid.pk})[grid.pk].line == Place.objects.with_line().get(pk=grid.pk).line
    with CaptureQueriesContext(connection) as queries:
        assert lines_of({grid.pk})[grid.pk]
    assert len(queries) == 0


def test_an_import_that_gives_other_names_is_seen_at_once(tmp_path: Path) -> None:
    grid: Place = PlaceFactory.create(code="430211002001003")
    before = lines_of({grid.pk})[grid.pk]
    path = tmp_path / "places.csv"
    path.write_text("code,level,name\n430211002001,community,新桥社区居委会\n", encoding="utf-8")
    import_places(path, actor=SYSTEM)
    after = lines_of({grid.pk})[grid.pk]
    assert before != after
    assert "新桥社区" in after.line
