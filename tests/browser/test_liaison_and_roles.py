"""Who sees what, by the address as by the link."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.inspection import files_in
from tests.browser.journey import QUEUE


def status(page: Page, path: str) -> int:
    """What the server answers."""
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def test_a_liaison_reads_the_letters_to_the_administration_and_nothing_else(staff: Callable[..., Page]) -> None:
    liaison, supervisor = staff("liaison"), staff("supervisor")
    listed: list[str] = []
    for view in ("all", "made"):
        liaison.goto(f"/administration/letters/?view={view}")
        letters = liaison.locator("main h2 a[href*='/administration/letters/']")
        listed += letters.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    made = [path for path in dict.fromkeys(listed) if "/recommendations/" in path]
    own = [path for path in dict.fromkeys(listed) if path not in made]
    assert own
    assert status(liaison, own[0]) == 200
    reference = re.search(r"IMR-[0-9]{4}-[0-9A-Z]{8}", liaison.locator("main").inner_text())
    assert reference, "the letter names its file"

    # The same file, as the desk has it.
    supervisor.goto(f"{QUEUE}?q={reference.group()}")
    case = files_in(supervisor)[0]
    for path in (case, f"{case}?tab=facts", f"{case}do/note/", QUEUE, "/figures/"):
        assert status(liaison, path) in {403, 404}, path
    liaison.goto("/desk/")
    expect(liaison).to_have_url(re.compile(r"/administration/letters/$"))
    assert status(liaison, f"/follow/{reference.group()}/") == 404

    # Letters and recommendations to others.
    number = int(re.findall(r"\d+", own[0])[-1])
    others = [f"/administration/letters/{other}/" for other in range(1, number + 10)]
    assert [path for path in others if status(liaison, path) == 200] == sorted(
        set(own), key=lambda path: int(re.findall(r"\d+", path)[-1])
    )
    others = [f"/administration/letters/recommendations/{other}/" for other in range(1, 10)]
    assert [path for path in others if status(liaison, path) == 200] == made


def test_a_caseworker_of_another_unit_finds_no_file(staff: Callable[..., Page]) -> None:
    tangier, headquarters = staff("tanger"), staff("caseworker")
    tangier.goto(f"{QUEUE}?view=all")
    files = files_in(tangier)
    assert files
    for path in (files[0], f"{files[0]}?tab=files", f"{files[0]}do/message/"):
        assert status(headquarters, path) == 404, path
    assert status(headquarters, files[0]) == 404
    reference = re.search(r"IMR-[0-9]{4}-[0-9A-Z]{8}", tangier.locator("main").inner_text())
    assert reference
    headquarters.goto(f"{QUEUE}?q={reference.group()}")
    assert files_in(headquarters) == []


def test_an_administrator_opens_accounts_and_no_file(staff: Callable[..., Page]) -> None:
    administrator, supervisor = staff("administrator"), staff("supervisor")
    assert status(administrator, "/desk/") == 200
    assert status(administrator, "/desk/accounts/user/") == 200
    expect(administrator.locator("#result_list")).to_contain_text("caseworker@demo.example")
    expect(administrator.locator("#result_list")).not_to_contain_text("citizen@demo.example")
    supervisor.goto(f"{QUEUE}?view=all")
    case = files_in(supervisor)[0]
    for path in (QUEUE, case, f"{case}?tab=files", f"{case}do/note/", "/figures/", "/administration/letters/"):
        answer = status(administrator, path)
        assert answer in {403, 404} or (path.startswith("/administration/") and not files_in(administrator)), path


def test_a_citizen_sees_only_the_own_files(staff: Callable[..., Page]) -> None:
    citizen, supervisor = staff("citizen"), staff("supervisor")
    citizen.goto("/my-complaints/")
    own = set(re.findall(r"IMR-[0-9]{4}-[0-9A-Z]{8}", citizen.locator("main").inner_text()))
    assert own
    supervisor.goto(f"{QUEUE}?view=all")
    others = set(re.findall(r"IMR-[0-9]{4}-[0-9A-Z]{8}", supervisor.locator("main").inner_text())) - own
    assert others
    assert status(citizen, f"/follow/{own.pop()}/") == 200
    assert status(citizen, f"/follow/{others.pop()}/") in {302, 404}
    assert status(citizen, "/desk/") == 403
