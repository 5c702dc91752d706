"""The house rules that a machine can see (docs/architecture.md). What a rule forbids is named with its place."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.template import TemplateDoesNotExist, engines
from django.template.utils import get_app_template_dirs
from django.urls import URLPattern, get_resolver

from accounts import middleware
from mediator.env import ROOT
from tests.browser import pages

CODE = ("accounts", "complaints", "mediator")
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEST = 60, 600, 800  # lines

# Pages that anybody may open. A view joins the list only with a reason that its docstring can say.
PUBLIC = {
    "guide:body",
    "guide:card",
    "guide:card_pdf",
    "guide:directory",
    "guide:guide",
    "guide:kept",
    "guide:qr",
    "guide:result",
    "intake:begin_piece",
    "intake:from_guide",
    "intake:piece",
    "leave",
    "live",
    "log_out",
    "offline:app",
    "offline:manifest",
    "offline:offline",
    "offline:open",
    "offline:token",
    "offline:worker",
    "offline:write",
    "ready",
    "calendar:feed",
    "accounts:accessibility",
    "accounts:deadlines",
    "accounts:help",
    "accounts:language",
    "accounts:privacy",
    "accounts:style_guide",
    "accounts:theme",
    "intake:check",
    "intake:delete",
    "intake:easy",
    "intake:file",
    "intake:files",
    "intake:kept",
    "intake:from_question",
    "intake:known",
    "intake:leave",
    "intake:mail_code",
    "intake:mandate",
    "intake:members",
    "intake:members_template",
    "intake:new",
    "intake:noted",
    "intake:receipt",
    "intake:resume",
    "intake:saved",
    "intake:search",
    "intake:send_code",
    "intake:sent",
    "intake:start",
    "intake:step",
    "intake:tasks",
    "intake:verify",
    "follow_up:accept",
    "knowledge:answers",
    "knowledge:article",
    "knowledge:ask",
    "knowledge:door",
    "knowledge:leave",
    "knowledge:open",
    "knowledge:question",
    "follow_up:again",
    "follow_up:agree",
    "follow_up:answer",
    "follow_up:ask_link",
    "follow_up:begin_piece",
    "follow_up:case",
    "follow_up:piece",
    "follow_up:claim",
    "follow_up:contact",
    "follow_up:end_share",
    "follow_up:details",
    "follow_up:device_off",
    "follow_up:device_on",
    "follow_up:news",
    "push:renewed",
    "push:worker",
    "follow_up:email",
    "follow_up:facts",
    "follow_up:data",
    "follow_up:data_ask",
    "follow_up:data_file",
    "follow_up:file",
    "follow_up:hide_code",
    "follow_up:leave",
    "follow_up:letter",
    "follow_up:link",
    "follow_up:login",
    "follow_up:mandate",
    "follow_up:open",
    "follow_up:receipt",
    "follow_up:referral",
    "follow_up:referral_letter",
    "follow_up:referral_stop",
    "follow_up:revoke",
    "follow_up:share",
    "follow_up:shares",
    "follow_up:review",
    "follow_up:stay",
    "follow_up:voice",
    "follow_up:new_code",
    "follow_up:recover",
    "follow_up:stop",
    "follow_up:unshare",
    "follow_up:stop_here",
    "follow_up:withdraw",
    "follow_up:write",
    "notifications:mail",
    "receipt:check",
    # The stands: what is announced, its calendars, and the screen in the hall by its signed address
    "stands:all_calendar",
    "stands:calendar",
    "stands:coming",
    "stands:screen",
    "stands:stand",
    "receipt:number",
    # Another body, without an account: the door, the link and its figures; the rest opens only what was passed on to it
    "referral:accept",
    "referral:again",
    "referral:answer",
    "referral:document",
    "referral:door",
    "referral:figures",
    "referral:file",
    "referral:leave",
    "referral:letter",
    "referral:link",
    "referral:refuse",
    # For programs: each asks for its own account, token or secret (complaints/api/identity.py)
    "api:administration",
    "api:administrations",
    "api:answer",
    "api:article",
    "api:articles",
    "api:bodies",
    "api:body",
    "api:code_kept",
    "api:complaint",
    "api:complaints",
    "api:contact_code",
    "api:contact_proof",
    "api:countries",
    "api:data",
    "api:device",
    "api:devices",
    "api:docs",
    "api:document",
    "api:documents",
    "api:draft",
    "api:draft_file",
    "api:draft_files",
    "api:drafts",
    "api:form",
    "api:guide",
    "api:letter",
    "api:mail_link",
    "api:messages",
    "api:my_data",
    "api:open_complaint",
    "api:open_question",
    "api:question",
    "api:questions",
    "api:receipt",
    "api:review",
    "api:schema",
    "api:session",
    "api:step",
    "api:subjects",
    "api:submit",
    "api:timeline",
    "api:units",
    "api:useful",
    "api:verdict",
    "api:voice",
    "api:withdrawal",
    "api:withdrawal_figures",
    "well_known:apple",
    "well_known:assetlinks",
    "notifications:mailbox",
    # A stand's day without a network: a page that knows nobody; the rest asks for the tablet's cookie (sealed/views.py)
    "sealed:begin",
    "sealed:piece",
    "sealed:prepare",
    "sealed:stand",
    # The tablet of a stand: without its cookie a plain page, without the open day the sign-in (tablet/door.py)
    "tablet:account_pdf",
    "tablet:asked",
    "tablet:call",
    "tablet:card",
    "tablet:card_pdf",
    "tablet:check",
    "tablet:code",
    "tablet:declare",
    "tablet:end",
    "tablet:figures",
    "tablet:finish",
    "tablet:guide",
    "tablet:home",
    "tablet:lock",
    "tablet:mail_code",
    "tablet:answers",
    "tablet:nobody",
    "tablet:open",
    "tablet:otherwise",
    "tablet:over",
    "tablet:page",
    "tablet:paper",
    "tablet:paper_add",
    "tablet:paper_remove",
    "tablet:person",
    "tablet:phone",
    "tablet:phone_state",
    "tablet:qr",
    "tablet:question",
    "tablet:read",
    "tablet:receipt",
    "tablet:result",
    "tablet:sign",
    "tablet:stay_here",
    "tablet:touch",
    "tablet:unlock",
    "tablet:wiped",
    "tablet:write",
}
# allauth's doors, which a visitor must be able to open before there is anybody to be
DOORS = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    # For apps: the ways to log in; all other addresses of it answer 401 (docs/api.md)
    "headless:app:config",
    "headless:app:account:reset_password",
    "headless:app:mfa:login_webauthn",
}
# Who may say that a text is safe HTML: the picture that allauth draws of a new key. `format_html` escapes what it is given.
MARKS_SAFE = {"templates/mfa/totp/activate_form.html"}
# What has no owner: the mailbox of a developer's machine
OPEN_TO_ALL = {"SentMail"}
# Models of ours with a state of their own, which is not the case's
OTHER_STATES = {"complaints/notifications"}


def sources() -> Iterator[tuple[str, str]]:
    """Every Python file of the site but migrations, by its path in the project."""
    for top in CODE:
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, Any]]:
    """Every syntax node of a kind, with its file."""
    for name, text in sources():
        yield from ((name, node) for node in ast.walk(ast.parse(text)) if isinstance(node, kind))


# Borders


@cache
def layers() -> dict[str, tuple[int, str]]:
    """Module -> (line from the bottom, group of peers), from the order that import-linter holds imports against."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (order,) = [contract["layers"] for contract in contracts if contract.get("containers") == ["complaints"]]
    found = {"accounts": (1, "accounts"), "mediator": (100, "mediator")}
    for height, line in enumerate(reversed(order), start=2):
        for name in re.split(r"\s*[|:]\s*", line):
            found[f"complaints.{name}"] = (height, name if "|" in line else line)
    return found


