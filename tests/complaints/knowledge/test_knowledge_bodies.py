"""The small language of articles, and the places that may still name a person."""

import pytest
from django.template.loader import render_to_string

from complaints.knowledge import bodies
from complaints.knowledge.bodies import Block, Run
from complaints.knowledge.remains import introduced, names_of, remains


def test_paragraphs_headings_lists_and_links():
    found = bodies.parse("One\nline.\n\n## Head\nNext [help](/help/).\n- a\n- b [out](https://example.org/x)\n\nEnd")
    assert found == [
        Block("paragraph", (Run("One line."),)),
        Block("heading", (Run("Head"),)),
        Block("paragraph", (Run("Next "), Run("help", "/help/"), Run("."))),
        Block("list", items=((Run("a"),), (Run("b "), Run("out", "https://example.org/x", outside=True)))),
        Block("paragraph", (Run("End"),)),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert",
        "http://example.org/",
        "//example.org/",
        "/no-such-page/",
        "help/",
        "data:text/html,x",
        "https:///x",
        "https://me@example.org/",
        "https://[",
    ],
)
def test_a_link_that_leads_nowhere_is_its_words(address):
    assert bodies.parse(f"[words]({address})") == [Block("paragraph", (Run("words"),))]
    assert bodies.dead_links(f"[words]({address})") == [address]


def test_no_text_becomes_markup():
    runs = bodies.runs('<script>x</script> [<b>"](/help/)')
    shown = render_to_string("knowledge/_runs.html", {"runs": runs})
    assert shown == '&lt;script&gt;x&lt;/script&gt; <a href="/help/">&lt;b&gt;&quot;</a>'


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Écrivez à salma@example.org vite", ["salma@example.org"]),
        ("mon dossier IMR-2026-7K4F2QXZ et Q-7K4F2QXZ", ["IMR-2026-7K4F2QXZ", "Q-7K4F2QXZ"]),
        ("appelez le +33 6 12 34 56 78 ou 06.12.34.56.78", ["+33 6 12 34 56 78", "06.12.34.56.78"]),
        ("هاتفي ٠٦١٢٣٤٥٦٧٨", ["0612345678"]),
        ("CNIE AB 123456, passeport ZX1234567", ["AB 123456", "ZX1234567"]),
        ("RIB 007 780 0001234567890123 45", ["007 780 0001234567890123 45"]),
        ("FR76 3000 6000 0112 3456 7890 189", ["FR76 3000 6000 0112 3456 7890 189"]),
        ("réf. 4567891", ["4567891"]),
    ],
)
def test_what_may_name_a_person_is_seen(text, pieces):
    assert [piece.text for piece in remains(text)] == pieces


def test_dates_laws_and_sums_are_nobodys():
    text = "Loi 14-16, article 31, 60 jours, le 25/11/2026 ou 2026-11-25, 1 250,50 MAD, 10 000 dirhams, H1 2026."
    assert remains(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bonjour, je m’appelle Salma Benali et j'habite Lyon.", {"salma", "benali"}),
        ("mon nom est : zoé. Merci", {"zoe"}),
        ("MY NAME IS OMAR EL FASSI, I ask", {"omar", "fassi"}),
        ("Me llamo José Núñez y soy de Tánger", {"jose", "nunez"}),
        ("mi nombre es Inés; pregunto", {"ines"}),
        ("Mi chiamo Nicolò", {"nicolo"}),
        ("Ik heet Jan de Vries en woon hier", {"jan", "vries"}),
        ("Ich heiße Jörg Weiß und wohne hier", {"jorg", "weiss"}),
        ("اسمي سَلمى بنعلي، أسكن في فاس", {"سلمي", "بنعلي"}),
        ("أنا محمد بن علي من فاس", {"محمد", "علي"}),
        ("Comment appeler le bureau ? Je m’y perds.", set()),
    ],
)
def test_who_says_the_own_name_is_understood(text, names):
    assert introduced(text) == names


def test_a_name_is_seen_wherever_it_stands():
    names = introduced("Je m’appelle Salma, اسمي سلمى العلوي") | names_of("M. Aït-Benali de Fès")
    text = "Sálma demande. SALMA ! قلنا لسلمى وللعلوي : Benali, Fes. M. de Salmanca"
    assert [piece.text for piece in remains(text, names)] == [
        "Sálma", "SALMA", "لسلمى", "وللعلوي", "Benali", "Fes",
    ]  # fmt: skip
    assert [piece.text for piece in remains("Je m'appelle Zoé.")] == ["Zoé"]
