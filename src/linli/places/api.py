"""Places for programs: public knowledge, read only. Who may ask at all is said where the router is joined in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import BaseModel, Field

from linli.kernel.answers import answer
from linli.kernel.problems import NotFound
from linli.places.levels import Level, is_code
from linli.places.models import Place

router = Router(tags=["places"])


class PlaceLine(BaseModel):
    code: str
    name: str
    level: Level


class PlaceOut(PlaceLine):
    """A place, with those right below it."""

    line: str = Field(description="The place with those it lies in, as people read it.")
    parent: str | None = Field(description="Code of the place right above.")
    lat: float | None
    lon: float | None
    children: list[PlaceLine]


@router.get("/places/{code}", response=PlaceOut)
def get_place(request: HttpRequest, code: str) -> HttpResponse:
    """A place by its code; by a former code the place as it is today."""
    place = Place.objects.with_line().coded(code) if is_code(code) else None
    if place is None:
        raise NotFound(_("没有这个地点"))
    children = place.children.filter(ended_on__isnull=True).order_by("code").values_list("code", "name", "level")
    return answer(
        PlaceOut(
            code=place.code,
            name=place.name,
            level=Level(place.level),
            line=place.line,
            parent=place.parent.code if place.parent else None,
            lat=place.lat,
            lon=place.lon,
            children=[PlaceLine(code=code, name=name, level=Level(level)) for code, name, level in children],
        )
    )
