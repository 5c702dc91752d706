"""What the form promises on each of its pages and no other test looks at; docs/conventions.md names each (A1 to A45)."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from complaints.intake.models import Draft
from complaints.intake.steps import STEPS, answers_of
from mediator.languages import CODES
from tests.complaints.intake.filing import DECLARATIONS, POSTS, directories, walk
from tests.factories import CountryFactory

pytestmark = pytest.mark.django_db
# Steps that ask for more than three things at once: the two homes, the seat of an organisation, the facts.
LONGER = {"represented-home": 7, "organisation": 8, "address": 5, "happened": 4}
BEGINNINGS = (
    *(
        "Add the",
        "Check the",
        "Choose",
        "Describe",
        "Empty",
        "Enter",
        "Fill in",
        "Say",
        "Search for",
        "Shorten",
        "Sum up",
    ),
    *("Member 1: Enter", "Member 1: We do not know this country. Write"),
)
ODD = ["", "?!", "9" * 400, "x" * 6000, "x y"]


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    directories()


@pytest.fixture
def english(client: Client) -> Client:
    client.get("/?lang=en")
    return client


@pytest.fixture
def begun(english: Client) -> Client:
    """Somebody who may open each step: the address to prove is given."""
    walk(english, until="contact")
    return english


def plain(client: Client, address: str) -> str:
    """The page as it is read: entities as characters, each space once."""
    return " ".join(unescape(client.get(address).text).split())


def form_of(page: str) -> str:
    """What the form of a step asks at first sight: nothing folded, no trap for programs."""
    form = re.search(r'<form id="step-form".*?</form>', page, re.DOTALL)[0]
    form = re.sub(r"<details.*?</details>", "", form, flags=re.DOTALL)
    return re.sub(r'<div class="honeypot".*?</div>\s*</div>', "", form, flags=re.DOTALL)


@pytest.mark.parametrize("slug", STEPS)
def test_a_step_asks_three_things_at_most(begun, slug):
    asked = len(re.findall(r'class="field[ "]', form_of(begun.get(f"/file/{slug}/").text)))
    assert asked <= LONGER.get(slug, 3)


@pytest.mark.parametrize("slug", STEPS)
def test_each_step_says_where_one_is(begun, slug):
    page = plain(begun, f"/file/{slug}/")
    number = list(dict.fromkeys(step.task for step in STEPS.values())).index(STEPS[slug].task) + 1
    assert f"Step {number} of 6" in page
    assert f'<progress value="{number}" max="6"' in page


def statuses(client: Client) -> list[str]:
    """The words that the list of tasks says beside each task: they describe its link, so that they are read out with it."""
    page = plain(client, "/file/")
    words = dict(re.findall(r'<span id="(task-\w+)"> ?<span class="badge \w+">.*?</svg>([^<]+)</span>', page))
    listed = page.split('class="task-list"')[1].split("</ol>")[0]
    described = re.findall(r'aria-describedby="([^"]+)"', listed)
    assert listed.count("<a ") == len(described)
    assert set(described) <= set(words)
    return [word.strip() for word in words.values()]


def test_the_list_of_tasks_says_how_far_each_is(english):
    english.post("/file/who/", POSTS["who"])
    english.post("/file/contact/", {"email": "salma@"})
    assert statuses(english) == [
        "Started",
        "There is a problem",
        *["Not yet started"] * 3,
        "Optional",
        "Cannot start yet",
    ]
    walk(english)
    assert statuses(english) == [*["Completed"] * 5, "Optional", "Not yet started"]


def test_every_answer_can_be_changed_and_the_link_names_its_question(english):
    walk(english)
    answer = english.get("/file/check/")
    page = " ".join(unescape(answer.text).split())
    groups = answer.context["groups"]
    assert {group["step"].slug for group in groups} == set(POSTS)
    for group in groups:
        for row in group["rows"]:
            link = (
                f'<a href="/file/{group["step"].slug}/?from=check">Change<span class="visually-hidden"> {row["key"]}<'
            )
            assert link in page, row["key"]


def test_nothing_is_ticked_beforehand(client):
    walk(client)
    boxes = re.findall(r'<input type="(\w+)" name="(\w+)"([^>]*)>', form_of(client.get("/file/check/").text))
    ticks = [name for kind, name, _more in boxes if kind == "checkbox"]
    assert ticks == ["court", "truth", "privacy", "transfer", "survey"]
    assert [name for _kind, name, more in boxes if "checked" in more] == []


@pytest.mark.parametrize("language", CODES)
def test_an_error_stands_in_the_title_and_above_in_the_words_beside_the_field(client, language):
    client.get(f"/?lang={language}")
    client.post("/file/who/", POSTS["who"])
    client.post("/file/contact/", {"email": "salma@"})
    page = unescape(client.get("/file/contact/?check=1").text)
    with translation.override(language):
        assert re.search(rf"<title>\s*{gettext('Error:')}", page)
    summary, fields = page.split('id="error-summary"')[1].split('<form id="step-form"')
    said = re.findall(r'<a href="#([\w-]+)">(.*?)</a>', summary)
    assert len(said) == 2
    for target, words in said:
        assert f'id="{target}"' in fields
        assert f"</span> {words}</span></p>" in fields


@pytest.mark.parametrize("slug", [slug for slug in STEPS if slug not in {"verify", "files"}])
def test_errors_say_what_to_do(slug):
    answers = answers_of(Draft(answers={"who": {"who": ["self"]}}))
    wrong = []
    for typed in ODD:
        rows = {"rows": ["1"], "body_0": [typed], "country_0": [typed], "first_name_0": [typed]}
        raw = {**{name: [typed] for name in STEPS[slug].form.names({})}, **rows}
        form = answers.form(slug, raw)
        hidden = {field.name for field in form.hidden_fields()}  # nobody types them
        errors = ((name, error) for name, errors in form.errors.items() if name not in hidden for error in errors)
        wrong += [(name, error) for name, error in errors if not error.startswith(BEGINNINGS) or "valid" in error]
    assert wrong == []


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_the_choice_of_a_file_speaks_the_language_of_the_page(client, language):
    """The browser's own words are in the browser's language; with JavaScript the label takes their place."""
    client.get(f"/?lang={language}")
    client.post("/file/who/", POSTS["who"])
    label = re.search(r'<label for="id_file">.*?</svg>(.*?)</label>', plain(client, "/file/files/"))[1].strip()
    with translation.override(language):
        assert label == gettext("Choose a file or take a photo") != "Choose a file or take a photo"


def test_a_second_visit_offers_the_draft_or_another_complaint(english):
    assert "Continue my draft" not in plain(english, "/")
    walk(english, until="happened")
    page = plain(english, "/")
    assert POSTS["happened"]["title"] in page
    assert 'href="/file/">Continue my draft' in page
    assert '<form method="post" action="/file/new/">' in page


@pytest.mark.parametrize(
    ("slug", "hints"),
    [
        ("name", {"first_name": "given-name", "last_name": "family-name"}),
        ("address", {"country": "country", "city": "address-level2", "address": "street-address"}),
        ("contact", {"email": "email", "phone": "tel"}),
    ],
)
def test_the_browser_may_fill_in_what_it_knows(client, slug, hints):
    client.post("/file/who/", POSTS["who"])
    controls = re.findall(r"<(?:input|select|textarea)[^>]*>", client.get(f"/file/{slug}/").text)
    for name, hint in hints.items():
        (control,) = [control for control in controls if f'name="{name}"' in control]
        assert f'autocomplete="{hint}"' in control


@pytest.mark.parametrize(
    ("country", "city", "address"),
    [
        ("MA", "الناظور", "حي أولاد ميمون، زنقة 14، رقم 7"),
        ("AE", "Dubai", "Villa 12, Al Wasl Road"),
        ("SN", "Pikine", "Cité Icotaf, face à la pharmacie"),
    ],
)
def test_an_address_needs_no_postcode(client, country, city, address):
    CountryFactory(code=country)
    walk(client, address={**POSTS["address"], "country": country, "city": city, "address": address})
    assert Draft.objects.get().problems == []


def test_the_story_has_room_and_takes_any_language(english):
    english.post("/file/who/", POSTS["who"])
    page = plain(english, "/file/happened/")
    box = re.search(r'<textarea name="description"[^>]*>', page)[0]
    assert 'rows="8"' in box
    assert 'dir="auto"' in box
    assert "In your own words, in any language." in page
    assert 'data-count="id_description" data-limit="5000"' in page


@pytest.mark.parametrize("address", ["/", *(f"/file/{slug}/" for slug in STEPS), "/file/", "/file/check/", "/resume/"])
def test_every_page_ends_with_help_and_says_what_one_may_trust(begun, address):
    page = plain(begun, address)
    main, after = page.split("</main>")
    assert main.rstrip().endswith("</section>")
    assert main.split("<section")[-1].startswith(' class="help"')
    strip = after.split('class="trust"')[1].split("</ul>")[0]
    assert all(words in strip for words in ("Free of charge", "Confidential:", "No lawyer needed"))


def test_start_and_confirmation_say_that_the_time_limits_of_the_courts_go_on(english):
    assert "does not stop the time limits of the courts" in plain(english, "/")
    walk(english)
    english.post("/file/check/", DECLARATIONS)
    page = plain(english, "/file/sent/")
    assert "The time limits of the courts go on" in page
    assert "By " in page.split("What happens next")[1], "the days by which we act"