def place(model: type[models.Model]) -> tuple[int, str]:
    """Where a model stands; packages of others lie at the bottom."""
    parts = model.__module__.split(".")
    names = [".".join(parts[:2]), parts[0]]
    return next((layers()[name] for name in names if name in layers()), (0, parts[0]))


def test_a_row_points_only_downwards():
    """String references escape import-linter; they keep the same order."""
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        height, group = place(model)
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or not isinstance(field.related_model, type):
                continue
            below, other = place(field.related_model)
            if height and (below > height or (below == height and other != group)):
                wrong.append(f"{model.__name__}.{field.name} -> {field.related_model.__name__}")
    assert wrong == []


# The state of a case


def test_only_the_transitions_write_the_state():
    """`complaint.state = ...`, `.update(state=...)` and `setattr(..., "state", ...)` stand in one package."""
    wrong = []
    for name, node in nodes((ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Call)):
        if name.startswith("complaints/workflow/transitions/") or any(name.startswith(other) for other in OTHER_STATES):
            continue
        if writes_state(node):
            wrong.append(f"{name}:{node.lineno}")
    # The journal of one transition, which the functions in transitions/ open, is the other half of that package.
    assert [place for place in wrong if not place.startswith("complaints/workflow/moves.py")] == []


def writes_state(node: ast.AST) -> bool:
    """Whether a statement or call gives something a new `state`."""
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        listed = [item.value for part in node.args for item in getattr(part, "elts", ()) if hasattr(item, "value")]
        return (
            (called == "update" and any(keyword.arg == "state" for keyword in node.keywords))
            or (called == "setattr" and "state" in named)
            or (called == "bulk_update" and "state" in listed)
        )
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]  # type: ignore[attr-defined]
    flat = [part for target in targets for part in getattr(target, "elts", [target])]
    return any(isinstance(part, ast.Attribute) and part.attr == "state" for part in flat)


