"""Five sample complaints (domain section 15) from the deposit to five different ends; each letter is read back from its paper.

Sample 1 ends with a recommendation that was carried out, 2 settled, 9 at another body, 12 not founded, 15 joined to its twin."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import journey, papers
from tests.browser.inspection import Inspector
from tests.browser.papers import squeezed
from tests.browser.samples import do, file, give, sample
from tests.browser.test_passed_on import agree, answer, come_in

Visitor = Callable[..., Page]
BODY = "petitionen.frankfurt@example.org"
NO_CREDIT = "Aucun crédit n’est ouvert au budget de la province."
MEASURE = "Verser l’indemnité fixée en 2021, avec les intérêts."
ORDERED = "Le paiement est ordonné."
PROOF = "Ordre de virement n° 88"


def deposit(page: Page, number: int, language: str, email: str) -> tuple[str, str]:
    """Files the sample and opens it; gives its reference and its code."""
    file(page, number, language, {"contact": {"email": email}})
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")
    journey.open_file(page, reference, code)
    return reference, code


def take_up(desk: Page, reference: str, language: str, name: str) -> str:
    """Into study, admitted and told by letter; gives the address of the file at the desk."""
    case = journey.open_at_desk(desk, reference)
    do(desk, case, "start_review")
    do(desk, case, "admit")
    paper = papers.write(desk, case, "admission", language)
    assert reference in paper
    assert squeezed(name) in paper
    return case


def sent_to_administration(desk: Page, case: str, reference: str, number: int) -> str:
    """The first letter, with the complainant's own words on its paper; gives the letter's number."""
    do(desk, case, "send_to_administration")
    paper = papers.newest(desk, case)
    said = sample(number).data["happened"]["description"]
    assert reference in paper
    assert all(papers.stands(line, paper) for line in said.splitlines())
    found = re.search(r"IMR-L-\d{4}-\d{6}", desk.locator(".letter").first.inner_text())
    assert found
    return found.group()


def write_and_record(desk: Page, case: str, reference: str, number: int, **answered: str) -> None:
    """The first letter, and what the administration says on paper."""
    sent_to_administration(desk, case, reference, number)
    do(desk, case, "record_answer", quality="substantive", **answered)


def ended(citizen: Page, reference: str, *words: str) -> None:
    """What the complainant reads in the end."""
    citizen.goto(f"/follow/{reference}/")
    for each in words:
        expect(citizen.locator("main")).to_contain_text(each)


def today(name: str) -> dict[str, str]:
    """The three boxes of a date."""
    day = datetime.now(UTC).date()
    return {f"{name}_{part}": str(value) for part, value in enumerate((day.day, day.month, day.year))}


def test_sample_1_ends_with_a_recommendation_that_was_carried_out(
    visitor: Visitor, staff: Visitor, mandate: Path
) -> None:
    """By the accounts that a newcomer is shown, each doing its own part on the site: nobody writes for another."""
    citizen, desk, head = visitor("fr"), staff("oujda"), staff("fes")
    supervisor, province = staff("supervisor"), staff("prefectures")
    reference, _code = deposit(citizen, 1, "fr", "life.1@example.org")
    case = take_up(desk, reference, "fr", "El Idrissi")
    letter = sent_to_administration(desk, case, reference, 1)
    refused(province, letter)
    ended(citizen, reference, "administration")
    assert NO_CREDIT not in citizen.locator("main").inner_text()  # until the desk has checked it
    taken_in(desk, case, NO_CREDIT, "a[href*='quality=substantive']")
    ended(citizen, reference, NO_CREDIT)
    paper = recommended(desk, supervisor, case)
    assert f"{reference}/R1" in paper
    ended(citizen, reference, MEASURE)
    accepted(province, reference)
    taken_in(desk, case, ORDERED, "a[href*='/do/follow_up/?waiting=']")
    ended(citizen, reference, ORDERED)
    proved(province, reference, mandate)
    closed(desk, head, case, mandate.name)
    paper = papers.write(desk, case, "executed", "fr")
    assert squeezed(MEASURE) in paper
    ended(citizen, reference, ORDERED, "Tout est payé.")
    assert papers.received(citizen, reference, "exécutée") == paper
    supervisor.goto("/desk/recommendations/?view=executed")
    expect(supervisor.locator("main")).to_contain_text(f"{reference}/R1")
    province.goto("/administration/letters/?view=made")
    made = province.locator("main li.card", has_text=f"{reference}/R1")
    expect(made).to_have_count(1)
    expect(made.locator("a[href$='/answer/']")).to_have_count(0)  # nothing more is asked of it


def refused(province: Page, letter: str) -> None:
    """Found among what is new, read with its extract, refused with the grounds."""
    province.goto("/administration/letters/?view=new")
    province.locator("main li.card", has_text=letter).locator("h2 a").click()
    province.wait_for_load_state()
    expect(province.locator("main")).to_contain_text("El Idrissi")
    province.locator("main .actions a[href$='/answer/']").click()
    province.locator("[name=position][value=refuses]").check()
    send(province, NO_CREDIT, r"/administration/letters/\d+/$")


def send(province: Page, text: str, then: str) -> None:
    """The administration's words, and "Send to the Mediator"."""
    province.fill("[name=text]", text)
    province.locator("button[name=send]").click()
    province.wait_for_url(re.compile(then))
    expect(province.locator("main")).to_contain_text(text)


