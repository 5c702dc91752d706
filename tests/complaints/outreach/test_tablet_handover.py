"""A draft moves to the person's own phone: from then on it is theirs, and nobody opens it at the stand."""

import secrets
import threading

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.actors import NOBODY, person
from complaints.intake import actions, handing_over, resume, selectors
from complaints.intake.attaching import keep
from complaints.intake.models import Draft
from complaints.outreach import visits
from complaints.outreach.models import Helping, Visit
from complaints.outreach.tablet import access
from complaints.workflow.errors import NotAllowed
from tests.complaints.documents import document
from tests.complaints.intake.filing import DECLARATIONS, POSTS, consents
from tests.complaints.outreach import tabletop
from tests.complaints.outreach.fixtures_of_tablets import office, place, shift, tablet
from tests.complaints.outreach.test_tablet_filing import AGENTS

__all__ = ["office", "place", "shift", "tablet"]


@pytest.fixture
def draft(office, shift, tablet):
    tabletop.sit_down(tablet, "ar")
    draft = tabletop.type_in(tablet)
    tablet.post("/tablet/complaint/papers/add/", {"file": document("acte.pdf")})
    return draft


def open_on(phone, draft):
    return phone.post("/resume/", {"code": resume.offered_code(draft)})


@pytest.mark.django_db
def test_the_phone_that_opens_it_has_it_with_all_that_was_typed_and_the_papers(office, shift, tablet, draft):
    page = tablet.get("/tablet/turn/phone/")
    assert resume.offered_code(draft) in page.content.decode()
    assert tablet.get("/tablet/turn/qr.svg").status_code == 200
    assert tablet.get("/tablet/turn/phone/state/").json() == {"taken": False}
    phone = Client(headers={"accept-language": "ar"})
    assert open_on(phone, draft)["Location"] == "/file/"
    assert tablet.get("/tablet/turn/phone/state/").json() == {"taken": True}
    draft.refresh_from_db()
    assert (draft.officer, draft.user, draft.language) == (None, None, "ar")
    assert "reception" not in draft.answers
    assert draft.files.count() == 1
    shown = phone.get("/file/check/", follow=True)
    assert POSTS["happened"]["title"] in shown.content.decode()


@pytest.mark.django_db
def test_it_counts_as_filed_once_it_was_filed_on_the_phone(office, shift, tablet, draft):
    tablet.get("/tablet/turn/phone/")
    open_on(Client(), draft)
    tablet.post("/tablet/person/finish/")
    visit = Visit.objects.get()
    assert (visit.outcome, visit.complaint, visit.on_phone) == ("listened", None, True)
    assert visits.count_filed() == 0
    draft.refresh_from_db()
    draft.answers["contact"] |= {"email": ["salma@example.org"], "preferred_channel": ["email"]}
    draft.save()
    case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft)).complaint
    assert [visits.count_filed(), visits.count_filed()] == [1, 0]
    visit.refresh_from_db()
    assert (visit.outcome, visit.complaint, visit.country) == ("filed", case, case.country)
    assert visits.today_of(shift)["filed"] == 1


@pytest.mark.django_db
def test_what_was_signed_before_the_agent_does_not_go_along(office, shift, tablet, draft):
    tabletop.sign(tablet, draft)
    assert draft.files.filter(kind="transcript").count() == 2
    tablet.get("/tablet/turn/phone/")
    open_on(Client(), draft)
    draft.refresh_from_db()
    assert [file.name for file in draft.files.all()] == ["acte.pdf"]
    assert draft.signed == {}


@pytest.mark.django_db
def test_every_address_that_the_agent_had_ends_at_a_plain_page(office, shift, tablet, draft):
    tablet.get("/tablet/turn/phone/")
    open_on(Client(), draft)
    moved = tablet.get("/tablet/person/")
    assert "Moved to the phone" in moved.content.decode()
    assert "سلمى" not in moved.content.decode()
    paper = draft.files.get().pk
    for path in (*AGENTS, f"/tablet/complaint/papers/{paper}/"):
        answer = tablet.get(path)
        assert answer.status_code == 404 or answer["Location"] == "/tablet/person/", path
    for path in ("sign/", "declare/", "sign/figures/", "phone/stay/"):
        assert (
            tablet.post(f"/tablet/turn/{path}", {"way": "refused", "why": "x", "seen": ""})["Location"]
            == "/tablet/person/"
        )
    before = Draft.objects.get(pk=draft.pk).answers
    posts = tabletop.steps(request={"request": "تغيير", "pressing": "no"})
    tablet.post("/tablet/complaint/request/", tabletop.body("request", posts))
    tablet.post("/tablet/complaint/papers/add/", {"file": document("autre.pdf")})
    tablet.post(f"/tablet/complaint/papers/{paper}/remove/")
    after = Draft.objects.get(pk=draft.pk)
    assert (after.answers, after.files.count()) == (before, 1)
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(office.handler.user)
    for page in ("person/", "check/", f"papers/{paper}/"):
        assert desk.get(f"/desk/reception/drafts/{draft.key}/{page}").status_code == 404
    assert tablet.post("/tablet/person/finish/").status_code == 303
    assert Draft.objects.filter(pk=draft.pk).exists()  # the person's, not to be thrown away
    visit = Visit.objects.get()
    assert (visit.outcome, visit.complaint) == ("listened", None)
    for path in AGENTS:
        assert tablet.get(path)["Location"] == "/tablet/", path


