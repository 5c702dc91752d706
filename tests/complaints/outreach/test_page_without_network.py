"""The page of a day without a network: kept whole, in every language, knowing nobody; its questions are the desk's."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from complaints.enums import Capacity
from complaints.intake.models import Draft
from complaints.intake.steps import DESK_STEPS, Answers
from complaints.offline import form, shell
from complaints.outreach.sealed import page
from tests.complaints.intake.filing import DECLARATIONS, directories, real_directories
from tests.factories import AdministrationFactory, UserFactory

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def body(client, language="fr"):
    answer = client.get(f"/app/stand/?lang={language}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_worker_is_told_of_it_and_every_module_it_needs_is_kept(client):
    known = json.loads(client.get("/sw.js").content.decode().split("self.SHELL = ", 1)[1].split(";\n", 1)[0])
    (extra,) = [one for one in known["extras"] if one["name"] == "stand"]
    assert resolve(extra["page"]).view_name == "sealed:stand"
    assert extra["page"] not in known["pages"]
    kept = [*shell.FILES, *page.EXTRA.files]
    for name in page.EXTRA.files:
        path = finders.find(name)
        assert path, name
        if name.endswith(".js"):
            for other in re.findall(r'from "([./a-z]+\.js)"', Path(str(path)).read_text()):
                where = (Path("/") / name).parent / other
                assert str(where.resolve()).lstrip("/") in kept, (name, other)


def test_the_version_changes_with_a_file_of_it(settings, monkeypatch):
    settings.DEBUG = True
    before = shell.version()
    monkeypatch.setitem(shell.EXTRAS, "stand", shell.Extra("stand", "sealed:stand", ("css/desk.css",)))
    assert shell.version() != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_asks_what_the_desk_asks_in_every_language(client, language):
    directories()
    text = body(client, language)
    for slug, step in DESK_STEPS.items():
        if slug in form.LEFT_OUT:
            continue
        part = text.split(f'data-step="{slug}"', 1)[1].split("</form>", 1)[0]
        for name in step.form(answers=Answers(None, steps=DESK_STEPS)).fields:
            if name in {"website", "file", "time_zone"} or name.startswith("rows"):
                continue
            assert re.search(rf'name="{name}(_\d)?"', part), (slug, name)
    declared = text.split('<template data-turn="declare">', 1)[1].split("</template>", 1)[0]
    for name in DECLARATIONS:
        assert f'name="{name}"' in declared
    live = re.sub(r"<template.*?</template>", "", text, flags=re.S)
    identifiers = re.findall(r'\sid="([^"]+)"', live)
    assert len(identifiers) == len(set(identifiers)), "two things of the page have one name"


def test_it_knows_nobody(client):
    user = UserFactory(email="salma@example.org")
    client.force_login(user)
    text = body(client)
    assert "salma@example.org" not in text
    assert "session-dialog" not in text


@pytest.mark.parametrize("capacity", Capacity.values)
def test_the_way_through_the_steps_is_the_desks(capacity):
    draft = Draft(answers={"who": {"who": [capacity]}, "request": {"pressing": ["yes"]}})
    way = [step.slug for step in Answers(draft, steps=DESK_STEPS).path()]
    assert form.capacities(DESK_STEPS)[capacity] == [slug for slug in way if slug not in form.LEFT_OUT]


def test_what_must_be_answered_is_asked_before_the_tablet_is_turned(client):
    directories()
    required = page.context()["required"]
    found = json.loads(required)
    assert ["country"] in found["address"]
    assert ["title"] in found["happened"]
    assert ["taken"] in found["steps"]
    assert all(isinstance(names, list) for names in found.values())


def test_longer_lists_cost_no_query_more(client):
    real_directories()
    counts = []
    for _round in range(2):
        body(client)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body(client)
        counts.append(len(queries))
        AdministrationFactory.create_batch(5)
    assert counts[0] == counts[1]