# Sizes and names


def test_functions_and_files_stay_short():
    """Medians are fine everywhere; the tails are what kills."""
    long = [
        f"{name}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for name, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    long += [f"{name}: {text.count(chr(10))} lines" for name, text in sources() if text.count("\n") > LONGEST_FILE]
    tests = ((path, path.read_text().count("\n")) for path in sorted((ROOT / "tests").rglob("*.py")))
    long += [f"{path.name}: {lines} lines" for path, lines in tests if lines > LONGEST_TEST]
    assert long == []


def test_migrations_are_named_by_hand():
    """`0007_auto_20261124` says nothing to whoever reads the list."""
    assert [path for path in ROOT.glob("*/**/migrations/*_auto_*.py") if ".venv" not in path.parts] == []


# Views


def routes(resolver: Any = None, namespace: str = "", prefix: str = "/") -> Iterator[tuple[str, str, Any]]:
    """(name, address pattern, view) of every address of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", prefix + str(entry.pattern), entry.callback
        else:
            yield from routes(
                entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, prefix + str(entry.pattern)
            )


def test_the_public_views_are_these():
    """Closed unless opened: a new open view is seen here."""
    assert {name for name, _address, view in routes() if getattr(view, "public", False)} == PUBLIC


def test_of_others_views_only_allauths_are_left_to_themselves():
    """Our middleware closes everything else; of allauth's, the next test opens only the doors."""
    left = {name: view.__module__ for name, _address, view in routes() if middleware.is_public(view)}
    assert {name for name, module in left.items() if not module.startswith("allauth.")} == PUBLIC
    assert left.keys() >= DOORS


def test_every_page_is_looked_at():
    """A page that is in no list is one that no browser test and no measure ever opens (docs/proof.md)."""
    names = {name for name, address, _view in routes() if not address.startswith("/desk/") and name != "None"}
    listed = {page.name for page in pages.PAGES}
    assert names - listed - pages.NOT_PAGES.keys() == set(), "add a line to PAGES in tests/browser/pages.py"
    assert pages.NOT_PAGES.keys() - names == set(), "these addresses are gone"
    assert pages.NOT_PAGES.keys() & listed == set(), "these are in both lists"


@pytest.mark.django_db
def test_a_visitor_who_is_nobody_gets_into_no_closed_page(client):
    """Every address, the desk's and allauth's too, asked for without a login."""
    opened = []
    for name, pattern, _view in routes():
        if name in PUBLIC | DOORS:
            continue
        address = re.sub(r"<int:\w+>", "1", re.sub(r"<(?!int:)[^>]+>", "x", pattern))
        address = address.replace("^", "").replace("$", "").replace("\\", "")
        response = client.get(re.sub(r"\(\?P<\w+>[^)]*\)", "x", address))
        asks = response.status_code in {401, 403, 409, 410} and name.startswith("headless:app:")
        if response.status_code not in {301, 302, 404, 405} and not asks:
            opened.append(f"{name} ({response.status_code})")
        elif response.status_code == 302 and "login" not in response.url:
            opened.append(f"{name} -> {response.url}")
    assert opened in ([], ["None -> /static/favicon.ico"])


def test_views_fetch_through_the_permissions():
    """`Model.objects.get(pk=...)` in a view is a stranger's case one number away (docs/permissions.md)."""
    wrong = []
    for name, node in nodes(ast.Call):
        if "/views" not in name and "/admin/" not in name:
            continue
        called = ast.unparse(node.func)
        first = ast.unparse(node.args[0]) if node.args else ""
        unscoped = re.fullmatch(r"[A-Z]\w+(\.objects)?", first) and first not in OPEN_TO_ALL
        if called.endswith(".objects.get") or (called.endswith("get_object_or_404") and unscoped):
            wrong.append(f"{name}:{node.lineno} {ast.unparse(node)[:80]}")
    assert wrong == []


def test_nobody_marks_text_as_safe():
    """`mark_safe`, `|safe` and `autoescape off` are where a citizen's text becomes a program."""
    wrong = {name for name, text in sources() if re.search(r"\bmark_safe\b|\bSafeString\(", text)}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text()):
            wrong.add(path.relative_to(ROOT).as_posix())
    assert wrong - MARKS_SAFE == set()