@pytest.mark.django_db
def test_the_phone_files_it_by_itself_as_everybody_does(office, shift, tablet, draft):
    tablet.get("/tablet/turn/phone/")
    phone = Client(headers={"accept-language": "ar"})
    open_on(phone, draft)

    contact = {"email": "salma@example.org", "phone": "+212612345678", "preferred_channel": "email"}
    assert phone.post("/file/contact/", contact).status_code == 303
    seen = phone.get("/file/check/").context["seen"]
    answer = phone.post("/file/check/", {**DECLARATIONS, "seen": seen})
    assert answer.status_code == 303, answer.context["unfinished"]
    draft.refresh_from_db()
    assert draft.complaint.channel == "web"
    assert not hasattr(draft.complaint, "reception")
    # The tablet says that it has gone, and shows neither number nor code; the phone still does.
    assert "Moved to the phone" in tablet.get("/tablet/person/").content.decode()
    for path in ("turn/code/", "turn/receipt.pdf", "turn/qr.svg"):
        assert tablet.get(f"/tablet/{path}").status_code == 404, path
    assert tablet.post("/tablet/turn/code/mail/").status_code == 404
    tablet.post("/tablet/person/finish/")
    assert (Visit.objects.get().outcome, Visit.objects.get().complaint) == ("listened", None)
    code = selectors.follow_up_code(Draft.objects.get(pk=draft.pk))
    assert code
    assert code in phone.get("/file/sent/").content.decode()


@pytest.mark.django_db
def test_the_code_that_stood_on_the_tablet_opens_nothing_afterwards(office, shift, tablet, draft):
    """Whoever noted it finds nothing; the phone whose answer got lost on the way is answered again."""
    offered = resume.offered_code(draft)
    tablet.get("/tablet/turn/phone/")
    phone, agent = Client(), Client()
    for client in (phone, agent):
        client.get("/resume/")
        client.cookies["csrftoken"] = secrets.token_hex(16)
    assert open_on(phone, draft).status_code == 303
    del phone.cookies["draft"]  # the answer never came
    assert open_on(phone, draft).status_code == 303
    assert open_on(agent, draft).status_code == 422
    assert "draft" not in agent.cookies
    row = Draft.objects.get(pk=draft.pk)
    assert resume.resume_code(row) != offered
    assert offered not in phone.get("/file/saved/").content.decode()
    assert (
        agent.post("/resume/", {"code": resume.resume_code(row)}).status_code == 303
    )  # the person's own, as they wish


@pytest.mark.django_db
def test_a_code_opens_nothing_that_was_not_offered(office, shift, tablet, draft):
    phone = Client()
    assert open_on(phone, draft).status_code == 422
    tablet.get("/tablet/turn/phone/")
    tablet.post("/tablet/turn/phone/stay/")
    assert open_on(phone, draft).status_code == 422
    tablet.get("/tablet/turn/phone/")
    Draft.objects.update(offered_at=timezone.now() - handing_over.OFFERED)
    assert open_on(phone, draft).status_code == 422
    draft.refresh_from_db()
    assert draft.officer == office.handler.user


@pytest.mark.django_db
def test_nobody_offers_a_colleagues_draft(office, shift, tablet, draft):
    with pytest.raises(actions.Gone):
        handing_over.offer(draft, actor=office.intake)
    with pytest.raises(NotAllowed):
        handing_over.offer(draft, actor=office.citizen)


@pytest.mark.django_db
def test_what_an_agent_still_holds_in_hand_does_not_reach_the_draft_of_the_phone(office, shift, tablet, draft):
    """The row was read before the phone took it: every act under the lock sees that it has another owner."""
    held = Draft.objects.get(pk=draft.pk)
    handing_over.offer(held, actor=access.actor_of(shift))
    assert handing_over.take(held, by="x")
    actor = person(office.handler.user)
    with pytest.raises(actions.Gone):
        actions.save_step(draft=held, slug="request", raw={}, valid=True, actor=actor)
    with pytest.raises(actions.Gone):
        actions.delete_draft(draft=held)
    with pytest.raises(actions.Gone):
        actions.send_contact_code(draft=held)
    assert keep(held, document("x.pdf"))
    assert handing_over.take(held, by="x")  # asked twice
    assert handing_over.take(held, by="y") is None


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_take_at_once_end_with_one_owner(office, shift, tablet):
    """Two connections: whoever comes second waits for the lock and finds how it is."""
    tabletop.sit_down(tablet, "ar")
    draft = tabletop.type_in(tablet)
    actor = access.actor_of(shift)
    for _round in range(5):
        row = Draft.objects.get(pk=draft.pk)
        handing_over.offer(row, actor=actor)
        start, ended = threading.Barrier(2), []

        def save(row=row, start=start, ended=ended):
            start.wait()
            try:
                actions.save_step(draft=row, slug="request", raw={"request": ["x"]}, valid=True, actor=actor)
                ended.append("saved")
            except actions.Gone:
                ended.append("gone")
            finally:
                connections.close_all()

        def take(row=row, start=start, ended=ended):
            start.wait()
            ended.append("taken" if handing_over.take(row) else "refused")
            connections.close_all()

        threads = [threading.Thread(target=each) for each in (save, take)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert "taken" in ended
        now = Draft.objects.get(pk=draft.pk)
        assert (now.officer, now.user) == (None, None)
        Draft.objects.filter(pk=draft.pk).update(officer=office.handler.user, taken_at=None)


@pytest.mark.django_db
def test_a_person_who_goes_on_here_is_still_helped(office, shift, tablet, draft):
    tablet.get("/tablet/turn/phone/")
    assert tablet.post("/tablet/turn/phone/stay/")["Location"] == "/tablet/complaint/check/"
    assert Helping.objects.get().draft == draft
    assert tablet.get("/tablet/turn/account/").status_code == 200
