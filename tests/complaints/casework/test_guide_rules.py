"""The rules of the guide at the desk: edited, refused, tried on last month's files, put in force; entries to verify."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from complaints.casework import guide_trial
from complaints.casework.guide_trial import Facts, answers_of
from complaints.guide import eligibility, reference_data, rule_changes, rules
from complaints.guide.models import ReferralBody, Rule
from complaints.guide.questions import known
from mediator.demo.samples import samples
from tests.factories import AdministrationFactory, ComplaintFactory, SubjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _directories(db):
    reference_data.load()


def facts_of(data) -> Facts:
    code = data["authority"]["administration"]
    return Facts(
        subject=data["subject"],
        named=code != "unknown",
        consulate=code.startswith("consulat-"),
        court=data["dates"]["court"],
        prior=bool(data["steps"]),
        urgent=data["request"]["pressing"] == "yes",
    )


# What domain section 15 expects of each sample: the rule, result and ground, and who helps besides or instead of us.
HELPED = ("competent", "help", "", [])
URGENT = ("urgent", "help", "", [])
TAX = ("first-the-tax-office", "help", "", ["dgi", "chikaya"])
EXPECTED = {
    "01": HELPED,
    "02": HELPED,
    "03": HELPED,
    "04": URGENT,
    "05": (
        "private-fraud", "elsewhere", "X6", ["ministere-public", "ministere-justice", "fondation-hassan-ii", "ancfcc"]
    ),
    "06": HELPED,
    "07": ("judgment-not-carried-out", "help", "", []),  # a judgment, and yet in competence: it is not carried out
    "08": ("justice-decision", "elsewhere", "X2", ["avocat", "tribunal-famille", "fondation-hassan-ii"]),
    "09": ("host-administration", "elsewhere", "X7", ["petitionsausschuss", "services-consulaires"]),
    "10": HELPED,
    "11": HELPED,
    "12": HELPED,
    "13": URGENT,
    "14": ("conduct", "help", "", ["inpplc"]),
    "15": TAX,
    "16": TAX,  # 15 again, by another way
    "17": HELPED,  # not of section 15: filed for the demonstration, as is the next
    "18": HELPED,
}  # fmt: skip


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name[:2])
def test_the_sample_complaints_go_where_domain_section_15_says(sample):
    answers = answers_of(facts_of(sample.data))
    found = rules.advice(answers, country=sample.data["address"]["country"])
    assert rules.next_question(answers) is None
    said = (found.rule.code, found.result, found.ground, [body.code for body in found.bodies])
    assert said == EXPECTED[sample.name[:2]]


# --- editing ---


def post_of(**changes):
    data = {
        "code": "bank-rights", "position": "5", "result": "elsewhere", "ground": "X4", "bodies": "cmmb",
        "against": ["private"], "where": ["morocco"], "matter": ["bank"],
        **{f"names_{code}": "Titre" for code in ("fr",)}, **{f"explanation_{code}": "Texte" for code in ("fr",)},
    }  # fmt: skip
    return {**data, **changes}


def add(client, **changes):
    return client.post("/desk/guide/rule/add/", post_of(**changes))


def test_a_rule_is_proposed_and_decides_nothing_yet(life, desk):
    client = desk(life.administrator)
    assert client.get("/desk/guide/rule/add/").status_code == 200
    answer = add(client)
    assert answer.status_code == 302, answer.content.decode()
    rule = Rule.objects.get(code="bank-rights")
    assert rule.stage == Rule.Stage.DRAFT
    assert rule.pattern == {"against": ["private"], "where": ["morocco"], "matter": ["bank"]}
    assert rule not in rules.live_rules()
    assert 'value="bank" id="id_matter_' in client.get(f"/desk/guide/rule/{rule.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"matter": ["nonsense"]}, "The guide has no such answer: nonsense"),
        ({"matter": ["civil_status"]}, "no answers lead to what is ticked"),
        ({"position": "998"}, "earlier rules take all its answers"),
        ({"bodies": "cmmb nobody"}, "The directory has no entry with this code: nobody."),
        ({"ground": ""}, "Choose the ground"),
        ({"result": "help"}, "Leave the ground empty"),
        ({"bodies": ""}, "Name who helps"),
        ({"code": "rights"}, "already exists"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_a_clear_sentence(life, desk, changes, words):
    answer = add(desk(life.administrator), **changes)
    assert answer.status_code == 200
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert not Rule.objects.filter(code="bank-rights").exists()


def test_of_a_rule_in_force_only_the_texts_and_the_bodies_change(life, desk):
    client = desk(life.administrator)
    rule = Rule.objects.get(code="private-bank")
    page = client.get(f"/desk/guide/rule/{rule.pk}/change/").content.decode()
    assert 'name="position"' not in page
    data = {
        "names_fr": "Banque",
        "explanation_fr": "Texte",
        "bodies": "bank-al-maghrib",
        "position": "1",
        "result": "help",
    }
    assert client.post(f"/desk/guide/rule/{rule.pk}/change/", data).status_code == 302
    rule.refresh_from_db()
    assert rule.names == {"fr": "Banque"}
    assert rule.bodies == ["bank-al-maghrib"]
    assert (rule.position, rule.result) == (60, "elsewhere")


class Typed(HTMLParser):
    """What a browser sends of a page when nothing was touched, file fields and buttons left out."""

    def __init__(self, page):
        super().__init__()
        self.data, self.area, self.select = {}, "", ""
        self.feed(page)

    def keep(self, name, value):
        self.data.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "textarea":
            self.area, self.data[name] = name, [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.keep(self.select, given["value"])
        elif tag == "input" and name and (kind in {"text", "number"} or "checked" in given):
            self.keep(name, given.get("value", ""))

    def handle_endtag(self, tag):
        self.area = "" if tag == "textarea" else self.area
        self.select = "" if tag == "select" else self.select

    def handle_data(self, data):
        if self.area:  # the first new line of the markup is not the text's own
            self.data[self.area][0] += data.removeprefix("\n")


@pytest.mark.parametrize("stage", ["live", "draft"])
def test_a_form_opens_with_the_texts_of_each_language_and_saved_untouched_changes_nothing(life, desk, stage):
    client = desk(life.administrator)
    rule = Rule.objects.get(code="private-bank")
    if stage == "draft":
        rule = rule_changes.propose_change(rule)
    before, address = model_to_dict(rule), f"/desk/guide/rule/{rule.pk}/change/"
    typed = Typed(client.get(address).content.decode()).data
    for language in ("ar", "fr", "en", "es"):
        assert typed[f"names_{language}"] == [rule.names[language]]
        assert typed[f"explanation_{language}"] == [rule.explanation[language]]
    assert client.post(address, typed).status_code == 302
    rule.refresh_from_db()
    assert model_to_dict(rule) == before


def test_only_who_keeps_the_lists_edits_rules(life, desk):
    for actor in (life.handler, life.supervisor):
        assert desk(actor).get("/desk/guide/rule/").status_code == 403
        assert desk(actor).post("/desk/guide/rule/add/", post_of()).status_code == 403


def press(client, action, *rows):
    return client.post(
        "/desk/guide/rule/", {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True
    ).content.decode()


def test_a_change_takes_the_place_of_the_rule_in_force(life, desk):
    client = desk(life.administrator)
    old = Rule.objects.get(code="private-bank")
    press(client, "propose_change", old)
    draft = Rule.objects.get(code="private-bank-2")
    assert (draft.stage, draft.replaces) == ("draft", old)
    press(client, "put_in_force", draft)
    draft.refresh_from_db()
    old.refresh_from_db()
    assert (draft.stage, old.stage) == ("live", "off")
    answers = known({"against": "private", "where": "morocco", "court": "no", "matter": "bank"})
    assert rules.find(answers).line.code == "private-bank-2"


def test_a_change_that_would_silence_another_rule_is_not_put_in_force(life, desk):
    draft = Rule.objects.create(
        code="all-private",
        position=1,
        pattern={"against": ["private"]},
        result="elsewhere",
        ground="X4",
        bodies=["avocat"],
    )
    page = press(desk(life.administrator), "put_in_force", draft)
    assert "could never match" in page
    assert "private-bank" in page
    draft.refresh_from_db()
    assert draft.stage == "draft"
    with pytest.raises(rule_changes.NotPossible):
        rule_changes.put_in_force([Rule.objects.get(code="rights")])


def test_a_rule_is_switched_off(life, desk):
    press(desk(life.administrator), "switch_off", Rule.objects.get(code="rights"))
    answers = {
        "against": "administration",
        "where": "morocco",
        "court": "no",
        "prior": "yes",
        "urgent": "no",
        "matter": "rights",
    }
    assert rules.find(answers).result == "help"


# --- the trial ---


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def last_month(life):
    """Three files about detention, one about a land title, one of long ago."""
    body = AdministrationFactory(code="affaires-rurales")
    rights, land = SubjectFactory(code="DRT-D3"), SubjectFactory(code="FON-F1")

    def file(subject, days):
        return ComplaintFactory(
            subject=subject, administration=body, administration_text="", unit=life.unit, court="no", no_prior_steps=False,
            received_on=today() - timedelta(days=days),
        )  # fmt: skip

    return [file(rights, 1), file(rights, 2), file(rights, 29), file(land, 3), file(rights, 40)]


def test_a_trial_says_which_files_would_have_gone_elsewhere(life, desk, last_month):
    rule = Rule.objects.get(code="rights")
    page = desk(life.supervisor).get(f"/desk/guide/trial/?tried=1&without={rule.pk}")
    trial = page.context["trial"]
    assert trial.moved == 3
    (move,) = trial.moves
    assert (move.before.line.code, move.after.line.code, move.elsewhere) == ("rights", "competent", True)
    text = page.content.decode()
    assert all(case.reference in text for case in last_month[:3])
    assert not any(case.reference in text for case in last_month[3:])
    assert Rule.objects.get(code="rights").stage == "live"


def test_a_draft_is_tried_by_itself(life, desk, last_month):
    draft = rule_changes.propose_change(Rule.objects.get(code="competent"))
    Rule.objects.filter(pk=draft.pk).update(
        position=79,
        pattern={"against": ["administration"], "matter": ["land"]},
        result="elsewhere",
        ground="X4",
        replaces=None,
    )
    page = desk(life.supervisor).get("/desk/guide/trial/")
    assert {move.after.line.code: move.number for move in page.context["trial"].moves} == {"competent-2": 1}
    page = desk(life.supervisor).get("/desk/guide/trial/?tried=1")
    assert page.context["trial"].moves == []


def test_the_trial_names_files_only_to_those_who_work_on_them(life, desk, last_month):
    rule = Rule.objects.get(code="rights")
    page = desk(life.administrator).get(f"/desk/guide/trial/?tried=1&without={rule.pk}")
    assert page.context["trial"].moved == 3
    assert last_month[0].reference not in page.content.decode()
    assert desk(life.handler).get("/desk/guide/trial/").status_code == 403


def test_the_trial_asks_no_more_for_more_files(life, desk, last_month, django_assert_max_num_queries):
    body = last_month[0].administration
    for _more in range(10):
        ComplaintFactory(
            subject=last_month[0].subject,
            administration=body,
            administration_text="",
            unit=life.unit,
            received_on=today(),
        )
    client = desk(life.supervisor)
    rule = Rule.objects.get(code="rights")
    with django_assert_max_num_queries(14):
        client.get(f"/desk/guide/trial/?tried=1&without={rule.pk}")


@pytest.mark.parametrize(
    "query", ["?tried=1&without=x&draft=-1", "?without=" + "9" * 400, "?page=nonsense", "?draft=%F0%9F"]
)
def test_nonsense_in_a_trial_is_no_fault(life, desk, query):
    assert desk(life.supervisor).get(f"/desk/guide/trial/{query}").status_code == 200


def test_one_file_is_judged_as_its_kind(last_month):
    lines = [rule.line for rule in rules.live_rules()]
    assert [guide_trial.judged(case, lines).line.code for case in last_month[:4]] == ["rights"] * 3 + ["competent"]
    assert guide_trial.judged(last_month[0], lines).result == eligibility.ELSEWHERE


# --- the directory ---


def test_entries_to_verify_are_work_until_somebody_has_looked(life, desk):
    client = desk(life.administrator)
    assert "entries of the directory to verify" in client.get("/desk/").content.decode()
    page = client.get("/desk/guide/verify/")
    before = page.context["page"].paginator.count
    assert before == ReferralBody.objects.count()
    assert client.post("/desk/guide/verify/cmmb/").status_code == 302
    assert ReferralBody.objects.get(code="cmmb").last_verified == today()
    assert client.get("/desk/guide/verify/").context["page"].paginator.count == before - 1
    ReferralBody.objects.filter(code="cmmb").update(last_verified=today() - timedelta(days=184))
    assert client.get("/desk/guide/verify/").context["page"].paginator.count == before


def test_others_verify_nothing(life, desk):
    for actor in (life.handler, life.supervisor):
        assert desk(actor).get("/desk/guide/verify/").status_code == 403
        assert desk(actor).post("/desk/guide/verify/cmmb/").status_code == 403
    assert ReferralBody.objects.get(code="cmmb").last_verified is None


def test_an_entry_carries_what_people_need(life, desk):
    client = desk(life.administrator)
    row = ReferralBody.objects.get(code="cmmb")
    data = {"code": "cmmb", "names_fr": "CMMB", "how_fr": "Écrivez", "prepare_fr": "Le contrat", "abroad_fr": "Par courrier",
            "grounds": ["X4"], "matters": ["bank"], "languages": "fr, ar", "phone": "+212 5 00 00 00 00", "address": "Rabat",
            "country": "MA", "website": "https://www.cmmb.ma", "active": "on"}  # fmt: skip
    answer = client.post(f"/desk/guide/referralbody/{row.pk}/change/", data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    row.refresh_from_db()
    assert (row.prepare, row.matters, row.address) == ({"fr": "Le contrat"}, ["bank"], "Rabat")
