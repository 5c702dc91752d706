"""After a complaint was registered at the desk: its receipt and its code, for the person who brought it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.middleware import by_button
from complaints.casework.admin.pages import actor_of, page
from complaints.intake import actions, keeping
from complaints.intake.models import Draft
from complaints.intake.selectors import follow_up_code, registered_here
from complaints.intake.views.common import redirect
from complaints.permissions import workable_complaints
from complaints.receipts import receipt_pdf


def find(request: HttpRequest, key: uuid.UUID) -> Draft:
    """What this officer has registered; a colleague's is a 404."""
    return get_object_or_404(registered_here(actor_of(request)), pk=key)


@never_cache
@require_safe
def done(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The reference, and for half an hour the code: to be printed in the complainant's language, and handed over."""
    draft = find(request, key)
    case = draft.complaint
    context = {
        "draft": draft,
        "case": case,
        "code": follow_up_code(draft),
        "mine": workable_complaints(actor_of(request)).filter(pk=draft.complaint_id).exists(),
        "may_mail": keeping.may_mail(draft),
        "by_post": bool(case) and not case.complainant.email,  # type: ignore[union-attr]
    }
    return page(request, "reception/done.html", context)


@never_cache
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The receipt in the complainant's language, with the code as long as it may be shown."""
    draft = find(request, key)
    case, code = draft.complaint, follow_up_code(draft)
    body = receipt_pdf(case, language=case.language, code=code or None)  # type: ignore[arg-type,union-attr]
    name = f'attachment; filename="{case.reference}.pdf"'  # type: ignore[union-attr]
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": name})


@by_button
def handed_over(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The person has the code: nobody here can show it any more."""
    draft = find(request, key)
    actions.forget_code(draft=draft)
    messages.success(request, _("The code is hidden: only the complainant has it now."))
    return redirect("reception:done", key=str(key))
