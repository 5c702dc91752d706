"""Who knows somebody in a file is kept out of all of it: every address, list, search, letter and hand-over."""

import re
import uuid
from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints import notices, permissions
from complaints.audit.models import AccessEntry
from complaints.casework import actions, conflicts, handover, presence
from complaints.casework.models import Proposal
from complaints.follow_up import holdings
from complaints.models import Complaint, Conflict
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions, undo
from complaints.workflow.errors import NotAllowed, Refused, Repeated
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(case: Complaint, rest: str = "") -> str:
    return f"/desk/complaints/complaint/{case.pk}/{rest}"


def desk_addresses(case: Complaint) -> list[str]:
    """Every address of the desk under a file, with whatever stands in the other holes."""
    site = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "desk/")
    file = factories.AttachmentFactory(complaint=case)
    proposal = factories.ProposalFactory(
        complaint=case, proposed_by=case.handler or factories.UserFactory(handler=True)
    )
    third = factories.UserFactory(handler=True)
    conflict = Conflict.objects.create(complaint=case, user=third, set_by=third, at=timezone.now())
    holes = {"pk": case.pk, "file": file.pk, "proposal": proposal.pk, "row": conflict.pk, "sheet": 1, "key": 0}
    words = {"name": "note", "of": "title"}
    found = []
    for entry in site.url_patterns:
        pattern = str(entry.pattern)
        if pattern.startswith("complaints/complaint/<int:pk>/"):
            address = re.sub(r"<int:(\w+)>", lambda hole: str(holes.get(hole[1], 1)), pattern)
            address = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), address)
            found.append("/desk/" + re.sub(r"<(?:slug|str):(\w+)>", lambda hole: words.get(hole[1], "fr"), address))
    return found


@pytest.fixture
def case(life) -> Complaint:
    return life.heard()


def kept_out(life, case, actor, **facts) -> Conflict:
    return conflicts.keep_out(case, actor=actor, user=actor.user, **facts)


@pytest.mark.parametrize("who", ["handler", "head", "intake", "supervisor"])
def test_one_press_and_the_file_is_nowhere_any_more(life, desk, case, who):
    client = desk(getattr(life, who))
    addresses = desk_addresses(case)
    assert len(addresses) > 15
    assert client.get(page_of(case)).status_code == 200
    said = client.post(page_of(case, "conflict/"), {"reason": "  "}, follow=True)
    assert said.status_code == 200
    assert "closed to you now" in said.content.decode()
    for address, method in product(addresses, ("get", "post")):
        if address == page_of(case, "conflict/"):
            continue
        answer = getattr(client, method)(address)
        assert answer.status_code in {404, 405}, (method, address)
    found = client.get(f"/desk/complaints/complaint/?q={case.reference}").content.decode()
    assert page_of(case) not in found
    for view in ("all", "open", "mine", "unassigned", "validate", "overdue", "waiting"):
        assert page_of(case) not in client.get(f"/desk/complaints/complaint/?view={view}").content.decode()
    for name in (
        "admin:index",
        "admin:recommendations",
        "admin:commissions",
        "admin:undelivered",
        "admin:data_requests",
    ):
        assert case.reference not in client.get(reverse(name)).content.decode().replace("\u2011", "-"), name


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_each_predicate_agrees_with_its_twin_whoever_is_kept_out(life, data):
    """Random files, random ways to be related to them."""
    with transaction.atomic():
        people = [life.handler, life.head, life.supervisor]
        cases = [life.in_study() for _number in range(2)]
        for case, actor in product(cases, people):
            way = data.draw(st.sampled_from(["none", "declared", "set", "over", "shared", "share ended", "complains"]))
            if way in {"declared", "set", "over"}:
                row = Conflict.objects.create(
                    complaint=case, user=actor.user, at=timezone.now(),
                    set_by=actor.user if way == "declared" else life.supervisor.user,
                )  # fmt: skip
                if way == "over":
                    row.ended_by, row.ended_at = life.neighbour.user, timezone.now()
                    row.save()
            if way.startswith("share"):
                ended = timezone.now() if way == "share ended" else None
                factories.ShareFactory(
                    complaint=case,
                    user=actor.user,
                    email=actor.user.email,
                    accepted_at=timezone.now(),
                    revoked_at=ended,
                )
            if way == "complains":
                case.complainant.user = actor.user
                case.complainant.save()
            fresh = Complaint.objects.get(pk=case.pk)
            assert bool(permissions.can_work(actor, fresh)) == (way in {"none", "over"})
            assert permissions.workable_complaints(actor).filter(pk=case.pk).exists() == (way in {"none", "over"})
            assert bool(permissions.can_receive(actor.user, fresh)) == (way in {"none", "over"})
            assert (actor.user_id in notices.overseers(fresh)) == (
                way in {"none", "over"} and actor is not life.handler
            )
        transaction.set_rollback(True)


