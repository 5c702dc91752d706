"""One act on many files: what is shown before, what becomes of each, and what a second press does."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import bulk
from complaints.casework.models import Proposal
from complaints.enums import State
from complaints.follow_up.actions import write_message
from complaints.models import Complaint, Event
from complaints.notifications.models import OutboxMessage
from tests.complaints.workflow.moving import at_stage

pytestmark = pytest.mark.django_db
BULK, QUEUE = "/desk/bulk/", "/desk/complaints/complaint/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def hidden(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.content.decode()):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "next"}


def opened(client, act, files):
    return client.get(BULK, {"act": act, "file": [case.pk for case in files]})


def previewed(client, act, files, **facts):
    page = client.post(BULK, {**hidden(opened(client, act, files)), **facts})
    assert page.status_code == 200, page.context["form"].errors
    return page


def confirmed(client, preview, **facts):
    return client.post(BULK, {**hidden(preview), **facts, "confirm": "1"})


def results(page) -> dict[int, str]:
    def word(each) -> str:
        return "done" if each.done else "before" if each.before else str(each.refused)

    return {each.case.pk: word(each) for each in page.context["done"]}


def late(case: Complaint) -> Complaint:
    Complaint.objects.filter(pk=case.pk).update(answer_due_on=timezone.localdate() - timedelta(days=1))
    return case


def test_files_are_handed_over_with_an_event_each_and_one_mail(life, desk):
    files, other = [life.in_study(), life.in_study()], life.actor("handler", life.unit).user
    closed, client = life.withdrawn(), desk(life.head)
    preview = previewed(client, "assign", [*files, closed], handler=other.pk)
    assert [bool(each.refused) for each, _preview in preview.context["tried"]] == [False, False, True]
    assert not Complaint.objects.filter(handler=other).exists()
    done = confirmed(client, preview, handler=other.pk)
    assert results(done) == {files[0].pk: "done", files[1].pk: "done", closed.pk: "This file is closed."}
    assert {case.events.latest("pk").name for case in files} == {"assigned"}
    mails = OutboxMessage.objects.filter(recipient=f"user:{other.pk}", channel="email")
    assert [(mail.kind, mail.context) for mail in mails] == [("desk_handed_over", {"files": 2})]


def test_a_second_press_does_nothing_more(life, desk):
    files, other, client = [life.in_study(), life.in_study()], life.actor("handler", life.unit).user, desk(life.head)
    preview = previewed(client, "assign", files, handler=other.pk)
    confirmed(client, preview, handler=other.pk)
    events = Event.objects.count()
    again = confirmed(client, preview, handler=other.pk)
    assert set(results(again).values()) == {"before"}
    assert Event.objects.count() == events
    assert OutboxMessage.objects.filter(kind="desk_handed_over", channel="email").count() == 1


def test_one_press_takes_all_of_them_back_before_anybody_is_told(life, desk, settings):
    settings.UNDO_MINUTES = 10
    files, other, client = [life.in_study(), life.in_study()], life.actor("handler", life.unit).user, desk(life.head)
    done = confirmed(client, previewed(client, "assign", files, handler=other.pk), handler=other.pk)
    (window,) = done.context["windows"]
    assert set(window.files) == set(files)
    mail = OutboxMessage.objects.get(kind="desk_handed_over", channel="email")
    assert mail.next_at > timezone.now()
    client.post(f"/desk/undo/{window.press}/")
    for case in files:
        case.refresh_from_db()
        assert case.handler == life.handler.user
    mail.refresh_from_db()
    assert mail.status == "recalled"


def test_a_file_that_changed_meanwhile_is_refused_and_the_others_are_done(life, desk):
    files, client = [late(life.with_administration()), late(life.with_administration())], desk(life.handler)
    preview = previewed(client, "remind", files, language="fr")
    write_message(files[1], actor=code_holder(files[1].pk), text="Attendez")
    done = results(confirmed(client, preview, language="fr"))
    assert done[files[0].pk] == "done"
    assert "changed this file" in done[files[1].pk]


def test_reminders_leave_as_numbered_letters_that_were_shown(life, desk):
    files, client = [late(life.with_administration()), late(life.with_administration())], desk(life.handler)
    early, unnamed = life.with_administration(), late(life.with_administration(share_identity=False))
    preview = previewed(client, "remind", [*files, early, unnamed], language="ar")
    shown = {each.case.pk: each for each, _preview in preview.context["tried"]}
    assert shown[files[0].pk].letter is not None
    assert shown[early.pk].refused
    assert "not to be named" in str(shown[unnamed.pk].refused)
    assert preview.context["sums"]["citizens"] == 2
    done = confirmed(client, preview, language="ar")
    assert [word for word in results(done).values() if word == "done"] == ["done", "done"]
    letter = files[0].letters.latest("pk")
    assert (letter.purpose, letter.language, letter.body) == ("reminder", "ar", shown[files[0].pk].letter[1])


def test_what_was_written_is_marked_as_read_and_nobody_is_told(life, desk):
    case, quiet, client = life.in_study(), life.in_study(), desk(life.handler)
    write_message(case, actor=code_holder(case.pk), text="Bonjour")
    before = OutboxMessage.objects.count()
    preview = previewed(client, "read", [case, quiet])
    done = results(confirmed(client, preview))
    assert done[case.pk] == "done"
    assert "Nothing new" in done[quiet.pk] or done[quiet.pk] == "before"
    case.refresh_from_db()
    assert not case.new_reply
    assert OutboxMessage.objects.count() == before


def test_files_go_to_another_unit_and_leave_the_list(life, desk):
    files, client = [life.in_study(), life.in_study()], desk(life.head)
    facts = {"unit": life.other_unit.pk, "reason": "Région voisine"}
    preview = previewed(client, "change_unit", files, **facts)
    assert preview.context["sums"]["citizens"] == 2
    assert set(results(confirmed(client, preview, **facts)).values()) == {"done"}
    assert confirmed(client, preview, **facts).status_code == 302  # pressed twice: they have gone
    assert set(Complaint.objects.filter(pk__in=[case.pk for case in files]).values_list("unit", flat=True)) == {
        life.other_unit.pk
    }


def test_incomplete_files_are_proposed_in_the_language_of_each(life, desk):
    french, arabic = at_stage(life, "long_waiting"), at_stage(life, "long_waiting")
    Complaint.objects.filter(pk=arabic.pk).update(language="ar")
    waiting, client = life.waiting(), desk(life.handler)
    reasons = {"reasons_fr": "Rien n’est venu.", "reasons_ar": "لم يصلنا شيء."}
    preview = previewed(client, "close_incomplete", [french, arabic, waiting], **reasons)
    assert [str(each.refused)[:9] for each, _preview in preview.context["tried"]] == ["", "", "Wait unti"]
    done = results(confirmed(client, preview, **reasons))
    assert (done[french.pk], done[arabic.pk]) == ("done", "done")
    assert done[waiting.pk].startswith("Wait until")
    assert {row.complaint_id: row.data["public_text"] for row in Proposal.objects.all()} == {
        french.pk: reasons["reasons_fr"],
        arabic.pk: reasons["reasons_ar"],
    }
    assert {case.state for case in Complaint.objects.all()} == {
        State.AWAITING_CITIZEN
    }  # nothing is closed by one person


def test_what_is_confirmed_is_what_was_shown(life, desk):
    files, client = [life.in_study()], desk(life.head)
    one, other = life.actor("handler", life.unit).user, life.actor("handler", life.unit).user
    preview = previewed(client, "assign", files, handler=one.pk)
    changed = confirmed(client, preview, handler=other.pk)
    assert changed.status_code == 422
    files[0].refresh_from_db()
    assert files[0].handler == life.handler.user


def test_a_neighbours_files_are_never_touched_or_named(life, desk):
    case, own = life.in_study(), life.in_study()
    Complaint.objects.filter(pk=own.pk).update(unit=life.other_unit)
    page = opened(desk(life.neighbour), "read", [case, own])
    assert [each.pk for each in page.context["files"]] == [own.pk]
    assert case.reference not in page.content.decode()
    assert opened(desk(life.neighbour), "read", [case]).status_code == 302
    assert desk(life.administrator).get(BULK).status_code == 403


def test_who_may_not_hears_why(life, desk):
    case, other = life.in_study(), life.actor("handler", life.unit).user
    colleague = life.actor("handler", life.unit)
    preview = previewed(desk(colleague), "assign", [case], handler=other.pk)
    ((each, _preview),) = preview.context["tried"]
    assert "take a file from a colleague" in str(each.refused)
    assert opened(desk(colleague), "change_unit", [case]).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["", "?act=assign", "?act=nonsense&file=1", "?act=read&file=x", "?act=read&file=99999999999999999999", "?act=read&file=-1",
     "?act=read&" + "&".join(f"file={n}" for n in range(1, 60))],
)  # fmt: skip
def test_nonsense_leads_back_to_the_queue_and_says_what_to_do(life, desk, query):
    life.in_study()
    answer = desk(life.handler).get(BULK + query, follow=True)
    assert answer.redirect_chain[0][0] == QUEUE
    assert [str(message) for message in answer.context["messages"]]


def test_the_queue_offers_the_acts_and_a_tick_for_each_file(life, desk):
    case = life.in_study()
    page = desk(life.handler).get(f"{QUEUE}?view=mine").content.decode()
    assert f'name="file" value="{case.pk}" form="bulk"' in page
    assert "change_unit" not in page
    assert "change_unit" in desk(life.head).get(f"{QUEUE}?view=open").content.decode()


def test_a_refusal_leaves_nothing_behind(life):
    case = life.in_study()
    (tried,) = bulk.try_all(bulk.HandOver(life.neighbour.user), [case], actor=life.head, seen=bulk.seen([case]))
    assert tried.refused
    assert not case.events.filter(name="assigned").exists()
