"""Files as Chinese offices send them: UTF-8 with or without BOM, or GB 18030; perhaps gzipped, perhaps damaged."""

import gzip
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from linli.kernel.problems import Invalid

GZIP = b"\x1f\x8b"


def content(path: Path) -> bytes:
    """The file's bytes, unpacked. Raises Invalid when it is cut off or damaged."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Invalid(_("打不开文件 %(name)s：%(why)s。") % {"name": path.name, "why": error.strerror}) from error
    if not raw.startswith(GZIP):
        return raw
    try:
        return gzip.decompress(raw)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Invalid(
            _("压缩文件 %(name)s 不完整或已损坏，没有导入任何内容。请重新下载或复制后再试。") % {"name": path.name},
            code="damaged_file",
        ) from error


def decode(data: bytes) -> str:
    """The text, whatever of the three encodings it is in. Raises Invalid for none, or for damaged UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        first = error.start
    beyond_ascii = _beyond_ascii(data)
    if data.decode("utf-8", "replace").count("\ufffd") * 10 > beyond_ascii:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            first = error.start
        else:
            if _is_chinese(text, beyond_ascii):
                return text
    raise Invalid(
        _("第 %(line)s 行有不能识别的字节。请把文件另存为 UTF-8 或 GB 18030 编码再导入。")
        % {"line": data.count(b"\n", 0, first) + 1},
        code="unknown_encoding",
    )


def _beyond_ascii(data: bytes) -> int:
    return len(data) - len(data.decode("ascii", "ignore"))


def _is_chinese(text: str, beyond_ascii: int) -> bool:
    """Common characters of GB 18030 have two bytes beyond ASCII. Western text read as such takes one with a letter."""
    return beyond_ascii * 2 >= sum(not char.isascii() for char in text) * 3
