"""The form, step by step, in order (docs/filing.md). The shortest path loads 15 pages, start and confirmation included."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import ORGANISATIONS, REPRESENTING, Capacity
from complaints.intake.models import Draft
from complaints.intake.steps.base import Answers, Step, Task
from complaints.intake.steps.contact import ContactForm, VerifyForm
from complaints.intake.steps.desk import (
    DeskAuthorityForm,
    DeskContactForm,
    DeskSubjectForm,
    PapersForm,
    ReceptionForm,
)
from complaints.intake.steps.facts import DatesForm, HappenedForm, PriorStepsForm
from complaints.intake.steps.others import (
    DeceasedForm,
    GroupForm,
    MandateForm,
    OrganisationForm,
    RepresentedForm,
    RepresentedHomeForm,
)
from complaints.intake.steps.request import FilesForm, RequestForm, UrgencyForm
from complaints.intake.steps.target import AuthorityForm, SubjectForm
from complaints.intake.steps.you import AddressForm, NameForm, WhoForm

__all__ = ["DESK_STEPS", "FIRST", "STEPS", "Answers", "Step", "Task", "answers_of", "following", "preceding"]


def has_address_to_prove(answers: Answers) -> bool:
    """An e-mail address was given that is neither proved nor the one of the account."""
    email = answers.typed("contact", "email").strip().lower()
    if not email or email == answers.account_email.lower():
        return False
    return not (answers.draft and answers.draft.contact_verified_at)


def presses(answers: Answers) -> bool:
    return answers.typed("request", "pressing") == "yes"


def for_a_person(answers: Answers) -> bool:
    """Another person is the complainant."""
    return answers.capacity in REPRESENTING


def for_an_organisation(answers: Answers) -> bool:
    return answers.capacity in ORGANISATIONS


def has_own_address(answers: Answers) -> bool:
    """Who files for an organisation is reached at its seat."""
    return not for_an_organisation(answers)


def as_heir(answers: Answers) -> bool:
    return answers.capacity == Capacity.HEIR


def for_a_group(answers: Answers) -> bool:
    return answers.capacity == Capacity.GROUP


def needs_proof(answers: Answers) -> bool:
    """A mandate, or the proof of the capacity; a lawyer needs none (A2, A3)."""
    if for_a_group(answers):
        return answers.typed("group", "by_lawyer") != "yes"
    return answers.capacity not in {Capacity.SELF, Capacity.LAWYER}


_ALL = (
    Step("who", Task.YOU, _("You or someone else"), WhoForm, "intake/who.html"),
    Step(
        "represented",
        Task.YOU,
        _("The person for whom you act"),
        RepresentedForm,
        applies=for_a_person,
        lead=_("This person is the complainant. Your own name comes after."),
    ),
    Step("represented-home", Task.YOU, _("Where this person lives"), RepresentedHomeForm, applies=for_a_person),
    Step("organisation", Task.YOU, _("The organisation"), OrganisationForm, applies=for_an_organisation),
    Step("deceased", Task.YOU, _("The person who died"), DeceasedForm, applies=as_heir),
    Step("name", Task.YOU, _("Your name"), NameForm),
    Step("address", Task.YOU, _("Where you live"), AddressForm, applies=has_own_address),
    Step("group", Task.YOU, _("The members of the group"), GroupForm, "intake/group.html", applies=for_a_group),
    Step("mandate", Task.YOU, _("Mandate or proof"), MandateForm, "intake/mandate.html", applies=needs_proof),
    Step("contact", Task.CONTACT, _("How to reach you"), ContactForm),
    Step(
        "verify",
        Task.CONTACT,
        _("Check your e-mail address"),
        VerifyForm,
        "intake/verify.html",
        optional=True,
        applies=has_address_to_prove,
    ),
    Step("authority", Task.TARGET, _("The administration"), AuthorityForm, "intake/authority.html"),
    Step("subject", Task.TARGET, _("The subject"), SubjectForm, "intake/subject.html"),
    Step("happened", Task.FACTS, pgettext_lazy("title of a page", "What happened"), HappenedForm),
    Step("dates", Task.FACTS, _("Dates and courts"), DatesForm, "intake/dates.html"),
    Step("steps", Task.FACTS, _("Steps you have taken"), PriorStepsForm, "intake/steps.html"),
    Step("request", Task.REQUEST, pgettext_lazy("title of a page", "What you ask for"), RequestForm),
    Step("urgency", Task.REQUEST, _("What presses"), UrgencyForm, applies=presses),
    Step("files", Task.FILES, _("Your documents"), FilesForm, "intake/files.html", optional=True),
)
STEPS: dict[str, Step] = {step.slug: step for step in _ALL}
FIRST = _ALL[0]
# At the desk an officer types it: nobody is asked to prove an address there, and how it came is asked first.
DESK_STEPS: dict[str, Step] = {
    "reception": Step("reception", Task.YOU, _("How it came"), ReceptionForm),
    **{slug: step for slug, step in STEPS.items() if slug != "verify"},
    "contact": replace(STEPS["contact"], form=DeskContactForm),
    "authority": replace(STEPS["authority"], form=DeskAuthorityForm),
    "subject": replace(STEPS["subject"], form=DeskSubjectForm),
    "files": replace(STEPS["files"], form=PapersForm, optional=False),
}


def answers_of(
    draft: Draft | None, *, email: str = "", remember: Callable[[], dict[str, dict[str, Any]]] | None = None
) -> Answers:
    """The answers of a draft; `email` is the proved address of the account, `remember` gives what it said before.

    A draft of the desk is somebody else's: what the officer's account knows is nothing of it."""
    if draft is not None and draft.officer_id:
        return Answers(draft, steps=DESK_STEPS)
    return Answers(draft, steps=STEPS, email=email, remember=remember)


def following(step: Step, answers: Answers) -> Step | None:
    """The next step on the path of these answers; None after the last."""
    slugs = list(STEPS)
    later = slugs[slugs.index(step.slug) + 1 :]
    return next((STEPS[slug] for slug in later if STEPS[slug].applies(answers)), None)


def preceding(step: Step, answers: Answers) -> Step | None:
    """The step before; None before the first."""
    slugs = list(STEPS)
    earlier = slugs[: slugs.index(step.slug)]
    return next((STEPS[slug] for slug in reversed(earlier) if STEPS[slug].applies(answers)), None)