def taken_in(desk: Page, case: str, words: str, way: str) -> None:
    """From the list of answers to check: read, taken in by the way that fits, with what the complainant will be told."""
    desk.goto("/desk/replies/")
    desk.locator(f"main a[href*='/{case.rstrip('/').split('/')[-1]}/replies/']").first.click()
    expect(desk.locator("main")).to_contain_text(words)
    desk.locator(way).click()
    expect(desk.locator(".preview")).to_be_visible()
    journey.confirm(desk)


def recommended(desk: Page, supervisor: Page, case: str) -> str:
    """Proposed in Oujda, signed for the Médiateur; gives what stands on the letter's paper."""
    grounds = "La décision de 2021 est définitive."
    public = "Nous recommandons le paiement."
    do(desk, case, "recommend", language="fr", grounds=grounds, measure=MEASURE, public_text=public)
    journey.validate(supervisor, case)
    paper = papers.write(desk, case, "recommendation", "fr")
    assert all(squeezed(words) in paper for words in (MEASURE, grounds))
    return paper


def accepted(province: Page, reference: str) -> None:
    """The recommendation, opened from its list and accepted."""
    answer_recommendation(province, reference)
    province.locator("[name=position][value=accepts]").check()
    send(province, ORDERED, r"/administration/letters/recommendations/\d+/$")


def proved(province: Page, reference: str, document: Path) -> None:
    """The day on which it was carried out, the words and the document that prove it."""
    answer_recommendation(province, reference)
    for name, value in today("executed_on").items():
        province.fill(f"[name={name}]", value)
    province.set_input_files("[name=file]", document)
    send(province, PROOF, r"/administration/letters/recommendations/\d+/$")
    expect(province.locator("main details").first).to_contain_text(document.name)


def answer_recommendation(province: Page, reference: str) -> None:
    """From the list of recommendations to the form."""
    province.goto("/administration/letters/?view=made")
    province.locator("main h2 a", has_text=f"{reference}/R1").click()
    province.wait_for_load_state()
    expect(province.locator("main")).to_contain_text(MEASURE)
    province.locator("main .actions a[href$='/answer/']").click()
    province.wait_for_load_state()


def closed(desk: Page, head: Page, case: str, document: str) -> None:
    """The end is proposed from what the administration sent; the head of the delegation sees the proof and validates."""
    desk.goto("/desk/replies/")
    desk.locator(f"main a[href*='/{case.rstrip('/').split('/')[-1]}/replies/']").first.click()
    expect(desk.locator("main")).to_contain_text(document)
    desk.locator("a[href*='/do/close_executed/?waiting=']").click()
    expect(desk.locator("[name=proof]")).to_have_value(PROOF)
    expect(desk.locator("[name=documents]:checked")).to_have_count(1)
    give(desk, ".act-form [name=remedies]", "payment")
    desk.fill("[name=public_text]", "Tout est payé.")
    journey.preview(desk)
    journey.confirm(desk)
    head.goto(case)
    head.locator("a[href*='/proposals/']").first.click()
    expect(head.locator("main")).to_contain_text(PROOF)
    journey.validate(head, case)


def test_sample_2_is_settled_in_arabic(visitor: Visitor, staff: Visitor) -> None:
    citizen, desk, supervisor = visitor("ar", phone=True), staff("caseworker", "ar"), staff("supervisor", "ar")
    reference, _code = deposit(citizen, 2, "ar", "life.2@example.org")
    case = take_up(desk, reference, "ar", "أمزيان")
    write_and_record(desk, case, reference, 2, position="accepts", text="سجلت القنصلية الطفلة.")
    do(
        desk,
        case,
        "settle",
        outcome="settled_full",
        remedies="document",
        proof="Acte n° 12",
        public_text="سلم رسم الولادة يوم أمس.",
    )
    journey.validate(supervisor, case)
    paper = papers.write(desk, case, "settled", "ar")
    assert squeezed("سلم رسم الولادة يوم أمس.") in paper
    ended(citizen, reference, "سلم رسم الولادة يوم أمس.")
    assert papers.received(citizen, reference, "مآل تظلمكم") == paper


