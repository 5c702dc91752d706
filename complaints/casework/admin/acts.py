"""An act on a case: its form, the exact messages it would send, and its confirmation.

What is confirmed is what was shown: the preview is a rehearsal of the act itself (docs/adr/0003-previews-by-rehearsal.md), and
its seal covers the facts, the last event seen and the person, so that a changed form is shown again before it is done."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import MultiWidget
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints import files, letterhead
from complaints.casework import actions, care, meanwhile, presence
from complaints.casework.act_form import ActForm
from complaints.casework.acts import ACTS, Act
from complaints.casework.admin import case_file, undo
from complaints.casework.admin.look import masked_address
from complaints.casework.admin.pages import actor_of, find_case, in_browser, number, page, read
from complaints.casework.models import Proposal
from complaints.casework.selectors import newest_event
from complaints.models import Attachment, Complaint
from complaints.permissions import workable_complaints
from complaints.workflow.errors import Refused, Repeated, Stale
from complaints.workflow.moves import Rehearsal, Seal, rehearse

# what an address may fill in beforehand
ASKED = ("language", "purpose", "into", "letter", "waiting", "quality", "about")


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET: the form, with the preview where its first values may do. POST: preview, or do what was previewed."""
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    desk = Desk(request, find_case(request, pk), chosen)
    presence.enter(desk.case, actor=desk.actor, writing=True)
    if request.method == "POST":
        return desk.post()
    read(request, desk.case, "case")
    return desk.get()


class Desk:
    """One request for one act."""

    def __init__(self, request: HttpRequest, case: Complaint, act: Act) -> None:
        self.request, self.case, self.act = request, case, act
        self.actor: Actor = actor_of(request)
        self.newest = newest_event(case)
        self.seen = self.newest
        self.initial = {name: request.GET[name] for name in ASKED if name in request.GET} or None

    def form(self, data: Any = None, sent: Any = None) -> ActForm:
        return self.act.form(data, sent, complaint=self.case, actor=self.actor, initial=self.initial)

    # --- the two requests ---

    def get(self) -> HttpResponse:
        if again := undo.typed_in(self.request, self.case, self.act.name):
            form = self.form(as_posted(again))
            return self.previewed(form) if form.is_valid() and not self.act.direct else self.draw(form)
        if self.act.form.begins_at and not self.initial:
            return redirect(self.act.form.begins_at, self.case.pk)
        if self.act.two_people and (typed := self.proposed_before()):
            return self.draw(self.form(typed))
        form = self.form()
        if form.impossible:
            messages.warning(self.request, form.impossible)
            return redirect(self.act.form.begins_at, self.case.pk)
        if self.act.direct or not form.previewed_at_once:
            return self.draw(form)
        tried = self.form(as_posted(form.first_values()))
        return self.previewed(tried) if tried.is_valid() else self.draw(form)

    def proposed_before(self) -> QueryDict | None:
        """What this person typed for the newest proposal of this act, which came back: it is mended, not typed anew."""
        row = self.case.proposals.filter(transition=self.act.name).order_by("-pk").first()
        back = (Proposal.Status.RETURNED, Proposal.Status.TAKEN_BACK)
        mine = row is not None and row.proposed_by_id == self.actor.user_id and row.status in back
        return posted_of(row) if row is not None and mine else None

    def post(self) -> HttpResponse:
        self.seen = number(self.request.POST.get("seen"))
        data = self.request.POST
        form = self.form(data, self.request.FILES)
        if "file" in form.fields and form.is_valid() and form.cleaned_data["file"]:
            form = self.keep_file(form)
        if "compose" in data:
            return self.draw(form.recomposed())
        if "print" in data and (sheet := form.sheet()):
            return in_browser(letterhead.pdf(sheet), self.case.reference)
        if not form.is_valid():
            return self.draw(form, status=422)
        if self.act.direct:
            return self.perform(form)
        if "confirm" not in data:
            return self.previewed(form)
        if not constant_time_compare(data.get("seal", ""), self.seal(form)):
            form.add_error(None, _("You changed the form after the preview. Look at the message again, then confirm."))
            return self.previewed(form)
        return self.perform(form)

    def keep_file(self, form: ActForm) -> ActForm:
        """A file sent with the form is kept at once and ticked, so that the preview and the confirmation find it."""
        data = self.request.POST.copy()
        try:
            row = actions.add_file(
                self.case,
                form.cleaned_data["file"],
                actor=self.actor,
                source=Attachment.Source.ADMINISTRATION,
                internal=True,  # the complainant sees it with the answer, not before
            )
        except files.Refused as refused:
            form.add_error("file", refused.message)
            return form
        data.appendlist("attachments", str(row.pk))
        if self.seen == self.newest:  # our own file is nothing that somebody else changed
            self.seen = newest_event(self.case)
        return self.form(data)

    # --- doing it ---

    def run(self, form: ActForm, **seal: Any) -> object:
        """The act itself, with its facts."""
        return self.act.perform(self.case, actor=self.actor, seal=Seal(seen=self.seen, **seal), **form.facts())

    def previewed(self, form: ActForm) -> HttpResponse:
        """Rehearses, and shows exactly what would leave."""
        try:
            tried = rehearse(self.case, lambda: self.run(form, rehearsing=self.act.two_people), also=form.also)
        except Refused as refused:
            return self.refused(form, refused)
        return self.draw(form, status=422 if form.errors else 200, preview=preview_of(tried), seal=self.seal(form))

    def perform(self, form: ActForm) -> HttpResponse:
        """Does it, or proposes it where it takes two people."""
        try:
            if self.act.two_people:
                seal = Seal(seen=self.seen, confirmed=self.seal(form))
                actions.propose(self.case, self.act.name, actor=self.actor, data=form.facts(), seal=seal)
            else:
                self.run(form, confirmed=self.seal(form), typed=self.typed(form))
        except Repeated as repeated:
            messages.info(self.request, repeated.reason)
            return self.leave()
        except Refused as refused:
            return self.refused(form, refused)
        messages.success(
            self.request,
            _("Proposed. Nothing is sent until a second person validates it.") if self.act.two_people else _("Done."),
        )
        return self.leave()

    def typed(self, form: ActForm) -> dict[str, Any]:
        """The form as it was filled in, for who takes the act back to mend a word of it."""
        names = {one.html_name for one in form} | {name for name in self.request.POST if name[:-2] in form.fields}
        posted = form.data if isinstance(form.data, QueryDict) else self.request.POST
        return {"act": self.act.name, "data": {name: posted.getlist(name) for name in sorted(names) if name in posted}}

    def leave(self) -> HttpResponse:
        """Back to the file, to the request that was carried out, or to the list when the file went to another unit."""
        if not workable_complaints(self.actor).filter(pk=self.case.pk).exists():
            undo.remember(self.request)
            return redirect("admin:complaints_complaint_changelist")
        if self.act.about_data and (asked := care.newest_request(self.case)):
            return redirect("admin:data_request", asked.pk)  # what was asked is done: now it is answered
        return redirect("admin:complaints_complaint_change", self.case.pk)

    def refused(self, form: ActForm, refused: Refused) -> HttpResponse:
        """Says why; what was typed stays. After a stale form the next attempt stands on what is there now."""
        form.add_error(None, str(refused.reason))
        seen, newest = self.seen or 0, newest_event(self.case)
        if not isinstance(refused, Stale) and seen == newest:
            return self.draw(form, status=422)
        self.case, self.seen = find_case(self.request, self.case.pk), newest
        if isinstance(refused, Stale):
            form = form.renewed(self.case, since=seen)
        form.both = form.both or meanwhile.both_versions(form, self.case, seen=seen)
        return self.draw(form, status=409, meanwhile=meanwhile.entries(self.case, seen=seen))

    # --- drawing it ---

    def seal(self, form: ActForm) -> str:
        """Covers the person, the case as seen and the facts."""
        content = [self.actor.user_id, self.case.pk, self.act.name, self.seen, plain(form.facts())]
        return salted_hmac("casework.preview", json.dumps(content, sort_keys=True), algorithm="sha256").hexdigest()

    def draw(self, form: ActForm, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            **case_file.header(self.case, self.actor), "act": self.act, "form": form, "seen": self.seen or "",
            "told": told_in_file(form), **more,
        }  # fmt: skip
        return page(self.request, "casework/act.html", context, status=status)


