"""Photos and papers that people send in: checked by their content, kept outside the web root.

Of a photo what is stored is never what was sent, but its picture encoded anew. So nothing rides along: no place in
the EXIF data, no comment, no second file behind the picture's end. A PDF is kept as it is, for it may be signed;
it is served as a file to be opened elsewhere, never as a page of ours.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from django.core.files.base import File
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from linli.kernel.models import StoredFile
from linli.kernel.problems import Invalid, NotFound, Text

LIMIT_BYTES = 15 * 1024 * 1024
LONGEST_SIDE = 2560
THUMB_SIDE = 480
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 25_000_000
MOST_PIXELS_JPEG = 65_000_000
"""More than for the others: a JPEG can be read at a half or a quarter of its size, a full phone's photo too."""
MOST_SCANS = 100
"""A progressive JPEG has about ten. Thousands, each of few bytes, would keep a processor busy for hours."""
KEPT_BY_BROWSERS = 3600
PDF_HEAD, PDF_END, END_WITHIN = b"%PDF-", b"%%EOF", 2048
PDF_TYPE = "application/pdf"

_decoding = BoundedSemaphore(2)


@dataclass(frozen=True)
class Picture:
    """A photo read from what was sent, made anew, not stored yet."""

    content: bytes
    thumb: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Pdf:
    """A PDF as it was sent, not stored yet."""

    content: bytes


def read_document(upload: "File[bytes]", *, limit_bytes: int = LIMIT_BYTES) -> Picture | Pdf:
    """A PDF, or a picture of a paper, by its content. ``Invalid`` on the field ``photo`` as for a photo."""
    head = upload.read(len(PDF_HEAD))
    upload.seek(0)
    if head != PDF_HEAD:
        return read_photo(upload, limit_bytes=limit_bytes)
    data = upload.read(limit_bytes + 1)
    if len(data) > limit_bytes:
        detail = _("文件超过 %(limit)s MB，请压缩后再传")
        raise _refusal(detail % {"limit": limit_bytes // 1024**2}, code="document_too_large")
    if PDF_END not in data[-END_WITHIN:]:
        raise _refusal(_("这份 PDF 不完整，可能没有传完，请重新选择"), code="document_broken")
    return Pdf(data)


def read_photo(upload: "File[bytes]", *, limit_bytes: int = LIMIT_BYTES) -> Picture:
    """Check what was sent by its content and make it anew: the long part, before any transaction.

    At most 2560 pixels on its longer side, upright, with a thumbnail of 480. ``Invalid`` on the field ``photo``
    says what the sender can do. Neither the name nor the type that the client gives is looked at.
    """
    data = upload.read(limit_bytes + 1)
    if not data:
        raise _refusal(_("照片是空的，请重新选择"), code="photo_empty")
    if len(data) > limit_bytes:
        detail = _("照片超过 %(limit)s MB，请选一张较小的，或在相机设置中调低分辨率后重拍")
        raise _refusal(detail % {"limit": limit_bytes // 1024**2}, code="photo_too_large")
    with _decoding:
        picture = _decode(data)
        content = _encode(picture)
        thumb = picture.copy()
        thumb.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
        return Picture(content, _encode(thumb), picture.width, picture.height)


def keep(document: Picture | Pdf) -> StoredFile:
    """Store what was read; the same content is stored once."""
    digest = hashlib.sha256(document.content).hexdigest()
    stem = f"{digest[:2]}/{digest[2:4]}/{digest}"
    # The files first: a row without its file would be a promise broken, a file without a row only takes space.
    if isinstance(document, Pdf):
        path, about = f"{stem}.pdf", dict[str, object](content_type=PDF_TYPE)
    else:
        path = f"{stem}.jpg"
        about = {"content_type": "image/jpeg", "width": document.width, "height": document.height}
        _write(settings.FILES / thumb_path(path), document.thumb)
    _write(settings.FILES / path, document.content)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size": len(document.content), "path": path, **about}
    )
    return stored


def thumb_path(path: str) -> str:
    return path.removesuffix(".jpg") + f".{THUMB_SIDE}.jpg"


def respond(stored: StoredFile, *, thumb: bool = False) -> HttpResponse:
    """The photo, or the PDF to be saved; whether one may see it was decided before. ``NotFound`` when it is gone."""
    is_pdf = stored.content_type == PDF_TYPE
    path = settings.FILES / (thumb_path(stored.path) if thumb and not is_pdf else stored.path)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(_("文件不在了，请联系系统管理员"), code="photo_gone") from error
    return HttpResponse(
        content,
        content_type=stored.content_type,
        headers={
            "Cache-Control": f"private, max-age={KEPT_BY_BROWSERS}, immutable",
            "Content-Disposition": f'attachment; filename="{stored.sha256[:12]}.pdf"' if is_pdf else "inline",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


def verify() -> list[str]:
    """Photos and papers whose file is missing or is not what was stored."""
    faults = []
    for path, digest in StoredFile.objects.order_by("pk").values_list("path", "sha256").iterator():
        try:
            content = (settings.FILES / path).read_bytes()
        except OSError:
            faults.append(f"{path} is missing")
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            faults.append(f"{path} was changed")
    return faults


def _decode(data: bytes) -> Image.Image:
    """The picture, upright, in RGB on white, within ``LONGEST_SIDE``, and nothing but the picture."""
    is_jpeg = data.startswith(b"\xff\xd8")
    if is_jpeg and data.count(b"\xff\xda") > MOST_SCANS:
        raise _unreadable()
    # Pillow's decoders raise nearly anything on hostile files: SyntaxError, struct.error, IndexError…
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
        image.verify()
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise _unreadable() from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise _broken() from error
    if image.width * image.height > (MOST_PIXELS_JPEG if is_jpeg else MOST_PIXELS):
        raise _too_many_pixels()
    try:
        return _clean(image)
    except Exception as error:
        raise _broken() from error


def _clean(file: ImageFile) -> Image.Image:
    file.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    file.load()
    image: Image.Image = file if file.mode in ("RGB", "L") else file.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=None)
    image = ImageOps.exif_transpose(image)
    clean = Image.new("RGB", image.size, "white")
    clean.paste(image, mask=image if image.mode == "RGBA" else None)
    return clean


def _encode(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    """All or nothing, and on the disk before the row that names it is."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _refusal(detail: Text, *, code: str) -> Invalid:
    return Invalid(detail, code=code, errors={"photo": [detail]})


def _unreadable() -> Invalid:
    return _refusal(
        _("这不是能用的照片，请选 JPEG、PNG 或 WebP 格式；苹果手机请在“设置—相机—格式”中选“兼容性最佳”后重拍"),
        code="photo_unreadable",
    )


def _broken() -> Invalid:
    return _refusal(_("照片不完整，可能没有传完，请重新选择或重拍一张"), code="photo_broken")


def _too_many_pixels() -> Invalid:
    return _refusal(_("照片的像素太多，请在相机设置中选普通分辨率后重拍"), code="photo_too_many_pixels")
