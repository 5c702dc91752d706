"""The articles come from reviewed files, twice without a change, and never write over what somebody changed."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from complaints.knowledge import bodies, loading
from complaints.knowledge.models import Article, ArticleText, Topic
from complaints.knowledge.remains import remains

HEAD = "---\ntitle: {title}\nsummary: Une phrase.\nkeywords: mots\norder: {order}\nupdated: 2026-11-25\n---\n"


def write(folder: Path, name: str, *, title: str = "Titre", order: int = 1, body: str = "Un texte.\n") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(title=title, order=order) + body, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    write(tmp_path, "before/free.fr.md", title="Gratuit ?")
    write(tmp_path, "before/free.ar.md", title="هل هي مجانية؟")
    return tmp_path


def counted(counts):
    return counts.inserted, counts.updated, counts.unchanged, counts.kept


def test_loading_twice_changes_nothing(folder):
    assert counted(loading.load(folder)) == (2, 0, 0, 0)
    assert counted(loading.load(folder)) == (0, 0, 2, 0)
    text = ArticleText.objects.get(language="fr")
    assert (text.title, text.body, text.updated_on) == ("Gratuit ?", "Un texte.", date(2026, 11, 25))


def test_a_changed_file_changes_its_text_and_place(folder):
    loading.load(folder)
    for language in ("fr", "ar"):
        write(folder, f"before/free.{language}.md", title="Neuf", order=7)
    assert counted(loading.load(folder)) == (0, 2, 0, 0)
    assert Article.objects.get().position == 7


def test_what_somebody_changed_stays(folder):
    loading.load(folder)
    ArticleText.objects.filter(language="fr").update(title="Mieux dit")
    Article.objects.update(position=50)
    write(folder, "before/free.fr.md", title="Neuf", order=9)
    assert counted(loading.load(folder)) == (0, 0, 1, 1)
    assert ArticleText.objects.get(language="fr").title == "Mieux dit"
    assert Article.objects.get().position == 50


def test_what_is_switched_off_stays_off(folder):
    loading.load(folder)
    Article.objects.update(active=False)
    loading.load(folder)
    assert not Article.objects.get().active


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nowhere/x.fr.md", HEAD.format(title="a", order=1) + "b"),
        ("before/x.xx.md", HEAD.format(title="a", order=1) + "b"),
        ("before/x.fr.md", "no head"),
        ("before/x.fr.md", HEAD.format(title="", order=1) + "b"),
        ("before/x.fr.md", HEAD.format(title="a", order="first") + "b"),
        ("before/x.fr.md", HEAD.format(title="a", order=1)),
        ("before/x.fr.md", "---\ntitle\n---\nb"),
    ],
)
def test_a_file_that_is_no_article_is_named(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    with pytest.raises(loading.Unreadable, match=path.name):
        loading.load(folder)
    assert not Article.objects.exists()


# The real files


def test_there_are_answers_enough_in_each_language():
    sources = list(loading.read())
    slugs = {code: {source.slug for source in sources if source.language == code} for code in ("ar", "fr", "en", "es")}
    assert len(slugs["fr"]) >= 25
    assert all(found == slugs["fr"] for found in slugs.values())
    assert {source.topic for source in sources} == set(Topic.values)


def test_the_real_answers_name_nobody_and_no_page_that_was_never_meant():
    """Pages still to be built may be named: their words are shown without a link until they are there."""
    meant = {"/guide/", "/directory/", "/check/"}
    for source in loading.read():
        assert set(bodies.dead_links(source.texts["body"])) <= meant, source.slug
        found = [piece for piece in remains("\n".join(source.texts.values())) if "5 37 57 77 00" not in piece.text]
        assert found == [], source.slug


@pytest.mark.django_db
def test_the_real_answers_load():
    counts = loading.load()
    assert counts.inserted == len(list(loading.read()))
    assert {code for code, _name in settings.LANGUAGES} >= set(ArticleText.objects.values_list("language", flat=True))
