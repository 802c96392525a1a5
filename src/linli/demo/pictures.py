"""Simple drawn scenes that stand for photos: nobody's street, nobody's face."""

import random
from collections.abc import Callable
from functools import cache
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from linli.kernel.files import Picture, read_photo

WIDTH, HEIGHT = 1200, 900
GROUND = 620
STREETS = 4
Draw = ImageDraw.ImageDraw
Scene = Callable[[Draw, random.Random, bool], None]
"""Draws itself as it is before, or once fixed."""


@cache
def photo(kind: str, *, is_fixed: bool, street: int) -> Picture:
    """The kind of scene as if a phone had sent it; ``street`` is below ``STREETS``."""
    return read_photo(ContentFile(jpeg(kind, is_fixed=is_fixed, street=street)))


def jpeg(kind: str, *, is_fixed: bool, street: int) -> bytes:
    """The file that the phone would send."""
    chance = random.Random(street)
    is_night = kind == "lamp"
    image = Image.new("RGB", (WIDTH, HEIGHT), (24, 28, 46) if is_night else (197, 214, 226))
    draw = ImageDraw.Draw(image)
    _street(draw, chance, is_night)
    SCENES[kind](draw, chance, is_fixed)
    buffer = BytesIO()
    image.resize((WIDTH * 2 // 3, HEIGHT * 2 // 3), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _street(draw: Draw, chance: random.Random, is_night: bool) -> None:
    left = 0
    while left < WIDTH:
        width, top = chance.randint(150, 300), chance.randint(140, 330)
        shade = chance.randint(40, 56) if is_night else chance.randint(150, 190)
        draw.rectangle((left, top, left + width, GROUND), fill=(shade, shade, shade + 8))
        for x in range(left + 24, left + width - 40, 56):
            for y in range(top + 30, GROUND - 60, 70):
                lit = (232, 202, 132) if is_night and chance.random() < 0.3 else (shade - 22, shade - 18, shade - 8)
                draw.rectangle((x, y, x + 28, y + 38), fill=lit)
        left += width + chance.randint(0, 24)
    draw.rectangle((0, GROUND, WIDTH, HEIGHT), fill=(44, 46, 52) if is_night else (128, 128, 130))
    draw.rectangle((0, GROUND, WIDTH, GROUND + 70), fill=(58, 60, 66) if is_night else (176, 172, 164))
    for x in range(40, WIDTH, 220):
        draw.polygon([(x, 800), (x + 110, 800), (x + 96, 816), (x - 14, 816)], fill=(206, 204, 196))


def _lamp(draw: Draw, chance: random.Random, is_fixed: bool) -> None:
    x = chance.randint(420, 760)
    if is_fixed:
        draw.polygon([(x + 90, 210), (x - 130, GROUND + 60), (x + 330, GROUND + 60)], fill=(110, 100, 70))
    draw.rectangle((x, 180, x + 14, GROUND + 50), fill=(96, 98, 104))
    draw.rectangle((x, 180, x + 110, 192), fill=(96, 98, 104))
    draw.ellipse((x + 60, 186, x + 130, 216), fill=(255, 236, 176) if is_fixed else (64, 66, 72))


def _rubbish(draw: Draw, chance: random.Random, is_fixed: bool) -> None:
    for x in (300, 420):
        draw.rectangle((x, 500, x + 96, 660), fill=(46, 110, 84))
        draw.rectangle((x - 8, 484, x + 104, 506), fill=(36, 90, 70))
    for _bag in range(0 if is_fixed else 22):
        x, y, size = chance.randint(280, 860), chance.randint(620, 720), chance.randint(40, 86)
        shade = chance.choice([(40, 40, 44), (224, 224, 220), (172, 60, 52), (70, 92, 150)])
        draw.ellipse((x, y - size * 0.7, x + size, y + size * 0.2), fill=shade)


def _manhole(draw: Draw, chance: random.Random, is_fixed: bool) -> None:
    x = chance.randint(400, 700)
    draw.ellipse((x, 700, x + 260, 800), fill=(92, 92, 96) if is_fixed else (18, 18, 20))
    if is_fixed:
        for step in range(5):
            draw.arc((x + step * 24, 708 + step * 9, x + 260 - step * 24, 792 - step * 9), 0, 360, fill=(62, 62, 66))
    else:
        draw.chord((x + 30, 690, x + 250, 780), 180, 330, fill=(92, 92, 96))
        draw.line((x + 90, 760, x + 190, 480), fill=(96, 70, 44), width=12)


def _water(draw: Draw, chance: random.Random, is_fixed: bool) -> None:
    x = chance.randint(240, 480)
    if not is_fixed:
        draw.ellipse((x - 120, 660, x + 620, 880), fill=(112, 132, 148))
        draw.ellipse((x, 700, x + 420, 820), fill=(146, 168, 184))
    draw.rectangle((x + 40, 560, x + 300, 590), fill=(120, 84, 60))


def _car(draw: Draw, chance: random.Random, is_fixed: bool) -> None:
    for x in range(0, WIDTH, 36):
        draw.rectangle((x, 650, x + 26, 672), fill=(206, 176, 74))
    if is_fixed:
        return
    x, colour = chance.randint(260, 560), chance.choice([(176, 178, 182), (52, 62, 92), (150, 48, 44)])
    draw.rounded_rectangle((x, 570, x + 420, 690), 36, fill=colour)
    draw.polygon([(x + 80, 574), (x + 140, 490), (x + 300, 490), (x + 360, 574)], fill=colour)
    draw.polygon([(x + 104, 570), (x + 150, 506), (x + 290, 506), (x + 334, 570)], fill=(70, 82, 92))
    for wheel in (x + 60, x + 290):
        draw.ellipse((wheel, 650, wheel + 76, 726), fill=(26, 26, 28))


def _pothole(draw: Draw, chance: random.Random, is_fixed: bool) -> None:
    x = chance.randint(360, 640)
    edge = [(x + 40, 720), (x + 180, 690), (x + 330, 716), (x + 360, 770), (x + 250, 820), (x + 90, 806), (x, 764)]
    draw.polygon(edge, fill=(104, 104, 106) if is_fixed else (58, 56, 54))
    if not is_fixed:
        draw.polygon([(a * 0.7 + (x + 180) * 0.3, b * 0.7 + 755 * 0.3) for a, b in edge], fill=(84, 96, 106))


def _wall(draw: Draw, chance: random.Random, is_fixed: bool) -> None:
    draw.rectangle((260, 60, 940, GROUND), fill=(198, 186, 168))
    for y in range(80, GROUND - 20, 40):
        for x in range(276, 920, 54):
            is_gone = not is_fixed and (x - 620) ** 2 + (y - 300) ** 2 < 120**2
            draw.rectangle((x, y, x + 48, y + 34), fill=(128, 120, 112) if is_gone else (212, 202, 186))
    for _tile in range(0 if is_fixed else 14):
        x, y = chance.randint(460, 800), chance.randint(GROUND + 10, GROUND + 110)
        draw.polygon([(x, y), (x + 40, y + 6), (x + 30, y + 26), (x - 6, y + 18)], fill=(220, 210, 194))


SCENES: dict[str, Scene] = {
    "lamp": _lamp,
    "rubbish": _rubbish,
    "debris": _rubbish,
    "manhole": _manhole,
    "sewage": _water,
    "pipe": _water,
    "parking": _car,
    "fire_lane": _car,
    "road": _pothole,
    "falling_objects": _wall,
}
