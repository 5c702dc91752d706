"""One act on many files of the queue: choosing, the preview of each, the confirmation, and what became of each."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.casework import bulk as reads
from complaints.casework.admin import undo
from complaints.casework.admin.acts import plain, preview_of
from complaints.casework.admin.pages import actor_of, number, page
from complaints.casework.bulk import AT_ONCE, Tried
from complaints.casework.bulk_forms import FORMS as BULK_FORMS
from complaints.casework.bulk_forms import BulkForm, offered
from complaints.models import Complaint


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """GET: the form for the ticked files. POST: the preview of each, or doing what was previewed."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    given = request.POST if request.method == "POST" else request.GET
    name = given.get("act", "")
    keys = list(dict.fromkeys(number(key) for key in given.getlist("file")))
    files = reads.chosen(actor, keys)
    if name not in dict(offered(actor)) or not files or len(keys) > AT_ONCE:
        messages.error(request, why_not(name in dict(offered(actor)), len([key for key in keys if key])))
        return redirect("admin:complaints_complaint_changelist")
    many = Many(request, name, files)
    return many.post() if request.method == "POST" else many.draw(many.form())


def why_not(known: bool, ticked: int) -> Any:
    """What to do before an act on many files."""
    if ticked > AT_ONCE:
        return _("Tick at most 50 files at a time.")
    if known and ticked:
        return _("These files are with another unit now.")
    return _("Tick at least one file first.") if known else _("Choose what to do with the ticked files.")


class Many:
    """One request for one act on many files."""

    def __init__(self, request: HttpRequest, name: str, files: Sequence[Complaint]) -> None:
        self.request, self.name, self.files = request, name, files
        self.actor = actor_of(request)
        self.seen = reads.seen(files)

    def form(self, data: QueryDict | None = None) -> BulkForm:
        return BULK_FORMS[self.name](data, files=self.files, actor=self.actor)

    def post(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        if "confirm" not in self.request.POST:
            return self.previewed(form)
        told = {case.pk: number(self.request.POST.get(f"seen-{case.pk}")) for case in self.files}
        seal = self.seal(form, told)
        if not constant_time_compare(self.request.POST.get("seal", ""), seal):
            form.add_error(None, _("You changed the form after the preview. Look at it again, then confirm."))
            return self.previewed(form, status=422)
        return self.done(form, told, seal)

    def previewed(self, form: BulkForm, *, status: int = 200) -> HttpResponse:
        """What would become of each file; nothing is kept."""
        tried = reads.try_all(form.bulk(), self.files, actor=self.actor, seen=self.seen)
        return self.draw(
            form, status=status, tried=[(each, self.preview(each)) for each in tried], seal=self.seal(form, self.seen),
            possible=sum(each.rehearsal is not None for each in tried), sums=sums(tried),
        )  # fmt: skip

    def preview(self, tried: Tried) -> dict[str, Any] | None:
        return preview_of(tried.rehearsal) if tried.rehearsal else None

    def done(self, form: BulkForm, told: Mapping[int, int], seal: str) -> HttpResponse:
        """What became of each file."""
        done = reads.do_all(form.bulk(), self.files, actor=self.actor, seen=told, confirmed=seal)
        undo.remember(self.request)
        context = {
            "title": form.label, "windows": undo.of_lists(self.request), "done": done,
            "number": sum(each.done or each.before for each in done),
            "refused": sum(bool(each.refused) for each in done), "two_people": form.bulk().two_people,
        }  # fmt: skip
        return page(self.request, "casework/bulk_done.html", context)

    def seal(self, form: BulkForm, seen: Mapping[int, int]) -> str:
        """Covers the person, each file as it was seen, and the facts."""
        facts = {name: plain(value) for name, value in form.cleaned_data.items()}
        content = [self.actor.user_id, self.name, [[case.pk, seen.get(case.pk, 0)] for case in self.files], facts]
        return salted_hmac("casework.bulk", json.dumps(content, sort_keys=True), algorithm="sha256").hexdigest()

    def draw(self, form: BulkForm, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "title": form.label, "act": self.name, "form": form, "files": self.files,
            "seen": [(case.pk, self.seen.get(case.pk, 0)) for case in self.files], **more,
        }  # fmt: skip
        return page(self.request, "casework/bulk.html", context, status=status)


def sums(tried: Sequence[Tried]) -> dict[str, int]:
    """How many messages would leave, to complainants and to others."""
    counted = Counter(
        "citizens" if told.recipient.endswith(":citizen") else "others"
        for each in tried
        if each.rehearsal
        for told in each.rehearsal.messages
    )
    return {"citizens": counted["citizens"], "others": counted["others"]}
