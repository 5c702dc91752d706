"""Where each role begins: the queue in numbers, accounts and lists, or the figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.casework import neglect, selectors
from complaints.casework import queue as reads
from complaints.casework.admin import guide, letter_texts
from complaints.casework.admin.look import row_of
from complaints.casework.admin.pages import actor_of, address, page
from complaints.casework.queue import BOUND, NEGLECTED, Order
from complaints.notifications.actions import mark_shown
from complaints.notifications.selectors import Notice
from complaints.permissions import can_manage_lists, can_see_figures, can_see_interlocutors, workable_complaints

FIRST_ROWS = 8


def landing(request: HttpRequest, site: Any) -> HttpResponse:
    """The desk's first page."""
    actor = actor_of(request)
    context: dict[str, Any] = {"title": _("Desk"), "bound": BOUND}
    if actor.is_caseworker:
        today = timezone.localdate()
        late = [reads.missed_promises(actor, today=today)] if actor.is_validator else []
        among = workable_complaints(actor)
        lists = [reads.complaints_in(view, actor=actor, today=today, among=among) for view in NEGLECTED]
        numbers, besides = reads.counts(actor, today=today, besides=[*lists, *late])
        context["neglected"] = [
            (view, number, number > BOUND) for view, number in zip(NEGLECTED, besides, strict=False)
        ]
        context["missed"] = [(number, number > BOUND) for number in besides[len(NEGLECTED) :]]
        context["list_owners"] = neglect.list_owners(actor)
        context["views"] = [(view, number, number > BOUND) for view, number in numbers.items()]
        first = reads.first_view(actor)
        files = reads.complaints_in(first, actor=actor, today=today)
        found = reads.page_of(files, order=Order.DUE, size=FIRST_ROWS)
        context |= {"first": first, "rows": [row_of(case, today=today) for case in found.rows]}
        notices = selectors.notices(actor)
        context["notices"] = [(notice, file_of(notice)) for notice in notices]
    if can_manage_lists(actor):
        context["apps"] = site.get_app_list(request)
    if can_see_figures(actor):
        context["figures"] = address("supervision:dashboard")
    context["guide_links"] = [*register_links(request), *guide.links(request), *letter_texts.links(request)]
    answer = page(request, "casework/landing.html", context)
    if actor.is_caseworker:
        mark_shown(f"user:{actor.user_id}", notices)
    return answer


def register_links(request: HttpRequest) -> list[tuple[str, Any, str]]:
    """The registers that caseworkers read."""
    if not actor_of(request).is_caseworker:
        return []
    actor = actor_of(request)
    over = [
        ("users", _("Hand over files"), reverse("admin:colleagues")),
        ("plus", _("On our own initiative"), reverse("admin:own_initiative")),
        ("smartphone", _("Tablets of the stands"), address("tablets:devices")),
        ("shield-check", _("Conflicts of interest"), reverse("admin:conflicts")),
    ]
    named = [("users", _("Interlocutors"), reverse("admin:interlocutors"))]
    return [
        ("mail", _("Reception"), address("reception:mails")),
        ("map-pin", _("Stands"), address("outreach:stands")),
        *(over if actor.is_validator else []),
        *(named if can_see_interlocutors(actor) else []),
        ("inbox", _("Answers to check"), reverse("admin:replies")),
        ("search", _("Saved searches"), reverse("admin:searches")),
        ("clock", _("Absence"), reverse("admin:absence")),
        ("calendar", _("Calendar of my deadlines"), reverse("admin:calendar")),
        ("monitor", _("Keyboard"), reverse("admin:keys")),
        ("scale", _("Recommendations"), reverse("admin:recommendations")),
        ("send", _("Referrals"), reverse("admin:referrals")),
        ("landmark", _("Permanent commissions"), reverse("admin:commissions")),
        ("mail", _("Letters to post"), reverse("admin:letters_to_post")),
        ("file-text", _("Regulations"), reverse("admin:regulations")),
    ]


def file_of(notice: Notice) -> str:
    """Where the file of a notice is worked on."""
    return reverse("admin:complaints_complaint_change", args=[notice.about.removeprefix("complaint:")])
