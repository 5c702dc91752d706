"""The citizen's side of a filed case. Open to visitors, who see a case only with its code or their account."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import dates
from accounts.middleware import public
from accounts.refusals import too_many
from complaints import files, references
from complaints.enums import CLOSED_STATES, State
from complaints.follow_up import access, actions, selectors
from complaints.follow_up.forms import CodeForm, LinkForm, MessageForm, WithdrawForm, request_form
from complaints.models import Attachment, Complaint
from complaints.notifications.actions import mark_shown
from complaints.permissions import readable_attachments
from complaints.receipts import receipt_pdf
from complaints.workflow import states, transitions
from complaints.workflow.errors import Refused


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile] | None]:
    """What a form binds to: an empty POST is still a POST."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """C24: opens a case by reference and code."""
    form = CodeForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        reference, code = form.cleaned_data["reference"], form.cleaned_data["code"]
        if access.too_many_tries(request):
            form.add_error(None, _("There were too many tries. Wait an hour, or ask for a link by e-mail."))
        elif case := access.open_with_code(reference, code):
            access.remember(request, case)
            return redirect("follow_up:case", reference=case.reference)
        else:
            access.count_wrong_try(request)
            form.add_error(
                "code",
                _("We find no file with this number and this code. Check both, letter by letter, as on your receipt."),
            )
    status = 422 if form.errors else 200
    return render(request, "follow_up/login.html", {"form": form}, status=status)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """C24 without the code: a link by mail. The answer is the same whether the file exists or not."""
    form = LinkForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        if access.too_many_askers(request):
            return too_many(request, minutes=60)
        reference = references.normalise(form.cleaned_data["reference"])
        if reference and not access.too_many_links(reference):
            actions.ask_for_link(reference)
        return render(request, "follow_up/link_sent.html")
    return render(request, "follow_up/link.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a button, because mail programs fetch links by themselves."""
    case = access.read_link(token)
    if case is None:
        return render(request, "follow_up/link_expired.html", status=410)
    if request.method == "POST":
        access.remember(request, case)
        return redirect("follow_up:case", reference=case.reference)
    return render(request, "follow_up/open.html")


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Closes the file on this device."""
    access.forget(request)
    response = redirect("follow_up:login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@public
@never_cache
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """C25: where the case stands, whose turn it is, what happened."""
    _actor, complaint = access.open_case(request, reference)
    notices = selectors.notices(complaint)
    answer = render(request, "follow_up/case.html", {**_page(complaint), "notices": notices})
    mark_shown(f"complaint:{complaint.pk}:citizen", notices)
    return answer


def _page(complaint: Complaint) -> dict[str, object]:
    closed = complaint.state in CLOSED_STATES
    return {
        "complaint": complaint,
        "step": states.step(complaint.state),
        "journey": states.journey(complaint.state),
        "turn": states.turn(complaint.state),
        "closed": closed,
        "timeline": selectors.timeline(complaint),
        "request_open": selectors.open_request(complaint),
        "commenting": complaint.state == State.CITIZEN_COMMENT,
        "files": complaint.attachments.filter(internal=False),
        "bodies": complaint.referral_bodies.all() if complaint.state == State.ORIENTED else [],
        "zone": dates.other_zone(
            complaint.complainant.time_zone or complaint.country.time_zone, complaint.submitted_at
        ),
    }


@public
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """C26, C27: a message, a document, a comment on the administration's answer."""
    actor, complaint = access.open_case(request, reference)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    form = MessageForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.write_message(
                complaint, actor=actor, text=form.cleaned_data["text"], uploads=[upload] if upload else []
            )
        except files.Refused as refused:
            form.add_error("file", refused.message)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect("follow_up:case", reference=reference)
    context = {"form": form, "complaint": complaint, "commenting": complaint.state == State.CITIZEN_COMMENT}
    return render(request, "follow_up/write.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """T4: supplies what was asked for."""
    actor, complaint = access.open_case(request, reference)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    asked = selectors.open_request(complaint)
    if asked is None or complaint.state != State.AWAITING_CITIZEN:
        return redirect("follow_up:case", reference=reference)
    form = request_form(asked)(*posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        items = [item.pk for item in asked.items.all()]
        try:
            actions.answer_request(
                complaint,
                actor=actor,
                answers={pk: data[f"answer_{pk}"] for pk in items},
                uploads={pk: data[f"file_{pk}"] for pk in items if data[f"file_{pk}"]},
                text=data["text"],
            )
        except files.Refused as refused:
            form.add_error(None, refused.message)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect("follow_up:case", reference=reference)
    context = {"form": form, "complaint": complaint, "asked": asked}
    return render(request, "follow_up/answer.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """C29, T20: the complainant stops."""
    actor, complaint = access.open_case(request, reference)
    possible = transitions.may(complaint, "withdraw", actor)
    form = WithdrawForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            transitions.withdraw(complaint, actor=actor, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect("follow_up:case", reference=reference)
    context = {"form": form, "complaint": complaint, "possible": possible}
    return render(request, "follow_up/withdraw.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_GET
def download(request: HttpRequest, reference: str, file: int) -> HttpResponseBase:
    """One file of the case; the right is checked at every request. People get back what they sent as they sent it."""
    actor, complaint = access.open_case(request, reference)
    row = get_object_or_404(readable_attachments(actor), pk=file, complaint=complaint)
    return files.download(row, original=row.source == Attachment.Source.CITIZEN)


@public
@never_cache
@require_GET
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt once more, without the secret code."""
    _actor, complaint = access.open_case(request, reference)
    pdf = receipt_pdf(complaint, language=request.LANGUAGE_CODE or complaint.language)
    disposition = f'attachment; filename="{complaint.reference}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})
