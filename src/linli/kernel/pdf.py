"""Paper: PDFs made by Typst from a template of an app and the content that goes into it."""

import json
from functools import cache
from importlib.resources import files

import typst
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Fault

CHINESE = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "FangSong", "Noto Sans CJK SC")
"""The first of these that is there is used; Debian has one in ``fonts-noto-cjk``."""


def written(package: str, template: str, content: object) -> bytes:
    """The PDF of ``template`` (in the package's folder ``paper``), which reads ``content`` from its input.

    Raises Fault where the machine has no Chinese font: a paper with empty boxes for people's names helps nobody.
    """
    source = files(package).joinpath("paper", template).read_bytes()
    inputs = {"content": json.dumps(content, ensure_ascii=False), "font": _chinese()}
    return typst.compile(source, sys_inputs=inputs, font_paths=_fonts(), format="pdf")


@cache
def _fonts() -> typst.Fonts:
    folders: list[str] = [settings.FONTS] if settings.FONTS else []
    return typst.Fonts(font_paths=folders)


def _chinese() -> str:
    there = set(_fonts().families())
    font = next((name for name in CHINESE if name in there), None)
    if font is None:
        raise Fault(_("服务器上没有中文字体，请管理员安装 fonts-noto-cjk，或用 LINLI_FONTS 指明字体所在的文件夹"))
    return font
