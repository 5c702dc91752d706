"""What the administration sees of a file: chosen by the complainant, item by item."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import HouseForm
from accounts.middleware import public
from accounts.refusals import too_many
from complaints.follow_up import access, agreeing
from complaints.follow_up.before_told import as_told
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import done, show
from complaints.workflow.errors import Refused


class AgreeForm(HouseForm):
    """Carries the errors; the ticks stand beside what they are about."""

    given = forms.MultipleChoiceField(required=False)

    def clean_given(self) -> list[str]:
        return [name for name in self.cleaned_data["given"] if name]


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """Each thing with a tick, and when it went already."""
    actor, complaint = access.own_case(request, reference)
    rows = agreeing.choices(complaint)
    names = {row.name for row in rows}
    posted = request.method == "POST"
    form = AgreeForm(request.POST if posted else None)
    form.fields["given"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
    ticked = set(request.POST.getlist("given")) if posted else {row.name for row in rows if row.given}
    context = {
        "form": form, "complaint": complaint, "possible": agreeing.may_choose(complaint, actor),
        "about_me": [(row, row.name in ticked) for row in rows if row.file is None],
        "documents": [(row, row.name in ticked) for row in rows if row.file is not None],
    }  # fmt: skip
    if only_shown(request):
        form.hush()
        return show(request, "agree", context)
    if posted and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if posted:
        shown = set(request.POST.getlist("shown"))
        try:
            changed = agreeing.choose(complaint, actor=actor, given=ticked & names, shown=shown & names)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            words = (
                _("We keep to that from now on.") if changed else _("Nothing was different: your file is as it was.")
            )
            return done(request, reference, words)
    return show(request, "agree", context)
