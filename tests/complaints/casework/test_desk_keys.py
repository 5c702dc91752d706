"""Single keys are off until a person switches them on, on this device (WCAG 2.1.4)."""

import pytest

pytestmark = pytest.mark.django_db
PAGE, QUEUE = "/desk/keys/", "/desk/complaints/complaint/"


def test_the_keys_are_off_at_first_and_stay_as_they_are_set(life, desk):
    client = desk(life.handler)
    assert "js/keys" not in client.get(QUEUE).content.decode()
    client.post(PAGE, {"keys": "on"})
    assert "js/keys" in client.get(QUEUE).content.decode()
    assert "The keys are on." in client.get(PAGE).content.decode()
    client.post(PAGE, {"keys": "off"})
    assert "js/keys" not in client.get(QUEUE).content.decode()


def test_the_page_names_every_key_that_the_script_knows(life, desk):
    page = desk(life.handler).get(PAGE).content.decode()
    for key in ("j", "k", "o", "x", "/", "?"):
        assert f"<kbd>{key}</kbd>" in page