def test_who_worked_on_it_works_on_it_no_more_and_the_heads_are_told(life, case):
    Proposal.objects.create(
        complaint=case, transition="close_unfounded", data={}, proposed_by=life.handler.user, proposed_at=timezone.now()
    )
    presence.enter(case, actor=life.handler, writing=True)
    OutboxMessage.objects.all().delete()
    kept_out(life, case, life.handler, reason="Mon cousin")
    case = Complaint.objects.get(pk=case.pk)
    assert case.handler is None
    assert case.proposals.get().status == Proposal.Status.VOID
    assert presence.others(case, actor=life.head) == []
    (told,) = OutboxMessage.objects.filter(channel="email")
    assert (told.kind, told.recipient) == ("desk_unassigned", f"user:{life.head.user_id}")
    event = case.events.get(name="kept_out")
    assert (event.actor, event.data["user"]) == (life.handler.user, life.handler.user_id)
    assert "cousin" not in f"{event.internal_text}{event.public_text}{event.data}"


def test_a_colleague_who_only_reads_leaves_the_work_where_it_is(life, case):
    kept_out(life, case, life.intake)
    assert Complaint.objects.get(pk=case.pk).handler == life.handler.user
    assert not OutboxMessage.objects.filter(kind="desk_unassigned").exists()


def test_nobody_can_give_the_file_to_them(life, case):
    other = life.actor("handler", life.unit)
    kept_out(life, case, other, reason="")
    with pytest.raises(NotAllowed, match="kept out of the file"):
        actions.assign(case, actor=life.head, handler=other.user)
    refused = handover.hand_over([case], actor=life.head, to=other.user)
    assert [row.pk for row, _reason in refused] == [case.pk]
    assert Complaint.objects.get(pk=case.pk).handler == life.handler.user
    fresh = life.registered()
    kept_out(life, fresh, other)
    with pytest.raises(NotAllowed, match="kept out of the file"):
        transitions.start_review(fresh, actor=life.head, handler=other.user)


def test_nothing_of_the_file_is_mailed_to_them(life, case):
    kept_out(life, case, life.head)
    case = Complaint.objects.get(pk=case.pk)
    assert life.head.user_id not in notices.overseers(case)
    case.handler = None
    assert life.head.user_id not in notices.keepers(case)


def test_a_supervisor_or_a_head_sets_it_and_a_caseworker_does_not(life, case, desk):
    other = life.actor("handler", life.unit)
    assert desk(life.handler).get(page_of(case, "conflicts/")).status_code == 403
    with pytest.raises(NotAllowed):
        conflicts.keep_out(case, actor=life.handler, user=other.user)
    client = desk(life.head)
    assert other.user.name in client.get(page_of(case, "conflicts/")).content.decode()
    assert client.post(page_of(case, "conflicts/"), {"user": other.user_id, "reason": "Voisins"}).status_code == 302
    row = Conflict.objects.get()
    assert (row.user, row.set_by, row.reason) == (other.user, life.head.user, "Voisins")
    assert desk(other).get(page_of(case)).status_code == 404
    shown = client.get(page_of(case, "conflicts/")).content.decode()
    assert "Voisins" in shown
    again = client.post(page_of(case, "conflicts/"), {"user": other.user_id})
    assert again.status_code == 422  # they are not offered any more


def test_only_another_person_who_is_a_supervisor_lets_them_in(life, case, desk):
    row = kept_out(life, case, life.handler)
    assert not permissions.can_let_in(life.head, row)
    with pytest.raises(Refused):
        conflicts.let_in(row, actor=life.head)
    own = kept_out(life, case, life.supervisor)
    with pytest.raises(Refused):
        conflicts.let_in(own, actor=life.supervisor)
    second = life.actor("supervisor", None)
    client = desk(second)
    assert client.post(page_of(case, f"conflicts/{row.pk}/let-in/")).status_code == 302
    assert desk(life.handler).get(page_of(case)).status_code == 200
    assert Complaint.objects.get(pk=case.pk).handler is None  # what they had is not given back by itself
    with pytest.raises(Repeated):
        conflicts.let_in(row, actor=second)
    kept_out(life, case, life.handler)
    assert Conflict.objects.filter(user=life.handler.user).count() == 2


