import stat
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from linli.kernel import files
from linli.kernel.models import StoredFile
from linli.kernel.problems import Invalid, NotFound
from tests.kernel.photos import encoded, exif, picture, upload

pytestmark = pytest.mark.django_db
JPEG = encoded(picture())


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


def accepted(sent: SimpleUploadedFile, **limits: int) -> StoredFile:
    return files.keep(files.read_photo(sent, **limits))


def refused(data: bytes, name: str = "photo.jpg") -> Invalid:
    with pytest.raises(Invalid) as caught:
        accepted(upload(data, name))
    assert caught.value.errors == {"photo": [str(caught.value.detail)]}
    assert not StoredFile.objects.exists()
    return caught.value


def opened(folder: Path, path: str) -> Image.Image:
    return Image.open(BytesIO((folder / path).read_bytes()))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_stored_with_its_thumbnail(folder: Path, file_format: str) -> None:
    stored = accepted(upload(encoded(picture(1000, 500), file_format), "../../etc/passwd"))
    assert (stored.width, stored.height, stored.content_type) == (1000, 500, "image/jpeg")
    assert stored.path == f"{stored.sha256[:2]}/{stored.sha256[2:4]}/{stored.sha256}.jpg"
    assert opened(folder, stored.path).format == "JPEG"
    assert opened(folder, files.thumb_path(stored.path)).size == (480, 240)
    assert stored.size == (folder / stored.path).stat().st_size
    assert sorted(path.suffix for path in folder.rglob("*") if path.is_file()) == [".jpg", ".jpg"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*.jpg")} == {0o600}


@pytest.mark.parametrize("is_progressive", [False, True])
def test_a_large_photo_is_made_smaller(folder: Path, is_progressive: bool) -> None:
    stored = accepted(upload(encoded(picture(6000, 4000), progressive=is_progressive)))
    assert (stored.width, stored.height) == (2560, 1707)
    assert opened(folder, stored.path).size == (2560, 1707)


def test_a_turned_photo_is_stored_upright(folder: Path) -> None:
    stored = accepted(upload(encoded(picture(), exif=exif(orientation=6))))
    assert (stored.width, stored.height) == (80, 120)
    red, _green, blue = opened(folder, stored.path).getpixel((40, 10))  # type: ignore[misc]
    assert red > 200 > 60 > blue  # what was left is on top


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_place_maker_comment_and_profile_are_gone(folder: Path, file_format: str) -> None:
    options = {"comment": b"SECRETCOMMENT"} if file_format == "JPEG" else {}
    sent = encoded(picture(), file_format, exif=exif(), icc_profile=b"SECRETPROFILE" * 20, **options)
    assert b"SECRET" in sent
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    stored = accepted(upload(sent))
    for path in (stored.path, files.thumb_path(stored.path)):
        assert b"SECRET" not in (folder / path).read_bytes()
        assert not opened(folder, path).getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(opened(folder, path).info)


def test_what_rides_behind_the_picture_is_dropped(folder: Path) -> None:
    stored = accepted(upload(JPEG + b"PK\x03\x04evil.zip<html><script>alert(1)</script>"))
    content = (folder / stored.path).read_bytes()
    assert b"PK\x03\x04" not in content
    assert b"<script>" not in content
    assert stored == accepted(upload(JPEG))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_any_kind_of_colour_is_taken(mode: str) -> None:
    file_format = "JPEG" if mode == "CMYK" else "PNG"
    image = (
        Image.new(mode, (10, 10))
        if mode == "I;16"
        else picture(10, 10).convert("RGBA" if mode == "LA" else "RGB").convert(mode)
    )
    assert accepted(upload(encoded(image, file_format))).width == 10


def test_what_is_transparent_becomes_white(folder: Path) -> None:
    stored = accepted(upload(encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG")))
    assert opened(folder, stored.path).getpixel((5, 5)) == (255, 255, 255)


def test_the_same_photo_is_stored_once(folder: Path) -> None:
    first, second = accepted(upload(JPEG)), accepted(upload(JPEG, "other.png"))
    assert first == second
    assert StoredFile.objects.count() == 1
    assert len(list(folder.rglob("*.jpg"))) == 2


def test_thirty_megabytes_are_refused_without_being_decoded() -> None:
    problem = refused(JPEG + b"\0" * (30 * 1024**2))
    assert problem.code == "photo_too_large"
    assert "15 MB" in str(problem.detail)


def test_the_limit_is_the_callers() -> None:
    assert accepted(upload(JPEG), limit_bytes=len(JPEG))
    with pytest.raises(Invalid):
        accepted(upload(JPEG), limit_bytes=len(JPEG) - 1)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100


@pytest.mark.parametrize(
    "data", [b"just some words", SVG, HEIC, b"PK\x03\x04" + JPEG, b"\xff\xd8\xff\xd8", encoded(picture(), "GIF")]
)
def test_what_is_no_photo_is_refused_and_says_what_would_be(data: bytes) -> None:
    problem = refused(data)
    assert problem.code == "photo_unreadable"
    assert "JPEG" in str(problem.detail)


def test_an_empty_file_is_refused() -> None:
    assert refused(b"").code == "photo_empty"


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_off_is_refused(file_format: str) -> None:
    data = encoded(Image.effect_noise((300, 300), 80).convert("RGB"), file_format)
    assert refused(data[: len(data) // 2]).code == "photo_broken"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_damaged_photos_are_taken_or_refused_and_never_break(file_format: str, data: st.DataObject) -> None:
    content = bytearray(encoded(picture(), file_format))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Invalid):
        assert accepted(upload(bytes(content))).pk


@pytest.mark.parametrize(
    ("file_format", "size"), [("PNG", (6000, 4200)), ("JPEG", (9000, 7300)), ("PNG", (20000, 20000))]
)
def test_a_bomb_of_pixels_is_refused_before_it_goes_off(file_format: str, size: tuple[int, int]) -> None:
    data = encoded(Image.new("1" if file_format == "PNG" else "L", size), file_format)
    assert refused(data).code == "photo_too_many_pixels"


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    assert refused(JPEG + b"\xff\xda\0\x08" * 101).code == "photo_unreadable"


def test_nothing_is_left_when_the_disk_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        accepted(upload(JPEG))
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()


def test_it_is_served_as_a_photo_and_nothing_else(folder: Path) -> None:
    stored = accepted(upload(encoded(picture(1000, 500))))
    whole, thumb = files.respond(stored), files.respond(stored, thumb=True)
    assert whole.content == (folder / stored.path).read_bytes()
    assert Image.open(BytesIO(thumb.content)).size == (480, 240)
    for response in (whole, thumb):
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"].startswith("private")
        assert "sandbox" in response["Content-Security-Policy"]


def test_a_lost_file_is_not_found_and_named_by_verify(folder: Path) -> None:
    stored, other = accepted(upload(JPEG)), accepted(upload(encoded(picture(50, 50))))
    assert files.verify() == []
    (folder / stored.path).unlink()
    (folder / other.path).write_bytes(b"changed")
    with pytest.raises(NotFound):
        files.respond(stored)
    assert files.verify() == [f"{stored.path} is missing", f"{other.path} was changed"]
    accepted(upload(JPEG))
    assert files.verify() == [f"{other.path} was changed"]


def test_an_upload_larger_than_the_limit_is_not_read_whole() -> None:
    class Endless(SimpleUploadedFile):
        def read(self, num_bytes: int | None = None) -> bytes:
            assert num_bytes is not None
            return b"\xff" * num_bytes

    with pytest.raises(Invalid):
        accepted(Endless("photo.jpg", b""))
