"""What the shops of apps ask this site (issue 5, section 2; docs/app-stores.md)."""

import pytest

ANDROID, APPLE = "/.well-known/assetlinks.json", "/.well-known/apple-app-site-association"
PRINT = ":".join(["AB"] * 32)


@pytest.mark.parametrize("address", [ANDROID, APPLE])
def test_without_an_app_nothing_is_said_of_one(client, address):
    assert client.get(address).status_code == 404


def test_android_learns_which_app_is_ours(client, settings):
    settings.ANDROID_PACKAGE, settings.ANDROID_FINGERPRINTS = "ma.mediateur.ewassit", [PRINT]
    answer = client.get(ANDROID)
    assert answer["Content-Type"] == "application/json"
    (statement,) = answer.json()
    assert statement["target"] == {
        "namespace": "android_app",
        "package_name": "ma.mediateur.ewassit",
        "sha256_cert_fingerprints": [PRINT],
    }


def test_a_package_without_its_keys_is_not_named(client, settings):
    settings.ANDROID_PACKAGE = "ma.mediateur.ewassit"
    assert client.get(ANDROID).status_code == 404


def test_apple_learns_which_links_the_app_opens(client, settings):
    settings.APPLE_APP_IDS = ["ABCDE12345.ma.mediateur.ewassit"]
    body = client.get(APPLE).json()
    (details,) = body["applinks"]["details"]
    assert details["appIDs"] == body["webcredentials"]["apps"] == ["ABCDE12345.ma.mediateur.ewassit"]
    kept_out = {row["/"] for row in details["components"] if row.get("exclude")}
    assert kept_out >= {"/desk/*", "/api/*"}
    assert details["components"][-1] == {"/": "*"}


def test_they_are_read_and_never_written(client, settings):
    settings.APPLE_APP_IDS = ["ABCDE12345.ma.mediateur.ewassit"]
    assert client.post(APPLE).status_code == 405