def test_postgres_lets_nobody_let_themselves_in(life, case):
    row = kept_out(life, case, life.supervisor)
    for facts in ({"ended_by": life.supervisor.user, "ended_at": timezone.now()}, {"ended_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Conflict.objects.filter(pk=row.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict.objects.create(complaint=case, user=life.supervisor.user, set_by=life.head.user, at=timezone.now())


def test_pressed_twice_it_is_said_once(life, desk, case):
    client = desk(life.handler)
    for _press in range(2):
        answer = client.post(page_of(case, "conflict/"), {"reason": "x"})
        assert answer.status_code == 302
        assert answer.url == reverse("admin:complaints_complaint_changelist")
    assert Conflict.objects.count() == 1


def test_a_reason_that_is_too_long_loses_nothing(life, desk, case):
    answer = desk(life.handler).post(page_of(case, "conflict/"), {"reason": "x" * 2001 + "\0"})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    assert not Conflict.objects.exists()


def test_the_neighbours_file_is_a_404_here_too(life, desk, case):
    client = desk(life.neighbour)
    for rest in ("conflict/", "here/"):
        assert client.post(page_of(case, rest)).status_code == 404
    for rest in ("conflicts/", "?tab=decision"):
        assert client.get(page_of(case, rest)).status_code == 404


def test_supervisors_see_what_was_declared_page_by_page(life, desk, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(conflicts, "PAGE", 2)
    cases = [life.in_study() for _number in range(5)]
    for case in cases:
        kept_out(life, case, life.handler)
    closed = life.in_study()
    kept_out(life, closed, life.supervisor)
    client = desk(life.supervisor)
    with django_assert_max_num_queries(8):
        first = client.get(reverse("admin:conflicts")).content.decode()
    text = first
    for _page in range(4):
        if not (after := re.search(r'rel="next" href="(\?before=\d+)"', text)):
            break
        text = client.get(f"{reverse('admin:conflicts')}{after[1]}").content.decode()
        first += text
    listed = first.replace("\u2011", "-")
    assert all(case.reference in listed for case in cases)
    assert closed.reference not in listed  # the supervisor's own
    assert desk(life.handler).get(reverse("admin:conflicts")).status_code == 403
    assert client.get(f"{reverse('admin:conflicts')}?before=x").status_code == 404


def test_the_history_tells_heads_who_opened_the_file_and_who_is_kept_out(life, desk, case):
    desk(life.intake).get(page_of(case))
    kept_out(life, case, life.intake, reason="Sa sœur")
    shown = desk(life.head).get(page_of(case, "?tab=history")).content.decode()
    assert "Who opened this file" in shown
    assert "Sa sœur" in shown
    assert AccessEntry.objects.filter(about=f"complaint:{case.pk}", user=life.intake.user).exists()
    other = desk(life.handler).get(page_of(case, "?tab=history")).content.decode()
    assert "Who opened this file" not in other
    assert "Sa sœur" not in other
    assert "A colleague is kept out of the file" in other


def test_the_complainant_hears_nothing_of_it(life, case):
    before = OutboxMessage.objects.filter(recipient=f"complaint:{case.pk}:citizen").count()
    kept_out(life, case, life.handler, reason="Le voisin")
    assert OutboxMessage.objects.filter(recipient=f"complaint:{case.pk}:citizen").count() == before
    told = holdings.as_json(Complaint.objects.get(pk=case.pk), actor=life.citizen)
    assert "voisin" not in told
    assert "kept_out" not in told


def test_with_whom_it_was_ever_shared_is_kept_out_by_itself(life, case, desk):
    share = factories.ShareFactory(
        complaint=case, user=life.handler.user, email=life.handler.user.email, accepted_at=timezone.now(), right="read"
    )
    assert desk(life.handler).get(page_of(case)).status_code == 404
    share.revoked_at = timezone.now() - timedelta(days=1)
    share.save()
    assert desk(life.handler).get(page_of(case)).status_code == 404
    assert desk(life.head).get(page_of(case)).status_code == 200


@pytest.mark.parametrize("where", ["the file that was joined", "the file that goes on"])
def test_files_that_are_one_matter_are_closed_together(life, desk, where):
    case = life.waiting()
    other = life.twin(case)
    transitions.join(case, actor=life.handler, into=other)
    known = case if where == "the file that was joined" else other
    kept_out(life, Complaint.objects.get(pk=known.pk), life.intake)
    for file in (case, other):
        fresh = Complaint.objects.get(pk=file.pk)
        assert not permissions.can_work(life.intake, fresh)
        assert fresh not in permissions.workable_complaints(life.intake)
        assert fresh in permissions.workable_complaints(life.handler)
        assert desk(life.intake).get(page_of(file)).status_code == 404
    assert life.in_study() in permissions.workable_complaints(life.intake)


def test_who_is_kept_out_takes_nothing_back_either(life, settings):
    """Within the grace of an act, too."""
    settings.UNDO_MINUTES = 10
    case = life.admitted()
    (grace,) = undo.Grace.objects.running().filter(complaint=case)
    assert undo.may_take_back(life.handler, grace, case)
    kept_out(life, case, life.handler)
    fresh = Complaint.objects.get(pk=case.pk)
    assert not undo.may_take_back(life.handler, grace, fresh)
    assert grace not in undo.in_reach(life.handler)
    assert grace not in undo.made_by(life.handler)
    assert grace in undo.in_reach(life.head)
