"""Making a redacted copy: areas typed or drawn, page by page; a preview; then the copy is kept (docs/redaction.md)."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.forms import HouseForm
from complaints import files
from complaints.casework import presence, redactions
from complaints.casework.admin.case_file import find_file, header
from complaints.casework.admin.pages import actor_of, number, page, read
from complaints.casework.admin.viewer import address_of
from complaints.casework.selectors import newest_event
from complaints.models import Attachment, Complaint
from complaints.permissions import readable_attachments
from complaints.workflow.errors import Incomplete, Refused, Repeated
from complaints.workflow.moves import Seal

LONGEST = 8000  # characters of all lines


class AreasForm(HouseForm):
    """All areas of the document, a line each."""

    areas = forms.CharField(
        label=_("Areas to paint out"),
        help_text=_(
            "One area a line: the page, then in per cent from the left, from the top, width, height. For example 1: 10, 20,"
            " 30, 5. The grid on the page helps to find them."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Mark at least one area.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """GET: a page with its grid, the areas of an earlier copy where one is named. POST: another page, preview, or keep."""
    case, row = find_file(request, pk, file)
    if not redactions.can_be_redacted(row):
        raise Http404
    read(request, case, f"view:{row.pk}")
    presence.enter(case, actor=actor_of(request), writing=True)
    bench = Bench(request, case, row)
    return bench.post() if request.method == "POST" else bench.get()


class Bench:
    """One request for one document."""

    def __init__(self, request: HttpRequest, case: Complaint, row: Attachment) -> None:
        self.request, self.case, self.row = request, case, row
        self.actor = actor_of(request)
        self.pages = files.look(row, page=1).pages

    def get(self) -> HttpResponse:
        earlier = readable_attachments(self.actor).filter(
            pk=number(self.request.GET.get("like")), redacted_from=self.row.pk
        )
        text = "".join(redactions.areas_of(copy) for copy in earlier)
        return self.draw(AreasForm(initial={"areas": text}), shown=self.page(self.request.GET.get("page")))

    def post(self) -> HttpResponse:
        data = self.request.POST
        form = AreasForm(data)
        shown = self.page(data.get("page"))
        if "preview" not in data and "keep" not in data:  # another page: nothing is asked of the areas yet
            form.is_valid()
            return self.draw(form.hush(), shown=self.page(data.get("show") or data.get("page")))
        try:
            areas = redactions.read_areas(form.cleaned_data["areas"], pages=self.pages) if form.is_valid() else None
        except Incomplete as refused:
            form.add_error("areas", str(refused.reason))
            areas = None
        if areas is None:
            return self.draw(form, shown=shown, status=422)
        if "keep" not in data:
            return self.draw(form, shown=shown, preview=areas)
        if not constant_time_compare(data.get("seal", ""), self.seal(areas)):
            form.add_error(
                None, _("You changed the areas after the preview. Look at the pages again, then keep the copy.")
            )
            return self.draw(form, shown=shown, preview=areas, status=422)
        return self.keep(form, areas, shown)

    def keep(self, form: AreasForm, areas: redactions.Areas, shown: int) -> HttpResponse:
        """The copy itself; pressed twice it is kept once."""
        seal = Seal(seen=number(self.request.POST.get("seen")), confirmed=self.seal(areas))
        try:
            redactions.make(self.case, self.row, actor=self.actor, areas=areas, seal=seal)
        except Repeated as repeated:
            messages.info(self.request, repeated.reason)
        except (Refused, files.Refused, files.Unavailable) as refused:
            form.add_error(None, str(getattr(refused, "reason", refused)))
            return self.draw(form, shown=shown, preview=areas, status=422)
        else:
            messages.success(self.request, _("The redacted copy was kept. It goes out in the place of the original."))
        return redirect(f"{reverse('admin:complaints_complaint_change', args=[self.case.pk])}?tab=files")

    def page(self, asked: Any) -> int:
        """A page that there is."""
        return min(max(number(asked), 1), self.pages)

    def seal(self, areas: redactions.Areas) -> str:
        """Covers the person, the document and the areas."""
        content = [self.actor.user_id, self.row.pk, redactions.written(areas)]
        return salted_hmac("casework.redaction", json.dumps(content), algorithm="sha256").hexdigest()

    def draw(
        self, form: AreasForm, *, shown: int, preview: redactions.Areas | None = None, status: int = 200
    ) -> HttpResponse:
        seen = self.request.POST.get("seen") if preview is not None and "keep" in self.request.POST else None
        pictures = [
            (sheet, address_of(self.case, self.row, sheet, list(found)))
            for sheet, found in sorted((preview or {}).items())
        ]
        context = {
            **header(self.case, self.actor), "file": self.row, "form": form, "shown": shown, "pages": self.pages,
            "sheets": range(1, self.pages + 1), "picture": address_of(self.case, self.row, shown, grid="1"),
            "preview": pictures, "seal": self.seal(preview) if preview else "",
            "seen": seen or newest_event(self.case) or "",
        }  # fmt: skip
        return page(self.request, "casework/redact.html", context, status=status)
