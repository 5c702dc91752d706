"""The catalogues in `locale/`, kept and compiled by Babel: a bare machine has none of gettext's tools.

`python -m mediator.local messages` brings them up to date with the code, `check` fails while a translation is missing,
marked fuzzy or asks for other placeholders than its text, and `make run` compiles them. In a language that the desk is not kept
in, its texts may be missing: nobody is shown them (docs/languages.md).
"""

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import django
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mediator import languages
from mediator.env import ROOT

# Whose words visitors read besides ours, and in which catalogue
PACKAGES = (
    ("django/conf", "django"),
    ("django/contrib/admin", "django"),
    ("django/contrib/admin", "djangojs"),
    ("django/contrib/auth", "django"),
    ("allauth", "django"),
)
LOCALE = ROOT / "locale"
LANGUAGES = tuple(code for code in languages.CODES if code != languages.SOURCE)
# What staff alone read
DESK = (
    "complaints/casework/",
    "complaints/dealings.py",
    "complaints/files/drawing.py",
    "complaints/intake/steps/desk.py",
    "complaints/knowledge/remains.py",
    "complaints/models/conflict.py",
    "complaints/models/grace.py",
    "complaints/models/incoming.py",
    "complaints/models/interlocutor.py",
    "complaints/models/recommendation.py",
    "complaints/outreach/access.py",
    "complaints/outreach/models/",
    "complaints/outreach/planning/",
    "complaints/outreach/report/",
    "complaints/outreach/waiting/",
    "complaints/permissions/desk.py",
    "complaints/models/referral.py",
    "complaints/referring/desk.py",
    "complaints/models/searching.py",
    "complaints/permissions/reception.py",
    "complaints/outreach/sealed/",
    "complaints/outreach/tablet/access.py",
    "complaints/outreach/tablet/forms.py",
    "complaints/outreach/tablet/shifts.py",
    "complaints/outreach/tablet/views/day.py",
    "complaints/outreach/tablet/views/devices.py",
    "complaints/outreach/tablet/views/people.py",
    "complaints/outreach/tablet/views/writing.py",
    "complaints/reception/",
    "complaints/selectors.py",
    "complaints/supervision/",
    "complaints/workflow/regulations.py",
    "complaints/workflow/table.py",
    "complaints/workflow/transitions/administration.py",
    "complaints/workflow/transitions/joining.py",
    "complaints/workflow/transitions/means.py",
    "complaints/workflow/transitions/recommendations.py",
    "complaints/workflow/transitions/taking_back.py",
    "complaints/workflow/transitions/units.py",
    "complaints/workflow/undo.py",
    "mediator/demo/",
    "templates/admin/",
    "templates/casework/",
    "templates/email/administration_",
    "templates/email/desk_",
    "templates/outreach/",
    "templates/reception/",
    "templates/supervision/",
)
# Where the packages' words that visitors read come from; what it leaves out are models, administration, other ways to log in
SHOWN = re.compile(
    r"(core/validators|forms/|template/defaultfilters|utils/timesince|contrib/auth/(forms|password_validation)"
    r"|account/(adapter|fields|forms)|mfa/.*(adapter|forms)|usersessions/|templates/(account|allauth|mfa|usersessions)/)"
)
# Arabic as gettext and Django count it: 3 to 10, 11 to 99, then hundreds. Babel has the last two the other way round.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
}
CODE = ("accounts", "complaints", "mediator")
TEMPLATES = "templates"
NOT_SHOWN = ("local", "migrations")  # folders whose texts no visitor reads
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# French sets these apart with a space that must not end a line: a "?" alone at the head of the next looks like a mistake
BREAKS_BEFORE_A_SIGN = re.compile(r"(?<=\S) (?=[?!:;»])|(?<=«) ")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|(?<!%)%[sd]")
# No dates and no names: the history has them, and a file that did not change stays the same.
HEADER = """# Mediator: the texts in {name}. `make messages` keeps this file; people write only the msgstr lines.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file that can hold a text, as Python that Babel's extractor reads."""
    for top in CODE:
        for path in sorted((ROOT / top).rglob("*.py")):
            if not set(NOT_SHOWN) & set(path.relative_to(ROOT).parts):
                yield path, path.read_bytes()
    for path in sorted((ROOT / TEMPLATES).rglob("*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".xml"}:
            yield path, as_python(path.read_text(), path)


def as_python(template: str, path: Path) -> bytes:
    """A template with everything but its texts blanked out; in parentheses, so that indentation means nothing."""
    from django.utils.translation.template import templatize

    return f"(\n{templatize(template, origin=str(path))}\n)\n".encode()


def collect() -> Catalog:
    """A catalogue of every text in the code and the templates, without translations."""
    catalog = Catalog(charset="utf-8")
    for path, content in sources():
        relative = path.relative_to(ROOT).as_posix()
        for _line, text, comments, context in extract("python", io.BytesIO(content), KEYWORDS, ("Translators:",)):
            catalog.add(text, locations=[(relative, None)], auto_comments=comments, context=context)
    return catalog


def load(language: str, domain: str = "django", folder: Path = LOCALE) -> Catalog:
    """The kept catalogue of a language; an empty one when there is none yet."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Rewrites the catalogues: new texts come in without a translation, texts that are gone leave."""
    ours = collect()
    for language in LANGUAGES:
        fresh, kept, result = words(language, ours), load(language), Catalog(locale=language, charset="utf-8")
        for message in sorted(texts(fresh), key=order):
            old = kept.get(message.id, message.context)
            result.add(
                message.id,
                old.string if old is not None else None,
                locations=sorted({(name, None) for name, _line in message.locations}),
                flags=old.flags if old is not None else (),
                auto_comments=message.auto_comments,
                user_comments=old.user_comments if old is not None else (),
                context=message.context,
            )
        save(language, result)
        wanted = [message for message in texts(result) if read_in(language, message)]
        print(f"{language}: {sum(not complete(message) for message in wanted)} of {len(wanted)} to translate")


def save(language: str, catalog: Catalog) -> None:
    """Writes the kept catalogue of a language."""
    folder = LOCALE / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "django.po").open("wb") as file:
        name = Locale(language).english_name
        plural = PLURALS.get(language, catalog.plural_forms)
        file.write(HEADER.format(name=name, language=language, plural=plural).encode())
        write_po(file, catalog, width=120, include_lineno=False, ignore_obsolete=True, omit_header=True)


def order(message: Message) -> tuple[str, str]:
    """Texts stand in the order of the alphabet: a moved file then moves nothing here."""
    return (first(message), message.context or "")


def first(message: Message) -> str:
    """The text in the singular."""
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def texts(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def complete(message: Message) -> bool:
    """Whether every form is translated and checked by a person."""
    return all(strings(message)) and not message.fuzzy


def faults() -> list[str]:
    """What is wrong with the catalogues, one line each."""
    try:
        ours = collect()
    except SyntaxError as error:
        return [str(error)]
    found = []
    for language in LANGUAGES:
        fresh, kept = words(language, ours), load(language)
        wanted = [message for message in texts(fresh) if read_in(language, message)]
        found += [f"{language}: {fault}" for message in wanted if (fault := fault_of(message, kept))]
        gone = [message for message in texts(kept) if fresh.get(message.id, message.context) is None]
        found += [f"{language}: no longer in the code, type `make messages`: {first(message)!r}" for message in gone]
        for package, message in unsaid(language, "djangojs"):
            if fault := fault_of(message, load(language, "djangojs")):
                found.append(f"{language}: djangojs.po, for {package}: {fault}")
    return found


def read_in(language: str, message: Message) -> bool:
    """Whether somebody is shown this text in that language."""
    return language in languages.OF_THE_DESK or any(not name.startswith(DESK) for name, _line in message.locations)


def words(language: str, ours: Catalog) -> Catalog:
    """What the catalogue of a language has to hold: our texts, and those of the packages that they do not say in it."""
    result = Catalog(locale=language, charset="utf-8")
    for message in texts(ours):
        result.add(
            message.id, locations=message.locations, auto_comments=message.auto_comments, context=message.context
        )
    for package, message in unsaid(language, "django"):
        result.add(message.id, locations=[(package, None)], context=message.context)
    return result


def unsaid(language: str, domain: str) -> Iterator[tuple[str, Message]]:
    """What a package says in English only: it would stand on our pages in French, the language we fall back to."""
    top = Path(django.__file__).parent.parent
    for package in (package for package, its_domain in PACKAGES if its_domain == domain):
        folder = top / package / "locale"
        with redirect_stdout(io.StringIO()):  # Babel and Django count some plurals differently, and Babel says so
            source, theirs = load("en", domain, folder), load(language, domain, folder)
        for message in texts(source):
            shown = language in languages.OF_THE_DESK or any(SHOWN.search(name) for name, _line in message.locations)
            said = theirs.get(message.id, message.context)
            if shown and not (said is not None and complete(said)):
                yield package, message


def fault_of(message: Message, kept: Catalog) -> str:
    """What is wrong with the translation of one text; empty if nothing is."""
    translated = kept.get(message.id, message.context)
    shown = repr(first(message))
    if translated is None:
        return f"not in the catalogue, type `make messages`: {shown}"
    if translated.fuzzy:
        return f"marked fuzzy: {shown}"
    forms = strings(translated)
    if not all(forms) or (message.pluralizable and len(forms) != kept.num_plurals):
        return f"not translated: {shown}"
    if differing := [form for form in forms if not same_placeholders(message, form)]:
        return f"other placeholders than {shown}: {differing[0]!r}"
    if kept.locale_identifier == "fr" and any(map(BREAKS_BEFORE_A_SIGN.search, forms)):
        return f"a space that breaks before a sign (U+00A0 belongs there): {shown}"
    return ""


def same_placeholders(message: Message, form: str) -> bool:
    """Whether a translation asks for what its text is given; "one case" may leave its number unsaid."""
    wanted = sorted(PLACEHOLDER.findall(message.id[-1] if message.pluralizable else first(message)))
    given = sorted(PLACEHOLDER.findall(form))
    if message.pluralizable:
        return set(given) <= set(wanted) and len(set(wanted) - set(given)) <= 1
    return given == wanted


def compile_all() -> None:
    """Writes the `.mo` files that are older than their catalogues."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        for message in [message for message in texts(catalog) if not complete(message)]:
            catalog.delete(message.id, message.context)  # an empty translation would be shown as nothing
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        unfinished = target.with_suffix(".mo.part")
        unfinished.write_bytes(compiled.getvalue())
        unfinished.replace(target)