def test_sample_9_goes_to_another_body(visitor: Visitor, staff: Visitor) -> None:
    citizen, desk, supervisor, body = visitor("en"), staff("caseworker"), staff("supervisor"), visitor("ar")
    reference, _code = deposit(citizen, 9, "en", "life.9@example.org")
    case = journey.open_at_desk(desk, reference)
    do(desk, case, "start_review")
    desk.goto(case)
    journey.act(desk, "orient")
    desk.locator("[name=ground]").select_option("X7")
    name = next(text for text in desk.locator("[name=to] option").all_inner_texts() if "pétitions du Bundestag" in text)
    desk.locator("[name=to]").select_option(label=name)
    desk.fill("[name=address]", BODY)
    desk.fill("[name=public_text]", "The parliament of your Land takes such petitions.")
    journey.preview(desk)
    journey.confirm(desk)
    journey.validate(supervisor, case)
    paper = papers.write(desk, case, "orientation", "en")
    assert squeezed("The parliament of your Land takes such petitions.") in paper
    eye, there = Inspector(citizen, "en"), Inspector(body, "ar")
    agree(citizen, reference, items=("identity", "story"), eye=eye)
    expect(citizen.locator("main")).to_contain_text(re.compile("since", re.DOTALL))
    both_letters(desk, reference)
    come_in(body, BODY, eye=there)
    expect(body.locator("main")).to_contain_text("Ikram Sebbar")
    answer(body, there)
    ended(citizen, reference, "Der Aufenthaltstitel liegt zur Abholung bereit.")
    assert papers.received(citizen, reference, reference) == paper
    eye.report()
    there.report()


def both_letters(desk: Page, reference: str) -> None:
    """The one to the body names nobody, the one to the complainant says what went."""
    desk.goto("/desk/referrals/")
    desk.locator("main a", has_text=reference).click()
    desk.wait_for_load_state()
    to_body, to_complainant = (
        papers.printed(desk, desk.locator(f"a[href$='letter-{whom}.pdf']").get_attribute("href") or "")
        for whom in ("body", "complainant")
    )
    assert reference in to_body
    assert "Sebbar" not in to_body
    assert reference in to_complainant


def test_sample_12_is_not_founded(visitor: Visitor, staff: Visitor) -> None:
    citizen, desk, supervisor = visitor("es"), staff("tanger"), staff("supervisor")
    reference, _code = deposit(citizen, 12, "es", "life.12@example.org")
    case = take_up(desk, reference, "es", "Cherkaoui")
    write_and_record(
        desk, case, reference, 12, position="refuses", text="La regularización no corresponde a este coche."
    )
    citizen.goto(f"/follow/{reference}/write/")
    expect(citizen.locator("main")).to_contain_text("La regularización no corresponde a este coche.")
    citizen.fill("[name=text]", "El recibo lleva mi nombre.")
    citizen.locator("#main-form .actions button").click()
    citizen.wait_for_url(f"**/follow/{reference}/")
    do(desk, case, "close_unfounded", basis="Code des douanes", public_text="El recibo es de otro vehículo.")
    journey.validate(supervisor, case)
    paper = papers.write(desk, case, "unfounded", "es")
    assert squeezed("El recibo es de otro vehículo.") in paper
    ended(citizen, reference, "El recibo es de otro vehículo.")
    assert papers.received(citizen, reference, "archivo de su queja") == paper


def test_sample_15_waits_for_a_first_step_and_is_joined_to_its_twin(visitor: Visitor, staff: Visitor) -> None:
    phone, post, desk = visitor("fr", phone=True), visitor("fr"), staff("casablanca")
    first, _key = deposit(phone, 15, "fr", "life.15@example.org")
    case = journey.open_at_desk(desk, first)
    do(desk, case, "start_review")
    do(desk, case, "await_prior_step")
    paper = papers.write(desk, case, "prior_step", "fr")
    assert squeezed("Lamrani") in paper
    assert papers.received(phone, first, "première démarche") == paper
    second, _code = deposit(post, 15, "fr", "life.15@example.org")
    twin = journey.open_at_desk(desk, second)
    do(desk, twin, "start_review")
    desk.goto(twin)
    journey.act(desk, "join")
    desk.locator(f"a[href$='/do/join/?into={first}']").first.click()
    desk.wait_for_load_state()
    expect(journey.preview(desk)).to_contain_text(first)
    journey.confirm(desk)
    ended(post, second, "Nous traitons vos deux dossiers ensemble")
    ended(phone, first, "Nous avons joint un autre de vos dossiers")
