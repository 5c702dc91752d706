"""The acts of the desk by name: the form that asks for the facts, and the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.casework import (
    actions,
    corrections,
    data_forms,
    erasures,
    forms,
    joining,
    means_forms,
    referral_forms,
)
from complaints.casework.act_form import ActForm
from complaints.casework.letters import forms as letter_forms
from complaints.casework.letters import sending
from complaints.casework.more_time import give_more_time
from complaints.models import Complaint
from complaints.referring.desk import refer
from complaints.sharing.actions import revoke_mandate
from complaints.workflow import transitions
from complaints.workflow.moves import Seal
from complaints.workflow.table import BY_ORDER, RULES, SIGNED

Perform = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Act:
    """`direct` acts tell the complainant nothing and are done without a preview; `two_people` ones are proposed first, and where
    they are `signed` for the Médiateur, to a supervisor, or to a head whom an order lets (`by_order`).

    `warning` stands above the form. `about_data` acts carry out what was asked about data (docs/my-data.md)."""

    name: str
    label: Promise | str
    form: type[ActForm]
    perform: Perform
    direct: bool = False
    two_people: bool = False
    signed: bool = False
    by_order: bool = False
    move: bool = True
    warning: Promise | str = ""
    about_data: bool = False


def _move(name: str, form: type[ActForm], perform: Perform | None = None) -> Act:
    rule = RULES[name]

    def by_name(complaint: Complaint, *, actor: Actor, seal: Seal, **facts: Any) -> object:
        return transitions.perform(name, complaint, actor=actor, seal=seal, **facts)

    return Act(
        name, rule.label, form, perform or by_name, two_people=rule.validator is not None, signed=name in SIGNED,
        by_order=name in BY_ORDER,
    )  # fmt: skip


NO_WAY_BACK = _(
    "What is erased cannot be brought back. What the law on archives asks us to keep is not listed and cannot be erased: the"
    " complaint, our decisions, the letters with their documents, what proves a mandate, the history."
)
ACTS = {
    act.name: act
    for act in (
        _move("start_review", forms.StartReview),
        _move("request_information", forms.RequestInformation),
        _move("receive_information", forms.ReceiveInformation),
        _move("close_incomplete", forms.Reasons),
        _move("orient", referral_forms.Orient),
        _move("await_prior_step", forms.AwaitPriorStep),
        _move("declare_inadmissible", forms.DeclareInadmissible),
        _move("admit", forms.Admit),
        _move("send_to_administration", forms.SendToAdministration, actions.send_letter),
        _move("record_answer", means_forms.FinalAnswer),
        _move("record_request", means_forms.RecordRequest),
        _move("grant_extension", means_forms.GrantExtension),
        _move("write_again", means_forms.WriteAgain, actions.write_again),
        _move("investigate", means_forms.Investigate),
        _move("mediate", means_forms.Mediate),
        _move("refer_to_commission", means_forms.ReferToCommission),
        _move("settle", means_forms.Settle),
        _move("close_unfounded", forms.CloseUnfounded),
        _move("recommend", means_forms.Recommend),
        _move("follow_up", means_forms.FollowUp),
        _move("close_executed", means_forms.CloseExecuted),
        _move("escalate", means_forms.Escalate),
        _move("close_refused", forms.Reasons),
        _move("suspend", forms.Reasons),
        _move("resume", forms.Reasons),
        _move("close_judicial", forms.Reasons),
        _move("reopen", forms.Reopen),
        _move("confirm_closing", forms.Reasons),
        _move("join", joining.Join, joining.join_files),
        _move("separate", forms.Reasons),
        Act("more_time", _("Give the complainant more time"), forms.Reasons, give_more_time, move=False),
        Act("promise", _("Promise a new date"), forms.NewDate, actions.promise, move=False),
        Act("message", _("Write to the complainant"), forms.Write, actions.send_message, move=False),
        Act("letter", _("Write a letter"), letter_forms.WriteLetter, sending.write_letter, move=False),
        Act("correct_letter", _("Correct a letter"), letter_forms.CorrectLetter, sending.correct_letter, move=False),
        Act("note", _("Add an internal note"), forms.Note, actions.add_note, direct=True, move=False),
        Act("assign", _("Give to a colleague"), forms.Assign, actions.assign, direct=True, move=False),
        Act("refer", _("Pass on to a body"), referral_forms.Refer, refer, move=False),
        Act("revoke_mandate", _("Revoke the mandate"), forms.RevokeMandate, revoke_mandate, move=False),
        Act(
            "correct_data",
            _("Correct the data"),
            data_forms.CorrectData,
            corrections.correct_data,
            move=False,
            about_data=True,
        ),
        Act(
            "erase_data",
            _("Erase data"),
            data_forms.EraseData,
            erasures.erase_data,
            move=False,
            warning=NO_WAY_BACK,
            about_data=True,
        ),
        _move("change_unit", forms.ChangeUnit),
    )
}
