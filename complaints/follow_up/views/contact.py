"""Whether and how it is safe to write to the complainant."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.middleware import public
from accounts.refusals import too_many
from complaints.follow_up import access, safe_contact
from complaints.follow_up.forms import SafeContactForm
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import done, posted, show, show_again
from complaints.models.contact_rules import CONTACT_RULES
from complaints.workflow.errors import Refused


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    """The questions of the filing once more, with what was answered."""
    actor, complaint = access.own_case(request, reference)
    rules = safe_contact.rules_of(complaint, actor=actor)
    form = SafeContactForm(posted(request)[0], initial={name: getattr(rules, name) for name in CONTACT_RULES})
    context = {"form": form, "complaint": complaint, "address": safe_contact.address_of(complaint, actor=actor)}
    if only_shown(request):
        return show_again(request, "contact", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        try:
            safe_contact.change(complaint, actor=actor, data=form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return done(request, reference, _("We keep to that from now on."))
    return show(request, "contact", context)
