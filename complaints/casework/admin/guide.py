"""The guide at the desk: its rules, the trial of a change, and the entries of the directory that wait to be checked."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.middleware import by_button
from accounts.templatetags.house import ltr
from complaints.casework import guide_trial
from complaints.casework.admin.lists import NamedAdmin, yes_or_no
from complaints.casework.admin.names import NamesField
from complaints.casework.admin.pages import actor_of, page
from complaints.guide import directory, eligibility, rule_changes
from complaints.guide.models import ReferralBody, Rule
from complaints.guide.questions import QUESTIONS
from complaints.models import Complaint
from complaints.permissions import can_manage_lists, can_try_rules, tried_complaints, workable_complaints

PAGE = 50
DECIDES = ("position", "result", "ground", "by_country")  # with the answers: what a rule in force is never changed in
FIXED = ("position", "result", "ground", yes_or_no("by_country", _("first those of the person's own country")))


class RuleForm(forms.ModelForm):
    """A rule with its answers as ticks, and its texts a line a language."""

    names = NamesField(label=_("heading"))
    explanation = NamesField(label=_("explanation"), rows=3, max_length=1000)
    bodies = forms.CharField(
        label=_("who helps"),
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "ltr"}),
        help_text=_("Codes of the referral bodies, the nearest first, with a space between them"),
    )

    class Meta:
        model = Rule
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not in Meta.fields, so not in `initial` by themselves: the form would open empty and wipe the texts when saved.
        self.initial["names"] = self.instance.names
        self.initial["explanation"] = self.instance.explanation
        self.initial["bodies"] = " ".join(self.instance.bodies or [])
        for name in QUESTIONS:
            if name in self.fields:
                self.initial[name] = self.instance.pattern.get(name, [])

    def clean_bodies(self) -> list[str]:
        codes: list[str] = self.cleaned_data["bodies"].replace(",", " ").split()
        there = set(ReferralBody.objects.filter(code__in=codes[:50]).values_list("code", flat=True))
        if unknown := [code[:60] for code in codes if code not in there]:
            words = _("The directory has no entry with this code: %(codes)s.")
            raise forms.ValidationError(words, params={"codes": ", ".join(unknown[:5])})
        return list(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.bodies = cleaned.get("bodies", self.instance.bodies)
        self.instance.explanation = cleaned.get("explanation", self.instance.explanation)
        self.instance.names = cleaned.get("names", self.instance.names)
        if "against" in self.fields and not self.errors:
            self.instance.pattern = {name: cleaned[name] for name in QUESTIONS if cleaned[name]}
            self._check(cleaned)
        return cleaned

    def _check(self, cleaned: dict[str, Any]) -> None:
        """A rule that can never match is refused, and one that leads elsewhere says why and to whom."""
        elsewhere = cleaned["result"] == eligibility.ELSEWHERE
        if elsewhere and not cleaned["ground"]:
            self.add_error("ground", _("Choose the ground: this rule leads elsewhere."))
        if not elsewhere and cleaned["ground"]:
            self.add_error("ground", _("Leave the ground empty: this rule does not lead elsewhere."))
        if elsewhere and not (cleaned["bodies"] or cleaned["by_country"]):
            self.add_error("bodies", _("Name who helps: a rule that leads elsewhere leads to somebody."))
        proposed = Rule(
            pk=self.instance.pk,
            code=cleaned["code"],
            position=cleaned["position"],
            pattern=self.instance.pattern,
            result=cleaned["result"],
            replaces_id=self.instance.replaces_id,
        )
        if problem := rule_changes.problem_of(proposed):
            self.add_error(None, problem)


def _ticks(name: str) -> forms.MultipleChoiceField:
    question = QUESTIONS[name]
    return forms.MultipleChoiceField(
        label=question.title,
        choices=list(question.choices.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: whatever the answer."),
        error_messages={"invalid_choice": _("The guide has no such answer: %(value)s. Tick answers of the list.")},
    )


class DraftForm(RuleForm):
    """A proposed rule: everything can be changed."""

    class Meta(RuleForm.Meta):
        fields = ("code", *DECIDES)


for _name in QUESTIONS:
    DraftForm.base_fields[_name] = DraftForm.declared_fields[_name] = _ticks(_name)


@admin.register(Rule)
class RuleAdmin(NamedAdmin):
    """Drafts are edited freely; of a rule in force the texts and the bodies (docs/guide.md)."""

    list_display = ("position", "code", "named", "stage", "result", "ground")
    list_display_links = ("code", "named")
    list_filter = ("stage", "result", "ground")
    ordering = ("position", "code")
    actions = ("propose_change", "put_in_force", "switch_off")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Drafts with ticks; `fields` names more than the model's own, so the form is given whole."""
        return RuleForm if is_fixed(obj) else DraftForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        texts = ("names", "explanation", "bodies")
        if is_fixed(obj):
            return ("own_code", *texts, "stage", *FIXED, "answers", "replaces")
        return ("code", *texts, "position", *QUESTIONS, "result", "ground", "by_country", "stage", "replaces")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        fixed = ("own_code", *FIXED, "answers") if is_fixed(obj) else ()
        return ("stage", "replaces", *fixed)

    @admin.display(description=_("code"))
    def own_code(self, rule: Rule) -> str:
        return ltr(rule.code)

    @admin.display(description=_("answers"))
    def answers(self, rule: Rule) -> str:
        lines = [
            f"{QUESTIONS[name].short}: {', '.join(str(QUESTIONS[name].choices.get(code, code)) for code in codes)}"
            for name, codes in rule.pattern.items()
        ]
        return " · ".join(lines) or str(_("Whatever the answers"))

    @admin.action(description=_("Propose a change"))
    def propose_change(self, request: HttpRequest, queryset: QuerySet[Rule]) -> None:
        drafts = [rule_changes.propose_change(rule) for rule in queryset.filter(stage=Rule.Stage.LIVE)]
        number = len(drafts)
        words = ngettext("%(n)s draft is ready to be edited.", "%(n)s drafts are ready to be edited.", number)
        messages.info(request, words % {"n": number})

    @admin.action(description=_("Put in force"))
    def put_in_force(self, request: HttpRequest, queryset: QuerySet[Rule]) -> None:
        try:
            rule_changes.put_in_force(list(queryset))
        except rule_changes.NotPossible as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The guide follows the new rules."))

    @admin.action(description=_("Switch off"))
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Rule]) -> None:
        number = rule_changes.switch_off(list(queryset))
        words = ngettext("%(n)s rule is switched off.", "%(n)s rules are switched off.", number)
        messages.success(request, words % {"n": number})


