"""The carrier's pages: files of orders in, batches of replies out."""

from typing import IO
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.audit import trail
from linli.events.hotline import batches, files, policies
from linli.events.hotline.actions import Verdict
from linli.events.hotline.forms import ColumnsForm, UploadForm
from linli.events.hotline.models import FileStage, OrderFile, OrderSource, OrderSourceQuerySet, ReplyBatch, ReplyOutcome
from linli.events.hotline.show import STAGE_TONES
from linli.kernel.excel import TYPE
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import Invalid, NotFound, Problem
from linli.people.requests import StaffRequest
from linli.people.roles import Role
from linli.people.views.access import only

SHOWN_WRONG = 100
AT_WORK = (FileStage.CHECKING, FileStage.TAKING)


def _sources(request: StaffRequest) -> OrderSourceQuerySet:
    return OrderSource.objects.of(request.actor, Role.DISPATCHER).select_related("place")


@only(policies.can_carry)
@require_http_methods(["GET", "POST"])
def order_files(request: StaffRequest) -> HttpResponse:
    """Upload one; below, those that came before, newest first."""
    sources = _sources(request)
    form = UploadForm(request.POST or None, request.FILES or None, sources=sources.filter(is_active=True))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            data = upload.read(files.MOST_BYTES + 1)
            file = files.upload(form.cleaned_data["source"], upload.name, data, actor=request.actor)
            if file.stage != FileStage.MAPPING:
                messages.info(request, _("这个文件以前上传过，这里是那一次的结果。"))
            return redirect("order_file", file.pk)
        except Problem as problem:
            put_errors(form, problem if problem.errors else Invalid(errors={"file": [problem.detail]}))
    found = page(
        OrderFile.objects.filter(source__in=sources).defer("content").select_related("source", "uploaded_by"),
        cursor=request.GET.get("after"),
    )
    context = {"form": form, "page": found, "tone": lambda file: STAGE_TONES[file.stage]}
    return render(request, "hotline/files.html", context, status=422 if form.errors else 200)


def _file(request: StaffRequest, key: UUID) -> OrderFile:
    rows = OrderFile.objects.select_related("source").filter(source__in=_sources(request))
    return get_object_or_404(rows.defer("content"), pk=key)


@only(policies.can_carry)
@require_http_methods(["GET", "POST"])
def order_file(request: StaffRequest, key: UUID) -> HttpResponse:
    """Where the file is: its columns to be named, being gone through, to be confirmed, or done."""
    file = _file(request, key)
    form = ColumnsForm(request.POST or None, heads=file.heads, columns=file.columns)
    if request.method == "POST" and form.is_valid():
        try:
            files.look_at(file, form.payload())
            return redirect("order_file", key)
        except Problem as problem:
            put_errors(form, problem)
    context = {
        "file": file,
        "form": form,
        "tone": STAGE_TONES[file.stage],
        "is_at_work": file.stage in AT_WORK,
        "wrong": file.wrong[:SHOWN_WRONG],
        "verdicts": dict(Verdict.choices),
        "to_take": file.new + file.changed,
        "is_kept": OrderFile.objects.filter(pk=key, content__isnull=False).exists(),
    }
    template = "hotline/_file.html" if request.htmx.target == "order-file" else "hotline/file.html"
    return render(request, template, context, status=422 if form.errors else 200)


@only(policies.can_carry)
@require_POST
def order_file_take(request: StaffRequest, key: UUID) -> HttpResponse:
    files.take(_file(request, key))
    return redirect("order_file", key)


@only(policies.can_carry)
@require_POST
def order_file_drop(request: StaffRequest, key: UUID) -> HttpResponse:
    files.drop(_file(request, key))
    messages.success(request, _("没有导入，文件内容已删除"))
    return redirect("order_files")


@only(policies.can_carry)
@require_GET
@never_cache
def order_file_wrong(request: StaffRequest, key: UUID) -> HttpResponse:
    """The rows that were not taken; they hold callers, so that it is on the trail who took them out."""
    file = _file(request, key)
    if file.content is None:
        raise NotFound()
    trail.record("hotline.wrong_rows", actor=request.actor, subject_kind="order_file", subject_id=file.pk)
    return _sheet(files.wrong_rows(file), "linli-orders-wrong")


@only(policies.can_carry)
@require_http_methods(["GET", "POST"])
def reply_batches(request: StaffRequest) -> HttpResponse:
    """What waits, by platform, and the batches that were made."""
    sources = _sources(request)
    if request.method == "POST":
        source = get_object_or_404(sources, code=request.POST.get("source", ""))
        return redirect("reply_batch", batches.make_batch(source, actor=request.actor).pk)
    rows = ReplyBatch.objects.filter(source__in=sources).select_related("source", "made_by", "handed_over_by")
    context = {
        "page": page(rows, cursor=request.GET.get("after")),
        "waiting": [(source, source.waiting_count()) for source in sources],
    }
    return render(request, "hotline/reply_batches.html", context)


def _batch(request: StaffRequest, key: UUID) -> ReplyBatch:
    rows = ReplyBatch.objects.filter(source__in=_sources(request)).select_related("source__place", "made_by")
    return get_object_or_404(rows, pk=key)


@only(policies.can_carry)
@require_GET
def reply_batch(request: StaffRequest, key: UUID) -> HttpResponse:
    batch = _batch(request, key)
    replies = list(batch.replies.select_related("order__event").order_by("position")[:200])
    context = {"batch": batch, "replies": replies, "outcomes": dict(ReplyOutcome.choices)}
    return render(request, "hotline/reply_batch.html", context | {"count": batch.replies.count()})


@only(policies.can_carry)
@require_GET
def reply_batch_file(request: StaffRequest, key: UUID) -> HttpResponse:
    """The file, the same each time; that it was fetched does not say that the platform has it."""
    batch = _batch(request, key)
    trail.record("hotline.fetch", actor=request.actor, subject_kind="reply_batch", subject_id=batch.pk)
    return _sheet(batches.file_of(batch), f"linli-replies-{batch.source.code}-{batch.made_at:%Y%m%d-%H%M}")


@only(policies.can_carry)
@require_POST
def reply_batch_hand_over(request: StaffRequest, key: UUID) -> HttpResponse:
    batches.hand_over(_batch(request, key), actor=request.actor)
    messages.success(request, _("已记为交给平台"))
    return redirect("reply_batch", key)


@only(policies.can_carry)
@require_POST
def reply_batch_dissolve(request: StaffRequest, key: UUID) -> HttpResponse:
    batches.dissolve(_batch(request, key), actor=request.actor)
    messages.success(request, _("这一批已作废，里面的结果重新等待回传"))
    return redirect("reply_batches")


def _sheet(file: IO[bytes], name: str) -> HttpResponse:
    response = HttpResponse(file, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
