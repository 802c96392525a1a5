"""Photos as phones send them, and files that only pretend."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture(width: int = 120, height: int = 80) -> Image.Image:
    """Left half red, right half blue, so that turning it shows."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def encoded(image: Image.Image, file_format: str = "JPEG", **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def exif(*, orientation: int = 1) -> Image.Exif:
    """As a phone writes it: with its maker and the place."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[MAKE] = "SECRETPHONE"
    data[GPS] = {1: "N", 2: (27.0, 49.0, 39.0), 3: "E", 4: (113.0, 4.0, 56.0)}
    return data


def upload(data: bytes, name: str = "photo.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type)