def is_fixed(rule: Rule | None) -> bool:
    """Whether what a rule decides may no longer be edited: it is, or was, in force."""
    return rule is not None and rule.stage != Rule.Stage.DRAFT


# --- the trial ---


def _keys(request: HttpRequest, name: str) -> set[int]:
    return {int(key) for key in request.GET.getlist(name)[:200] if key.isascii() and key.isdigit() and len(key) < 10}


@require_safe
def trial(request: HttpRequest) -> HttpResponse:
    """What the chosen drafts, and the live rules chosen to be left out, would have told last month's people."""
    actor = actor_of(request)
    if not can_try_rules(actor):
        raise PermissionDenied
    rules = list(Rule.objects.exclude(stage=Rule.Stage.OFF))
    drafts = [rule for rule in rules if rule.stage == Rule.Stage.DRAFT]
    live = [rule for rule in rules if rule.stage == Rule.Stage.LIVE]
    chosen = _keys(request, "draft") if "tried" in request.GET else {rule.pk for rule in drafts}
    without = _keys(request, "without")
    proposed = rule_changes.proposed_set([rule for rule in drafts if rule.pk in chosen], without=without)
    lines = [rule.line for rule in live], [rule.line for rule in proposed]
    today = timezone.localdate()
    found = guide_trial.try_out(guide_trial.recent(tried_complaints(actor), today=today), now=lines[0], then=lines[1])
    names = {rule.code: rule for rule in rules}
    mine = guide_trial.recent(workable_complaints(actor), today=today)
    files = mine.filter(found.where) if found.where is not None else Complaint.objects.none()
    shown = Paginator(
        files.select_related("subject", "administration__parent").order_by("-received_on", "-pk"), PAGE
    ).get_page(request.GET.get("page"))
    return page(
        request,
        "casework/guide_trial.html",
        {
            "drafts": [(rule, rule.pk in chosen) for rule in drafts],
            "live": [(rule, rule.pk in without) for rule in live],
            "trial": found,
            "moves": [(move, _rule(names, move.before), _rule(names, move.after)) for move in found.moves],
            "lost": rule_changes.unreachable(proposed),
            "files": [
                (case, *(_rule(names, guide_trial.judged(case, side)) for side in lines)) for case in shown.object_list
            ],
            "page": shown,
            "sees_files": actor.is_caseworker,
        },
    )


def _rule(names: dict[str, Rule], finding: eligibility.Finding) -> Rule | None:
    return names.get(finding.line.code) if finding.line else None


# --- the directory ---


@require_safe
def to_verify(request: HttpRequest) -> HttpResponse:
    """The entries that nobody checked for half a year: work for who keeps the lists."""
    if not can_manage_lists(actor_of(request)):
        raise PermissionDenied
    rows = directory.stale(today=timezone.localdate())
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return page(request, "casework/directory_to_verify.html", {"page": shown})


@by_button
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody looked at an entry and found it right."""
    if not can_manage_lists(actor_of(request)):
        raise PermissionDenied
    if directory.verified(code, today=timezone.localdate()):
        messages.success(request, _("Noted: verified today."))
    return redirect("admin:directory_to_verify")


def addresses(at: Callable[[str, Any, str], URLPattern]) -> list[URLPattern]:
    """The addresses of these pages; `at` makes one of the desk's."""
    return [
        at("guide/trial/", trial, "guide_trial"),
        at("guide/verify/", to_verify, "directory_to_verify"),
        at("guide/verify/<slug:code>/", verified, "directory_verified"),
    ]


def links(request: HttpRequest) -> list[tuple[str, Any, str]]:
    """What the landing page offers of this: icon, label, address."""
    actor, found = actor_of(request), []
    if can_manage_lists(actor):
        number = len(directory.stale(today=timezone.localdate()))
        words = ngettext("%(n)s entry of the directory to verify", "%(n)s entries of the directory to verify", number)
        found.append(("landmark", words % {"n": number}, reverse("admin:directory_to_verify")))
    if can_try_rules(actor):
        found.append(("list-filter", _("Try the rules of the guide"), reverse("admin:guide_trial")))
    return found
