"""The six questions of the guide and the answers they take (C3). Words and codes alone: what follows from them are rules.

`Answers` are `{question: code}`. They say nothing of a person, so they may stand in an address, on paper and in a mail."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Answers = dict[str, str]
Text = str | Promise
NONE = "-"  # an unanswered question in a short address


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the guide. `hints` explain single choices."""

    name: str
    title: Text
    short: Text
    choices: Mapping[str, Text]
    hint: Text = ""
    hints: Mapping[str, Text] = field(default_factory=dict)


AGAINST = Question(
    "against",
    _("Whom is your complaint about?"),
    _("About whom"),
    {
        "administration": _("An administration, a commune or a public body"),
        "consulate": _("A Moroccan consulate or embassy"),
        "private": _("A person, a company, a bank or a private employer"),
        "justice": _("A judge, a court, a lawyer, a notary or an adoul"),
        "law": _("The policy of the government, Parliament or a law"),
        "ask": _("Nobody: I ask for a job, aid, a licence or information"),
        "unsure": _("I do not know"),
    },
)
WHERE = Question(
    "where",
    _("In which country is it?"),
    _("Where"),
    {
        "morocco": _("In Morocco"),
        "abroad": _("In the country where I live, or another one"),
        "unsure": _("I do not know"),
    },
)
COURT = Question(
    "court",
    _("Has a court dealt with this matter?"),
    _("Court"),
    {
        "no": _("No, it has never been before a court"),
        "pending": _("Yes, a court is dealing with it now"),
        "judged": _("Yes, a court has decided"),
        "not_executed": _("A court decided for me, and its judgment is not carried out"),
    },
)
PRIOR = Question(
    "prior",
    _("Have you already turned to this administration?"),
    _("First step"),
    {"yes": _("Yes, and it did not answer or did not put things right"), "no": _("No, not yet")},
    hint=_("By letter, e-mail or in person, or through the national complaints portal."),
)
URGENT = Question(
    "urgent",
    _("Is there a day after which it would be too late?"),
    _("Urgent"),
    {"no": _("No"), "yes": _("Yes")},
    hint=_("For example an expulsion, an exam, an operation, an auction."),
)
MATTER = Question(
    "matter",
    _("What is it about?"),
    _("Matter"),
    {
        "civil_status": _("Civil status: birth record, family booklet, name"),
        "identity": _("Identity card, passport, nationality, certificates"),
        "driving": _("Driving licence, vehicle papers"),
        "customs": _("Customs"),
        "school": _("School, diplomas, grants"),
        "career": _("A career in the civil service"),
        "health": _("Health, medical cover"),
        "pension": _("Pension, social insurance"),
        "tax": _("Taxes"),
        "land": _("Land, building, expropriation"),
        "money": _("Money that an administration owes me"),
        "conduct": _("How an official behaved: reception, abuse, a demand for money"),
        "rights": _("Detention, violence by officials, fundamental freedoms"),
        "judge": _("How a judge behaved, or a case that drags on"),
        "decision": _("The decision itself, which I contest"),
        "officer": _("A lawyer, a notary, an adoul, a bailiff or an expert"),
        "bank": _("A bank or a means of payment"),
        "insurance": _("An insurance"),
        "telecom": _("Telephone or internet"),
        "shop": _("A purchase, a seller, a property developer"),
        "employer": _("Work for a private employer"),
        "family": _("Marriage, divorce, children, inheritance"),
        "property": _("A house or land: neighbours, heirs, a sale"),
        "fraud": _("Fraud, forgery, theft, threats"),
        "data": _("My personal data"),
        "job": _("A job"),
        "aid": _("Aid"),
        "licence": _("A licence or an authorisation"),
        "information": _("Information or advice"),
        "other": _("Something else"),
    },
)
QUESTIONS = {question.name: question for question in (AGAINST, WHERE, COURT, PRIOR, URGENT, MATTER)}

_PUBLIC_BODY = (
    *("civil_status", "identity", "driving", "customs", "school", "career", "health", "pension", "tax", "land"),
    *("money", "conduct", "rights", "other"),
)
_PRIVATE = ("bank", "insurance", "telecom", "shop", "employer", "family", "property", "fraud", "data", "other")
# The matters that are offered once one has said whom it is about. Who does not know sees the private and the public ones.
MATTERS: dict[str, tuple[str, ...]] = {
    "administration": _PUBLIC_BODY,
    "consulate": ("civil_status", "identity", "conduct", "money", "other"),
    "private": _PRIVATE,
    "justice": ("judge", "decision", "officer"),
    "law": (),
    "ask": ("job", "aid", "licence", "information"),
    "unsure": (*_PUBLIC_BODY[:-1], *_PRIVATE),
}
# What an answer says of other questions, which are then not asked.
IMPLIED = {("against", "consulate"): {"where": "morocco"}, ("against", "law"): {"matter": "other"}}


def offered(name: str, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The codes that a question offers after these answers."""
    if name != "matter" or "against" not in answers:
        return tuple(QUESTIONS[name].choices)
    return MATTERS[answers["against"]] or ("other",)


def known(raw: Mapping[str, str]) -> Answers:
    """What can be read of answers from outside: unknown questions and codes, and matters that are not offered, fall away."""
    answers: Answers = {}
    for name, question in QUESTIONS.items():
        code = raw.get(name, "")
        if code in question.choices and code in offered(name, answers):
            answers[name] = code
    for (name, code), implied in IMPLIED.items():
        if answers.get(name) == code:
            answers |= implied
    return {name: answers[name] for name in QUESTIONS if name in answers}


def shorten(answers: Mapping[str, str], country: str = "") -> str:
    """The answers as one piece of an address, short enough for a QR code: `private.morocco.no.-.-.bank.DE`."""
    return ".".join([*(answers.get(name, NONE) for name in QUESTIONS), country or NONE])


def lengthen(code: str) -> tuple[Answers, str]:
    """Answers and country of a short piece; what cannot be read falls away."""
    parts = code.split(".")[: len(QUESTIONS) + 1]
    raw = dict(zip([*QUESTIONS, "country"], parts, strict=False))
    country = raw.pop("country", "")
    return known(raw), country if country != NONE else ""
