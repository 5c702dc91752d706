"""The pages of shares and mandates, in the browser of each one who has a part in the file."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.envelopes import SHARE_LINK, UNSHARE_LINK
from complaints.models import NewAddress, Share
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.sharing import selectors
from complaints.workflow import transitions
from tests.complaints.documents import document
from tests.complaints.follow_up.opening import CODE, with_code
from tests.factories import RepresentationFactory, ShareFactory, UserFactory

pytestmark = pytest.mark.django_db
FORM = {"name": "mon frère", "email": "Karim@Example.org", "right": "read"}


def entered(case, code=CODE):
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "en"
    assert client.post(reverse("follow_up:login"), {"reference": case.reference, "code": code}).status_code == 302
    return client


def at(name, case, *more):
    return reverse(f"follow_up:{name}", args=[case.reference, *more])


@pytest.fixture
def case(life):
    return with_code(life.in_study())


def test_invited_accepted_read_and_ended(case):
    owner = entered(case)
    assert owner.post(at("share", case), FORM).status_code == 302
    share = Share.objects.get()
    assert (share.email, share.right) == ("karim@example.org", "read")
    assert "not accepted yet" in owner.get(at("shares", case)).text
    brother = Client(headers={"accept-language": "en"})
    link = reverse("follow_up:accept", args=[signing.dumps(share.pk, salt=SHARE_LINK)])
    assert brother.get(link).status_code == 200
    assert not Share.objects.live().exists(), "a mail program that fetches the link accepts nothing"
    assert brother.post(link).url == at("shares", case)
    page = brother.get(at("shares", case)).text
    assert selectors.code_of(share) in page
    assert "This file is shared with you" in page
    assert case.title in brother.get(at("case", case)).text
    assert entered(case, selectors.code_of(share)).get(at("case", case)).status_code == 200
    assert owner.post(at("end_share", case, share.pk)).status_code == 302
    assert brother.get(at("case", case)).status_code == 404
    again = Client().post(reverse("follow_up:login"), {"reference": case.reference, "code": selectors.code_of(share)})
    assert again.status_code == 422
    assert Client().get(link).status_code == 410


def test_who_only_reads_writes_nothing_and_shares_nothing(case):
    share = ShareFactory(complaint=case)
    reader = entered(case, selectors.code_of(share))
    page = reader.get(at("case", case)).text
    assert at("write", case) not in page
    assert at("withdraw", case) not in page
    assert at("contact", case) not in page
    for own in ("contact", "details", "email", "facts", "review", "data", "data_ask", "new_code", "link"):
        assert at(own, case) not in page
        assert reader.get(at(own, case)).status_code == 404, f"{own} is the complainant's alone"
    assert reader.get(f"/follow/{case.reference}/data/json/").status_code == 404
    answer = reader.post(at("write", case), {"text": "Bonjour"})
    assert answer.status_code == 422
    assert "not write" in answer.text
    assert "Bonjour" in answer.text
    assert reader.post(at("share", case), FORM).status_code == 422
    assert reader.post(at("withdraw", case), {"sure": "on"}).status_code == 422
    assert not case.messages.exists()
    assert Share.objects.count() == 1
    other = ShareFactory(complaint=case)
    assert reader.post(at("end_share", case, other.pk)).status_code == 404


@pytest.mark.parametrize(("right", "said"), [("read", "The complainant"), ("write", "You")])
def test_who_only_reads_is_not_asked_for_what_the_complainant_owes(life, right, said):
    case = with_code(life.waiting())
    share = ShareFactory(complaint=case, right=right)
    turn = re.compile(r"Whose turn it is</dt><dd>([^<]+)</dd>")
    assert turn.findall(entered(case, selectors.code_of(share)).get(at("case", case)).text) == [said]
    assert turn.findall(entered(case).get(at("case", case)).text) == ["You"]


def test_an_account_writes_by_its_share_as_who_it_is_and_only_the_owner_reads_the_name(case):
    karim = UserFactory()
    share = ShareFactory(complaint=case, right="write", user=karim, name="mon frère Karim")
    account = Client(headers={"accept-language": "en"})
    account.force_login(karim)
    assert account.post(at("write", case), {"text": "Bonjour de Karim"}).status_code == 302
    assert case.messages.get().share == share
    assert "mon frère Karim" in entered(case).get(at("case", case)).text
    reader = entered(case, selectors.code_of(ShareFactory(complaint=case, name="mon avocat")))
    page = reader.get(at("case", case)).text
    assert "Bonjour de Karim" in page
    assert "mon frère Karim" not in page


def test_who_is_represented_has_a_code_of_their_own_and_does_not_renew_the_representatives(case):
    RepresentationFactory(complaint=case)
    share = ShareFactory(complaint=case, right="write", represented=True)
    mother = entered(case, selectors.code_of(share))
    assert at("new_code", case) not in mother.get(at("case", case)).text
    assert mother.post(at("new_code", case)).status_code == 404
    assert mother.get(at("case", case)).status_code == 200
    assert at("details", case) not in mother.get(at("case", case)).text
    details = mother.get(at("details", case))
    assert "End the mandate to receive them yourself" in details.text
    mother.post(at("email", case), {"email": "zohra@example.org"})
    assert not NewAddress.objects.exists()
    assert at("new_code", case) in entered(case).get(at("case", case)).text


def test_a_strangers_file_is_a_404(case, life):
    other = with_code(life.registered())
    client = entered(other)
    share = ShareFactory(complaint=case)
    for name, more in (("shares", ()), ("share", ()), ("mandate", ()), ("revoke", ()), ("case", ())):
        assert client.get(at(name, case, *more)).status_code == 404, name
    for name, more in (
        ("share", ()),
        ("end_share", (share.pk,)),
    ):  # perhaps another window was open: it asks for the code
        answer = client.post(at(name, case, *more), FORM)
        assert (answer.status_code, case.title in answer.text) == (401, False)
    assert client.post(at("end_share", other, share.pk)).status_code == 404
    assert Share.objects.standing().count() == 1


def test_who_is_only_told_sees_no_file(case):
    share = ShareFactory(complaint=case, right="receive", receives=True, accepted_at=None)
    client = Client(headers={"accept-language": "en"})
    answer = client.post(reverse("follow_up:accept", args=[signing.dumps(share.pk, salt=SHARE_LINK)]))
    assert answer.status_code == 200
    assert case.title not in answer.text
    assert client.get(at("case", case)).status_code == 404
    code = Client().post(reverse("follow_up:login"), {"reference": case.reference, "code": selectors.code_of(share)})
    assert code.status_code == 422


def test_reading_does_not_take_the_owners_notices_away(case):
    share = ShareFactory(complaint=case)
    entered(case, selectors.code_of(share)).get(at("case", case))
    rows = OutboxMessage.objects.filter(recipient=f"complaint:{case.pk}:citizen", channel="in_app")
    assert rows.exists()
    assert not rows.exclude(read_at=None).exists()


@pytest.mark.parametrize("name", ["case", "write", "withdraw", "shares", "share", "mandate", "revoke"])
def test_every_page_of_the_file_says_for_whom_one_acts(case, name):
    RepresentationFactory(complaint=case)
    page = entered(case).get(at(name, case))
    assert page.status_code == 200
    assert f"You act for \u2068{case.complainant.name}\u2069." in page.text


def test_the_person_represented_ends_the_mandate_and_the_code_of_the_representative_opens_nothing(case):
    RepresentationFactory(complaint=case)
    share = ShareFactory(complaint=case, right="write", represented=True)
    daughter, mother = entered(case), entered(case, selectors.code_of(share))
    assert "acts for you" in mother.get(at("case", case)).text
    assert mother.post(at("revoke", case), {}).status_code == 422
    assert mother.post(at("revoke", case), {"sure": "on"}).status_code == 302
    assert mother.get(at("case", case)).status_code == 200
    assert daughter.get(at("case", case)).status_code == 404
    refused = Client().post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
    assert refused.status_code == 422


def test_a_new_mandate_is_sent_and_a_bad_file_keeps_the_page(case, storage):
    RepresentationFactory(complaint=case, mandate_until=timezone.localdate() - timezone.timedelta(days=1))
    client = entered(case)
    assert "you can read the file, and send a new mandate" in client.get(at("case", case)).text
    wrong = client.post(at("mandate", case), {"file": document("x.exe")})
    assert wrong.status_code == 422
    until = {"mandate_until_0": "1", "mandate_until_1": "1", "mandate_until_2": str(timezone.now().year + 2)}
    assert client.post(at("mandate", case), {"file": document(), **until}).status_code == 302
    assert "send a new mandate" not in client.get(at("case", case)).text
    assert client.post(at("write", case), {"text": "Bonjour"}).status_code == 302


@pytest.mark.parametrize("value", ["\0", "\ud800".encode("utf-8", "replace").decode(), "x" * 10**5, ""])
def test_nonsense_gets_a_sentence(case, value):
    client = entered(case)
    answer = client.post(at("share", case), {"name": value, "email": value, "right": value})
    assert answer.status_code == 422
    assert not Share.objects.exists()


def test_the_form_survives_the_end_of_the_session(case):
    client = Client(headers={"accept-language": "en"})
    answer = client.post(at("share", case), FORM, headers={"origin": "http://testserver"})
    assert answer.status_code == 401
    assert "Karim@Example.org" in answer.text


def test_the_number_of_queries_does_not_grow_with_the_shares(case, django_assert_max_num_queries):
    client = entered(case)
    for _each in range(8):
        ShareFactory(complaint=case)
    with django_assert_max_num_queries(30):
        client.get(at("shares", case))


def test_who_is_only_told_ends_it_from_the_mail(case, life):
    share = ShareFactory(complaint=case, right="receive", receives=True)
    transitions.admit(case, actor=life.handler, subject=life.subject)
    text = outbox.render(OutboxMessage.objects.get(kind="share_news")).text
    (path,) = re.findall(r"https?://[^/\s]+(/follow/shared/\S+/end/)", text)
    somebody = Client(headers={"accept-language": "en"})
    assert share.email in somebody.get(path).text
    assert Share.objects.standing().exists(), "a mail program that fetches the link ends nothing"
    assert somebody.post(path).status_code == 200
    assert not Share.objects.standing().exists()
    assert somebody.get(path).status_code == 410
    assert "A share of your file ended." in entered(case).get(at("case", case)).text


def test_the_link_that_ends_being_told_ends_no_reading(case):
    share = ShareFactory(complaint=case, right="read")
    for salt in (UNSHARE_LINK, SHARE_LINK):
        path = reverse("follow_up:unshare", args=[signing.dumps(share.pk, salt=salt)])
        assert Client().post(path).status_code == 410
    assert Share.objects.standing().get() == share


@pytest.mark.parametrize("right", ["read", "write"])
def test_who_only_reads_is_told_so_before_anything_is_typed(case, right):
    share = ShareFactory(complaint=case, right=right)
    client = entered(case, selectors.code_of(share))
    answer = client.get(at("write", case))
    assert answer.status_code == (302 if right == "read" else 200)
    assert ("You may read this file, not write to it." in client.get(at("case", case)).text) is (right == "read")