def as_posted(values: dict[str, Any]) -> QueryDict:
    """First values as a form would post them."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def posted_of(row: Proposal) -> QueryDict:
    """A proposal as its form was posted."""
    fields = ACTS[row.transition].form.base_fields
    values: dict[str, Any] = {}
    for name, value in row.data.items():
        if value in (None, "", False, []):
            continue
        if isinstance(widget := getattr(fields.get(name), "widget", None), MultiWidget):
            values |= {f"{name}_{place}": str(part) for place, part in enumerate(widget.decompress(value))}
        else:
            values[name] = [str(item) for item in value] if isinstance(value, list) else str(value)
    return as_posted(values)


def plain(value: Any) -> Any:
    """Facts as JSON, the same for the same facts whatever the line ends."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if value is None or isinstance(value, bool | int):
        return value
    return [plain(item) for item in value]


def told_in_file(form: ActForm) -> list[tuple[Any, Any]]:
    """The texts of a valid form that the complainant will read in the file."""
    if not form.is_bound or form.errors:
        return []
    texts = [(form.fields[name].label, form.told_value(name)) for name in form.told]
    return [(label, value) for label, value in texts if value]


def preview_of(tried: Rehearsal) -> dict[str, Any]:
    """What would leave: the messages to the complainant first, then those to others."""
    rows = [
        {
            "message": told.message,
            "address": masked_address(told.address),
            "citizen": told.recipient.endswith(":citizen"),
        }
        for told in tried.messages
    ]
    return {
        "citizen": [row for row in rows if row["citizen"]],
        "others": [row for row in rows if not row["citizen"]],
        "state": tried.complaint.get_state_display(),
        "due_on": tried.complaint.due_on,
    }
