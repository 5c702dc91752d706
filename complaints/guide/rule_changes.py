"""How a rule of the guide changes: proposed as a draft, tried (casework/guide_trial.py), put in force or switched off.

What decides in a rule in force is never edited in place, so that a trial always compares two whole sets."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from complaints.guide import eligibility, remembered
from complaints.guide.models import Rule

Stage = Rule.Stage


class NotPossible(ValueError):
    """The change would break the set; the text says how to mend it."""


def proposed_set(drafts: Collection[Rule], *, without: Collection[int] = ()) -> list[Rule]:
    """The rules as they would stand with these drafts in force and the live rules of these keys switched off."""
    gone = {draft.replaces_id for draft in drafts} | set(without)
    live = [rule for rule in Rule.objects.filter(stage=Stage.LIVE) if rule.pk not in gone]
    others = [rule for rule in live if rule.pk not in {draft.pk for draft in drafts}]
    return sorted([*others, *drafts], key=lambda rule: (rule.position, rule.code))


def unreachable(rules: Sequence[Rule]) -> list[Rule]:
    """The rules of a set that can never match: earlier ones take every answer that would fit."""
    reached = eligibility.reached([rule.line for rule in rules])
    return [rule for rule in rules if rule.code not in reached]


def problem_of(rule: Rule) -> Promise | str:
    """Why this rule cannot be proposed beside the live ones; empty when it can. `rule` need not be saved."""
    rules = proposed_set([rule])
    if rule not in unreachable(rules):
        return ""
    earlier = [other for other in rules if other.position <= rule.position and other is not rule]
    if unreachable([rule]):
        return _("This rule can never match: no answers lead to what is ticked. Tick answers that go together.")
    codes = ", ".join(other.code for other in earlier if _overlap(other, rule)) or earlier[-1].code
    return _(
        "This rule can never match: earlier rules take all its answers (%(codes)s). Give it a smaller position."
    ) % {"codes": codes}


def _overlap(one: Rule, other: Rule) -> bool:
    names = set(one.pattern) & set(other.pattern)
    return all(set(one.pattern[name]) & set(other.pattern[name]) for name in names)


@transaction.atomic
def propose_change(rule: Rule) -> Rule:
    """A draft that is to take the place of a live rule, to be edited and tried; asked for twice, it is one."""
    draft = Rule.objects.select_for_update().get(pk=rule.pk)
    if waiting := Rule.objects.filter(replaces=rule, stage=Stage.DRAFT).first():
        return waiting
    number = 2
    while Rule.objects.filter(code=f"{rule.code[:50]}-{number}").exists():
        number += 1
    draft.pk, draft.stage, draft.replaces = None, Stage.DRAFT, rule
    draft.code = f"{rule.code[:50]}-{number}"
    draft._state.adding = True
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def put_in_force(drafts: Sequence[Rule]) -> None:
    """The drafts decide from now on, in the place of what they replace; raises NotPossible. Other processes follow within
    the time for which directories are remembered."""
    rows = list(Rule.objects.select_for_update().filter(stage__in=(Stage.LIVE, Stage.DRAFT)))
    keys = {draft.pk for draft in drafts}
    chosen = [row for row in rows if row.pk in keys and row.stage == Stage.DRAFT]
    if not chosen:
        raise NotPossible(_("Choose rules that are proposed: the others are in force or switched off."))
    if lost := unreachable(proposed_set(chosen)):
        words = ngettext(
            "With this change one rule could never match: %(codes)s. Change its position or its answers first.",
            "With this change these rules could never match: %(codes)s. Change their positions or answers first.",
            len(lost),
        )
        raise NotPossible(words % {"codes": ", ".join(rule.code for rule in lost)})
    Rule.objects.filter(pk__in=[draft.replaces_id for draft in chosen if draft.replaces_id]).update(stage=Stage.OFF)
    Rule.objects.filter(pk__in=[draft.pk for draft in chosen]).update(stage=Stage.LIVE)
    transaction.on_commit(remembered.forget)


@transaction.atomic
def switch_off(rules: Collection[Rule]) -> int:
    """Takes rules out of force, or drafts off the table; returns how many."""
    rows = Rule.objects.filter(pk__in=[rule.pk for rule in rules]).exclude(stage=Stage.OFF)
    number = rows.update(stage=Stage.OFF)
    transaction.on_commit(remembered.forget)
    return number