# Templates


def named_templates() -> set[str]:
    """Every text in the code and the templates that looks like a template's name."""
    files = [text for _name, text in sources()] + [path.read_text() for path in templates()]
    return {name for text in files for name in re.findall(r"[\"']([\w./-]+\.(?:html|txt|typ))[\"']", text)}


def templates() -> list[Path]:
    """Every template of ours."""
    return [path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in {".html", ".txt", ".typ"}]


def overrides(name: str) -> bool:
    """Whether a package has a template of this name, which ours replaces."""
    return any((folder / name).exists() for folder in get_app_template_dirs("templates"))


def built_names(code: str) -> list[re.Pattern[str]]:
    """What f-strings like `f"email/{kind}.txt"` can name; each hole is a group."""
    holes = [re.split(r"\{[^{}]*\}", name) for name in re.findall(r'f"([^"\n]*\{[^"\n]*\.(?:html|txt|typ))"', code)]
    return [re.compile(r"([\w/]+)".join(map(re.escape, parts))) for parts in holes]


def test_every_template_is_used():
    """A template that nobody names is one that somebody will mend in vain. What fills a hole must be named too."""
    code = "\n".join(text for _name, text in sources())
    named, built, unused = named_templates(), built_names(code), []
    for path in templates():
        name = path.relative_to(ROOT / "templates").as_posix()
        matches = (pattern.fullmatch(text) for pattern in built for text in (name, path.name))
        filled = [match.groups() for match in matches if match]
        spoken = any(all(re.search(rf"\b{re.escape(word)}\b", code) for word in words) for words in filled)
        if not (name in named or path.name in named or spoken or overrides(name) or "fonts" in path.parts):
            unused.append(name)
    assert unused == []


def test_months_are_written_by_the_house():
    """Django's own filter writes نوفمبر where Morocco says نونبر: figures alone may go through it (A35)."""
    wrong = [path.name for path in templates() if re.search(r"\|date:\"[^\"]*[FMNbEDl]", path.read_text())]
    assert wrong == []


def test_every_template_compiles():
    """Also those that no page of a test shows."""
    wrong = []
    for path in templates():
        if path.suffix == ".typ" or "fonts" in path.parts:
            continue
        try:
            engines["django"].get_template(path.relative_to(ROOT / "templates").as_posix())
        except (TemplateDoesNotExist, SyntaxError, ValueError) as error:
            wrong.append(f"{path.name}: {error}")
    assert wrong == []
