"""Plausible grids and boundaries for a district whose real ones nobody publishes. Invented, and to be called so.

The same names and seed give the same map. A district outline is cut in two again and again, with slightly
crooked lines, in proportion to what lies on either side; then all lines are knotted together on one fine
raster, so that neighbours share every point of their border and nothing is left between them.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy
import shapely
from shapely.affinity import rotate

from linli.places.levels import CODE_LENGTHS, Level, parent_code
from linli.places.shapes import Shape, checked

CENTRE = (27.8275, 113.0823)
"""Latitude and longitude of Tianyuan, Zhuzhou."""
METRES_PER_DEGREE = 111_320.0
RASTER = 0.1
"""Metres; ten times coarser than what boundaries are rounded to."""
VILLAGE = "村"


class Invented(NamedTuple):
    code: str
    name: str


def invent_grids(communities: Mapping[str, str], *, count: int, seed: int) -> list[Invented]:
    """``count`` grids, 第1网格 and so on, over communities (code to name): a few more here, a few less there."""
    chance = random.Random(f"grids {seed}")
    weights = {code: chance.uniform(0.7, 1.4) * (0.8 if VILLAGE in communities[code] else 1) for code in communities}
    shares = _apportion(weights, count)
    return [
        Invented(f"{code}{number:03d}", f"第{number}网格")
        for code in sorted(communities)
        for number in range(1, shares[code] + 1)
    ]


def _apportion(weights: Mapping[str, float], count: int) -> dict[str, int]:
    """Whole numbers in proportion to the weights, at least one each, by largest remainder."""
    if count < len(weights):
        raise ValueError("fewer grids than communities")
    scale = (count - len(weights)) / sum(weights.values())
    exact = {code: 1 + weight * scale for code, weight in weights.items()}
    shares = {code: int(share) for code, share in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (shares[code] - exact[code], code))
    for code in by_remainder[: count - sum(shares.values())]:
        shares[code] += 1
    return shares


def invent_boundaries(names: Mapping[str, str], *, seed: int, centre: tuple[float, float] = CENTRE) -> dict[str, Shape]:
    """A boundary for each code: one district, its subdistricts, communities and grids. Villages get more land."""
    children: dict[str, list[str]] = {}
    for code in sorted(names):
        children.setdefault(parent_code(code), []).append(code)
    (district,) = (code for code in names if len(code) == CODE_LENGTHS[Level.DISTRICT])
    chance = random.Random(f"boundaries {seed}")
    land = _land(names, children, chance)
    leaves: dict[str, Shape] = {}

    def divide(code: str, outline: Shape) -> None:
        below = children.get(code)
        if not below:
            leaves[code] = outline
            return
        for child, piece in _parted(outline, [(child, land[child]) for child in below], chance):
            divide(child, piece)

    divide(district, _outline(chance))
    shapes = _knotted(leaves)
    for code in sorted((code for code in names if code not in leaves), key=len, reverse=True):
        shapes[code] = shapely.coverage_union_all([shapes[child] for child in children[code]])
    return {code: checked(_on_earth(shapes[code], centre)) for code in sorted(shapes)}


def _land(names: Mapping[str, str], children: Mapping[str, list[str]], chance: random.Random) -> dict[str, float]:
    """How much land each place has, relative to a grid of a town community."""
    land: dict[str, float] = {}
    for code in sorted(names, key=lambda code: (-len(code), code)):
        below = children.get(code, [])
        if below:
            land[code] = sum(land[child] for child in below)
        else:
            is_village = VILLAGE in names.get(parent_code(code), "") or VILLAGE in names[code]
            land[code] = chance.uniform(0.7, 1.4) * (4.0 if is_village else 1.0)
    return land


def _outline(chance: random.Random) -> Shape:
    """A blob some 16 by 13 kilometres, in metres from the centre."""
    waves = [(order, chance.uniform(0, 2 * math.pi), 0.16 / order) for order in (2, 3, 4, 5, 7, 11)]
    points = []
    for step in range(180):
        angle = 2 * math.pi * step / 180
        swell = 1 + sum(size * math.cos(order * angle + phase) for order, phase, size in waves)
        points.append((8000 * swell * math.cos(angle), 6500 * swell * math.sin(angle)))
    return shapely.Polygon(points)


def _parted(outline: Shape, parts: Sequence[tuple[str, float]], chance: random.Random) -> list[tuple[str, Shape]]:
    """Cut the outline into as many pieces as there are parts, each with its share of the area."""
    if len(parts) == 1:
        return [(parts[0][0], outline)]
    total = sum(weight for _code, weight in parts)
    middle, so_far, best = 1, 0.0, math.inf
    for position in range(1, len(parts)):
        so_far += parts[position - 1][1]
        if abs(so_far - total / 2) < best:
            middle, best = position, abs(so_far - total / 2)
    share = sum(weight for _code, weight in parts[:middle]) / total
    one, other = _halves(outline, share, chance)
    return _parted(one, parts[:middle], chance) + _parted(other, parts[middle:], chance)


def _halves(outline: Shape, share: float, chance: random.Random) -> tuple[Shape, Shape]:
    """Two connected pieces, the first with ``share`` of the area, cut across the longer side."""
    box = shapely.minimum_rotated_rectangle(outline)
    (x0, y0), (x1, y1), (x2, y2) = list(box.exterior.coords)[:3]
    first, second = (x1 - x0, y1 - y0), (x2 - x1, y2 - y1)
    along = max(first, second, key=lambda side: math.hypot(*side))
    direction = math.degrees(math.atan2(along[1], along[0]))
    for attempt in range(40):
        crooked = 0.06 * 0.9**attempt
        cut = Cut(outline, direction + chance.uniform(-9, 9) * (1 + attempt / 8), crooked, chance)
        pieces = cut.at_share(share)
        if all(piece.geom_type == "Polygon" and not piece.interiors for piece in pieces):
            return pieces
    raise ValueError("no line cuts this outline into two pieces; try another seed")


@dataclass
class Cut:
    """A crooked line that can be pushed over an outline. ``direction``: the way it is pushed, in degrees."""

    outline: Shape
    direction: float
    crookedness: float
    chance: random.Random

    def __post_init__(self) -> None:
        middle = self.outline.centroid
        self.reach = self.outline.hausdorff_distance(middle) * 1.5
        steps = 24
        size = self.crookedness * self.reach
        sway = [0.0] * (steps + 1)
        width = steps
        while width > 1:
            for left in range(0, steps, width):
                half = left + width // 2
                sway[half] = (sway[left] + sway[min(left + width, steps)]) / 2 + self.chance.uniform(-size, size)
            width //= 2
            size /= 2
        self.edge = [(sway[n], self.reach * (2 * n / steps - 1)) for n in range(steps + 1)]
        self.middle = middle

    def side(self, push: float) -> Shape:
        """All that lies behind the line when it is pushed so many metres from the middle."""
        far = -3 * self.reach
        ring = [(x + push, y) for x, y in self.edge]
        ring += [(far, self.reach), (far, -self.reach)]
        turned = rotate(shapely.Polygon(ring), self.direction, origin=(0, 0))
        return shapely.transform(turned, lambda points: points + numpy.array([self.middle.x, self.middle.y]))

    def at_share(self, share: float) -> tuple[Shape, Shape]:
        low, high = -self.reach, self.reach
        for _step in range(16):
            push = (low + high) / 2
            if self.outline.intersection(self.side(push)).area < share * self.outline.area:
                low = push
            else:
                high = push
        side = self.side((low + high) / 2)
        return self.outline.intersection(side), self.outline.difference(side)


def _knotted(leaves: Mapping[str, Shape]) -> dict[str, Shape]:
    """The same pieces with every point of a border in both neighbours."""
    lines = shapely.union_all([leaf.boundary for leaf in leaves.values()], grid_size=RASTER)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    codes = list(leaves)
    tree = shapely.STRtree(list(leaves.values()))
    mine: dict[str, list[Shape]] = {code: [] for code in codes}
    for face in faces:
        mine[codes[tree.nearest(face.point_on_surface())]].append(face)
    return {code: shapely.coverage_union_all(faces) for code, faces in mine.items()}


def _on_earth(shape: Shape, centre: tuple[float, float]) -> Shape:
    lat, lon = centre
    scale = numpy.array([1 / (METRES_PER_DEGREE * math.cos(math.radians(lat))), 1 / METRES_PER_DEGREE])
    return shapely.transform(shape, lambda points: points * scale + numpy.array([lon, lat]))
