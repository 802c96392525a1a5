"""``./linli import places FILE.csv[.gz]`` and ``./linli import boundaries FILE.geojson[.gz]``."""

import csv
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Problem
from linli.places import boundaries
from linli.places.boundaries import import_boundaries
from linli.places.imports import Report, import_places

SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = "Import places (CSV with code,level,name) or their boundaries (GeoJSON)."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        places = kinds.add_parser("places", help="The tree: CSV with the columns code, level, name; may be gzipped.")
        places.add_argument("file", type=Path)
        places.add_argument("--errors", type=Path, help="Write the rows that were not taken to this CSV file.")
        drawn = kinds.add_parser("boundaries", help="GeoJSON: each feature has its place's code as a property.")
        drawn.add_argument("file", type=Path)
        drawn.add_argument("--gcj02", action="store_true", help="The coordinates are GCJ-02; convert them.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["kind"] == "boundaries":
                self._tell_boundaries(import_boundaries(options["file"], actor=SYSTEM, is_gcj02=options["gcj02"]))
            else:
                report = import_places(options["file"], actor=SYSTEM, progress=ProgressLine(self.stdout))
                self._tell_places(report, options["errors"])
        except Problem as problem:
            raise CommandError(str(problem.detail)) from problem
        except KeyboardInterrupt:
            raise CommandError(_("已停下，做完的批次已保存。再运行同一命令即可继续。")) from None

    def _tell_boundaries(self, report: boundaries.Report) -> None:
        if report.is_converted:
            self.stdout.write(_("坐标已由 GCJ-02 换算为 WGS 84。"))
        self.stdout.write(
            _("新增 %(new)s，更改 %(changed)s，未变 %(unchanged)s，有误 %(errors)s。")
            % {
                "new": report.new,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "errors": len(report.errors),
            }
        )
        for error in report.errors:
            self.stderr.write(
                _("第 %(number)s 个 %(code)s：%(message)s")
                % {"number": error.number, "code": error.code, "message": error.message}
            )
        if report.errors:
            raise CommandError(_("有 %(count)s 条界线没有导入，其余已保存。") % {"count": len(report.errors)})

    def _tell_places(self, report: Report, errors_file: Path | None) -> None:
        if report.resumed_at:
            self.stdout.write(_("接着上次的第 %(row)s 行继续。") % {"row": f"{report.resumed_at:,}"})
        self.stdout.write(
            _("新增 %(new)s，更改 %(changed)s，未变 %(unchanged)s，有误 %(errors)s。")
            % {
                "new": f"{report.new:,}",
                "changed": f"{report.changed:,}",
                "unchanged": f"{report.unchanged:,}",
                "errors": f"{len(report.errors):,}",
            }
        )
        if not report.errors:
            return
        for error in report.errors[:SHOWN_ERRORS]:
            self.stderr.write(
                _("第 %(row)s 行 %(code)s：%(message)s")
                % {"row": error.number, "code": error.code, "message": error.message}
            )
        if errors_file:
            with errors_file.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([("row", "code", "error"), *report.errors])
        elif len(report.errors) > SHOWN_ERRORS:
            self.stderr.write(_("其余错误请用 --errors 文件名 另存查看。"))
        raise CommandError(_("有 %(count)s 行没有导入，其余已保存。") % {"count": f"{len(report.errors):,}"})


class ProgressLine:
    """Rows, rate, time left: rewritten in place on a terminal, a line every few seconds in a log."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.is_terminal = sys.stdout.isatty()
        self.started: tuple[float, int] | None = None
        self.told = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.started is None:
            self.started = now, done
            return
        since, before = self.started
        if not self.is_terminal and done < total and now - self.told < 5:
            return
        self.told = now
        rate = (done - before) / (now - since) if now > since else 0.0
        left = _("约剩 %(seconds)s 秒") % {"seconds": round((total - done) / rate)} if rate else ""
        text = _("已处理 %(done)s / %(total)s 行，%(rate)s 行/秒，%(left)s") % {
            "done": f"{done:,}",
            "total": f"{total:,}",
            "rate": f"{rate:,.0f}",
            "left": left,
        }
        self.out.write(f"\r{text}   " if self.is_terminal else text, ending="" if self.is_terminal else "\n")
        if self.is_terminal and done == total:
            self.out.write("")
