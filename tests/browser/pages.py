"""Every page that a person opens, one line each: its address, who opens it, and how its errors are made to show.

Whoever adds a page adds its line here, once: tests/browser/test_every_page.py then looks at it in Arabic and French, and
`make proof-experience` in every language (docs/proof.md). tests/test_house.py fails while an address of the site stands in
neither of the two lists. The desk's registers and acts (`/desk/`) are found by walking (walks.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

SEND = "main form .actions button"
GO_ON = "#step-form .actions button"
FOLLOW = "#main-form .actions button"


class Who(Enum):
    """Who opens a page, and at which moment of their complaint."""

    ANYBODY = "a visitor who has done nothing yet"
    DRAFTER = "somebody who has begun a complaint"
    FILER = "somebody who has answered everything"
    SENDER = "somebody who has just sent it"
    FOLLOWER = "somebody who has opened their file with number and code; the desk has asked for a document"
    READER = "the same, who reads the mails"
    CITIZEN = "an account: citizen@demo.example"
    SUPERVISOR = "an account: supervisor@demo.example"
    LIAISON = "an account: liaison@demo.example"


@dataclass(frozen=True, slots=True)
class Try:
    """A form that is sent with these values (else as it stands), and what that is called."""

    button: str = SEND
    fields: Mapping[str, str] = field(default_factory=dict)
    said: str = "nothing filled in"
    forget: str = ""  # the name of a cookie that is lost before


@dataclass(frozen=True, slots=True)
class Page:
    """`name` as in urls.py; `path` may hold `{reference}`; `link` is one on `path` that leads there if no address is known."""

    name: str
    path: str
    who: Who = Who.ANYBODY
    tries: tuple[Try, ...] = ()
    status: int = 200
    link: str = ""
    unfold: str = ""  # a summary that is clicked before the look
    new: bool = False  # as on a first visit: nothing is remembered


NUMBER = {"reference": "IMR-2026-00000000"}
WHOEVER = {
    **NUMBER, "birth_date_0": "3", "birth_date_1": "5", "birth_date_2": "1980", "id_number": "AB123456",
}  # fmt: skip
STEPS = (
    *("who", "name", "address", "contact", "authority", "subject", "happened", "dates", "steps", "request"),
    "urgency",
    *("represented", "represented-home", "organisation", "deceased", "group"),
)
RESULTS = (
    "?against=administration&where=morocco&court=no&prior=no&urgent=yes&matter=tax",
    "?against=private&where=morocco&court=no&matter=fraud&country=NL",
    "?against=administration&where=abroad",
    "?against=unsure&where=unsure&court=no",
)
PAGES = (
    Page("intake:start", "/"),
    Page("intake:start", "/", unfold="details.languages summary"),
    Page("offline:app", "/app/"),
    Page("offline:offline", "/app/offline/"),
    Page("offline:write", "/app/write/"),
    Page("accounts:help", "/help/"),
    Page("accounts:privacy", "/privacy/"),
    Page("accounts:accessibility", "/accessibility/"),
    Page("accounts:deadlines", "/deadlines/"),
    Page("api:docs", "/api/v1/docs/"),
    Page("guide:guide", "/guide/", tries=(Try("#guide-form .actions button"),)),
    Page("guide:guide", "/guide/?against=administration&where=morocco&court=no&prior=yes"),
    *(Page("guide:result", f"/guide/result/{answers}") for answers in RESULTS),
    Page("guide:card", f"/guide/card/{RESULTS[1]}", tries=(Try(), Try(fields={"email": "nobody@"}, said="no address"))),
    Page("guide:directory", "/directory/"),
    Page("guide:directory", "/directory/?q=zzzzzz&country=FR"),
    Page("guide:body", "/directory/cmmb/"),
    Page("intake:resume", "/resume/", tries=(Try(), Try(fields={"code": "0000-0000"}, said="an unknown code"))),
    Page("intake:step", "/file/happened/"),  # without a draft
    Page(
        "follow_up:login", "/follow/", tries=(Try(FOLLOW), Try(FOLLOW, {**NUMBER, "code": "0000-0000"}, "a wrong code"))
    ),
    Page("follow_up:ask_link", "/follow/link/", tries=(Try(FOLLOW), Try(FOLLOW, NUMBER, "a link that was asked for"))),
    Page("follow_up:recover", "/follow/recover/", tries=(Try(FOLLOW), Try(FOLLOW, WHOEVER, "facts about nobody"))),
    Page(
        "follow_up:claim",
        "/follow/recover/claim/",
        tries=(Try(FOLLOW), Try(FOLLOW, {**NUMBER, "ticket": "0000-0000"}, "a wrong ticket")),
    ),
    Page("follow_up:stop", "/follow/recover/stop/no-such-link/", status=410),
    Page("follow_up:open", "/follow/open/no-such-link/", status=410),
    Page("follow_up:again", "/follow/again/no-such-link/", status=410),
    Page(
        "receipt:check",
        "/check/",
        tries=(Try(FOLLOW), Try(FOLLOW, {"number": "7K4F-2QXZ-06F3-9GQ4-M2TB-W8Z3"}, "a number that is not ours")),
    ),
    Page("receipt:number", "/check/7K4F-2QXZ-06F3-9GQ4-M2TB-W8Z3/"),
    Page("follow_up:accept", "/follow/shared/no-such-link/", status=410),
    Page("follow_up:unshare", "/follow/shared/no-such-link/end/", status=410),
    Page("follow_up:voice", "/follow/voice/no-such-link/", status=410),
    Page(
        "referral:door",
        "/referral/",
        tries=(Try(FOLLOW), Try(FOLLOW, {**NUMBER, "code": "7K4F-2QXZ-06F3-9GQ4M"}, "a code that is not ours")),
    ),
    Page("referral:link", "/referral/link/no-such-link/", status=410),
    Page("stands:coming", "/stands/"),
    Page("stands:coming", "/stands/?region=draa-tafilalet"),
    Page("stands:stand", "/stands/", link="main .cards a[href^='/stands/']"),
    Page("knowledge:answers", "/answers/"),
    Page("knowledge:answers", "/answers/?topic=before"),
    Page("knowledge:answers", "/answers/?q=mediateure"),
    Page("knowledge:answers", "/answers/?q=zzzzzz"),
    Page("knowledge:article", "/answers/how-long-does-it-take/", unfold="main form details summary"),
    Page(
        "knowledge:ask",
        "/questions/ask/",
        tries=(Try(), Try(fields={"text": "هل أحتاج إلى محام؟"}, said="answers that are like it")),
    ),
    Page(
        "knowledge:door",
        "/questions/",
        tries=(Try(), Try(fields={"number": "Q-00000000", "code": "0000-0000"}, said="a wrong code")),
    ),
    Page("knowledge:open", "/questions/open/no-such-link/", status=410),
    Page("sealed:stand", "/app/stand/"),  # on a browser that was not prepared
    Page("tablet:home", "/tablet/", status=403),  # of a browser that is no registered tablet
    Page("tablet:open", "/tablet/open/", tries=(Try(), Try(fields={"code": "0000-0000"}, said="a wrong code"))),
    Page("not found", "/no-such-page/", status=404),
    Page(
        "account_login",
        "/account/login/",
        tries=(Try(), Try(fields={"login": "nobody@example.org"}, said="an expired form", forget="csrftoken")),
    ),
    Page("account_signup", "/account/signup/", tries=(Try(),)),
    Page("account_reset_password", "/account/password/reset/", tries=(Try(),)),
    Page("account_reset_password_done", "/account/password/reset/done/"),
    Page("account_request_login_code", "/account/login/code/", tries=(Try(),)),
    Page("account_inactive", "/account/inactive/"),
    Page("intake:start", "/", new=True),  # the choice of the language
    *(Page("intake:step", f"/file/{slug}/", Who.DRAFTER, (Try(GO_ON),)) for slug in STEPS),
    Page("intake:mandate", "/file/mandate/", Who.DRAFTER, (Try(GO_ON),)),
    Page("intake:files", "/file/files/", Who.DRAFTER, (Try("button[name=send]", said="no file chosen"),)),
    Page("intake:start", "/", Who.DRAFTER),
    Page("intake:tasks", "/file/", Who.DRAFTER),
    Page("intake:check", "/file/check/", Who.DRAFTER),
    Page("intake:saved", "/file/saved/", Who.DRAFTER),
    Page("intake:delete", "/file/delete/", Who.DRAFTER),
    Page("intake:verify", "/file/verify/", Who.FILER, (Try(GO_ON),)),
    *(Page("intake:step", f"/file/{slug}/", Who.FILER) for slug in ("authority", "steps")),
    Page("intake:tasks", "/file/", Who.FILER),
    Page("intake:check", "/file/check/", Who.FILER, (Try(GO_ON, said="nothing ticked"),)),
    Page(
        "intake:sent",
        "/file/sent/",
        Who.SENDER,
        (Try("form[data-keep] .button", said="not said how the code was kept"),),
    ),
    Page("follow_up:case", "/follow/{reference}/", Who.FOLLOWER),
    Page("follow_up:answer", "/follow/{reference}/answer/", Who.FOLLOWER, (Try(FOLLOW),)),
    Page("follow_up:write", "/follow/{reference}/write/", Who.FOLLOWER, (Try(FOLLOW),)),
    Page("follow_up:data", "/follow/{reference}/data/", Who.FOLLOWER),
    Page("follow_up:data_ask", "/follow/{reference}/data/ask/", Who.FOLLOWER, (Try(FOLLOW),)),
    Page("follow_up:link", "/follow/{reference}/account/", Who.FOLLOWER),
    Page("follow_up:new_code", "/follow/{reference}/new-code/", Who.FOLLOWER),
    Page("follow_up:contact", "/follow/{reference}/contact/", Who.FOLLOWER),
    Page("follow_up:agree", "/follow/{reference}/administration/", Who.FOLLOWER),
    Page("follow_up:details", "/follow/{reference}/details/", Who.FOLLOWER, (Try(FOLLOW, {"city": ""}, "no city"),)),
    Page("follow_up:email", "/follow/{reference}/email/", Who.FOLLOWER, (Try(FOLLOW),)),
    Page("follow_up:facts", "/follow/{reference}/facts/", Who.FOLLOWER, (Try(FOLLOW, {"title": ""}, "no title"),)),
    Page("follow_up:review", "/follow/{reference}/review/", Who.FOLLOWER),  # not possible yet, and says so
    Page("follow_up:withdraw", "/follow/{reference}/withdraw/", Who.FOLLOWER),
    Page("follow_up:shares", "/follow/{reference}/shares/", Who.FOLLOWER),
    Page("follow_up:share", "/follow/{reference}/shares/new/", Who.FOLLOWER, (Try(FOLLOW),)),
    Page("follow_up:revoke", "/follow/{reference}/mandate/revoke/", Who.FOLLOWER),
    Page("notifications:mailbox", "/mailbox/?to={email}", Who.READER),
    Page("notifications:mail", "/mailbox/?to={email}", Who.READER, link="main a[href^='/mailbox/']"),
    Page("intake:mine", "/my-complaints/", Who.CITIZEN),
    Page("intake:known", "/file/who/", Who.CITIZEN, (Try(GO_ON, {"who": "self"}, "what we know, to confirm"),)),
    Page("accounts:account", "/my-account/", Who.CITIZEN),
    Page("follow_up:account_data", "/follow/my-data/", Who.CITIZEN),
    Page("follow_up:join", "/follow/join/", Who.CITIZEN),
    Page("account_email", "/account/email/", Who.CITIZEN),
    Page("account_change_password", "/account/password/change/", Who.CITIZEN, (Try(),)),
    Page("usersessions_list", "/account/sessions/", Who.CITIZEN),
    Page("mfa_index", "/account/2fa/", Who.CITIZEN),
    Page("mfa_activate_totp", "/account/2fa/totp/activate/", Who.CITIZEN, (Try(),)),
    Page("account_logout", "/account/logout/", Who.CITIZEN),
    Page("forbidden", "/desk/", Who.CITIZEN, status=403),
    Page("supervision:dashboard", "/figures/", Who.SUPERVISOR),
    Page("supervision:dashboard", "/figures/?period=year", Who.SUPERVISOR),
    Page("supervision:opinions", "/figures/opinions/", Who.SUPERVISOR),
    Page("casework:letters", "/administration/letters/", Who.LIAISON),
    Page("casework:letters", "/administration/letters/?view=sent", Who.LIAISON),
    Page("casework:letters", "/administration/letters/?view=answered", Who.LIAISON),
    Page("casework:recommendations", "/administration/letters/recommendations/", Who.LIAISON),
    Page("casework:letter", "/administration/letters/", Who.LIAISON, link="main h2 a[href*='/letters/']"),
    Page(
        "casework:answer",
        "/administration/letters/",
        Who.LIAISON,
        (Try("main form .actions button[name=send]"),),
        link="main a[href$='/answer/']",
    ),
    Page(
        "casework:recommendation",
        "/administration/letters/?view=made",
        Who.LIAISON,
        link="main a[href*='/recommendations/']",
    ),
    Page(
        "casework:answer_recommendation",
        "/administration/letters/?view=made",
        Who.LIAISON,
        (Try("main form .actions button[name=send]"),),
        link="main a[href*='/recommendations/'][href$='/answer/']",
    ),
    Page("casework:calendar", "/administration/calendar/", Who.LIAISON),
    Page("casework:absence", "/administration/absence/", Who.LIAISON, (Try(),)),
)

# Addresses that show nobody a page, or one that a browser here cannot reach; each with its reason.
# The addresses of the API, by which an app does what these pages do (docs/api.md), and allauth's for apps
API = [
    "administration",
    "administrations",
    "answer",
    "article",
    "articles",
    "bodies",
    "body",
    "code_kept",
    "complaint",
    "complaints",
    "contact_code",
    "contact_proof",
    "countries",
    "data",
    "device",
    "devices",
    "document",
    "documents",
    "draft",
    "draft_file",
    "draft_files",
    "drafts",
    "form",
    "guide",
    "letter",
    "mail_link",
    "messages",
    "my_data",
    "open_complaint",
    "open_question",
    "question",
    "questions",
    "receipt",
    "review",
    "schema",
    "session",
    "step",
    "subjects",
    "submit",
    "timeline",
    "units",
    "useful",
    "verdict",
    "voice",
    "withdrawal",
    "withdrawal_figures",
]
HEADLESS = [
    "config",
    "account:current_session",
    "account:reauthenticate",
    "account:confirm_login_code",
    "account:request_password_reset",
    "account:reset_password",
    "account:login",
    "account:signup",
    "account:verify_email",
    "account:resend_email_verification_code",
    "account:verify_phone",
    "account:resend_phone_verification_code",
    "account:request_login_code",
    "account:resend_login_code",
    "account:change_password",
    "account:manage_email",
    "account:manage_phone",
    "mfa:authenticate",
    "mfa:reauthenticate",
    "mfa:authenticate_webauthn",
    "mfa:reauthenticate_webauthn",
    "mfa:login_webauthn",
    "mfa:authenticators",
    "mfa:manage_totp",
    "mfa:manage_recovery_codes",
    "mfa:manage_webauthn",
    "usersessions:sessions",
    "tokens:refresh",
]
NOT_PAGES = {
    **{f"api:{name}": "for programs" for name in API},
    **{f"headless:app:{name}": "for programs" for name in HEADLESS},
    "well_known:apple": "for machines",
    "well_known:assetlinks": "for machines",
    "live": "for machines",
    "ready": "for machines",
    "leave": "leads away at once",
    "tablet:answers": "leads away at once",
    "log_out": "account_logout is its page",
    "offline:worker": "a script",
    "offline:manifest": "for browsers",
    "offline:token": "answers a script",
    "offline:open": "takes a press",
    "accounts:language": "takes a choice and goes back; its page without a choice is the start's",
    "accounts:theme": "takes a choice",
    "accounts:still_here": "answers a script",
    "accounts:style_guide": "for those who build pages; only on their machines",
    **{
        f"tablet:{name}": "takes a press"
        for name in ("call", "end", "figures", "finish", "lock", "mail_code", "stay_here", "touch")
    },
    **{
        f"tablet:{name}": "takes a press"
        for name in ("nobody", "otherwise", "over", "paper_add", "paper_remove", "write")
    },
    **{f"tablet:{name}": "a file, or a picture" for name in ("account_pdf", "card_pdf", "paper", "qr", "receipt")},
    "tablet:phone_state": "answers a script",
    **{f"sealed:{name}": "answers a script" for name in ("begin", "piece")},
    "sealed:prepare": "needs a registered tablet and its day: test_day_without_network.py looks at it",
    **{
        f"tablet:{name}": "needs a registered tablet and its day: test_stand.py looks at it"
        for name in (
            "asked",
            "begin",
            "card",
            "check",
            "code",
            "declare",
            "guide",
            "page",
            "person",
            "phone",
            "question",
        )
    },
    **{
        f"tablet:{name}": "needs a registered tablet and its day: test_stand.py looks at it"
        for name in ("read", "result", "sign", "unlock", "wiped")
    },
    "guide:kept": "leads to the result",
    "guide:card_pdf": "a PDF",
    "calendar:feed": "for calendar programs",
    "guide:qr": "a picture",
    "stands:calendar": "for calendar programs",
    "stands:all_calendar": "for calendar programs",
    "stands:screen": "needs its signed address: test_stand_day.py looks at it",
    "intake:from_guide": "takes a press",
    "intake:new": "takes a press",
    "intake:from_question": "takes a press",
    "knowledge:leave": "takes a press",
    "knowledge:question": "needs a question that was asked: test_questions_answered.py",
    "intake:send_code": "takes a press",
    "intake:leave": "takes a press",
    "intake:noted": "takes a press",
    "intake:kept": "takes a press",
    "intake:easy": "takes a press",
    "intake:mail_code": "takes a press",
    "intake:open_draft": "takes a press",
    "intake:members": "takes a press",
    "intake:members_template": "a file",
    "intake:search": "a part of the page of the step, for a script",
    "intake:file": "a file",
    "intake:begin_piece": "takes a press",
    "intake:piece": "answers a script",
    "intake:receipt": "a PDF",
    "follow_up:begin_piece": "takes a press",
    "follow_up:piece": "answers a script",
    "follow_up:stay": "takes a press",
    "follow_up:device_on": "takes a press",
    "follow_up:device_off": "takes a press",
    "follow_up:news": "leads on at once",
    "push:worker": "a script",
    "push:renewed": "answers a script",
    "follow_up:referral": "needs a file that is oriented: test_passed_on.py looks at it",
    "follow_up:referral_stop": "needs a file that was passed on: test_passed_on.py looks at it",
    "follow_up:referral_letter": "a PDF",
    "referral:again": "takes a press",
    "referral:accept": "takes a press",
    "referral:leave": "takes a press",
    "referral:letter": "a PDF",
    "referral:document": "a file",
    "referral:figures": "needs a link that was mailed: test_passed_on.py looks at it",
    "referral:file": "needs a link that was mailed: test_passed_on.py looks at it",
    "referral:answer": "needs a link that was mailed: test_passed_on.py looks at it",
    "referral:refuse": "needs a link that was mailed: test_passed_on.py looks at it",
    "follow_up:hide_code": "takes a press",
    "follow_up:stop_here": "takes a press",
    "follow_up:data_file": "a file",
    "follow_up:account_json": "a file",
    "follow_up:leave": "takes a press",
    "follow_up:end_share": "takes a press",
    "follow_up:mandate": "needs a file of somebody else: tests/browser/test_together.py looks at it",
    "follow_up:file": "a file",
    "follow_up:receipt": "a PDF",
    "follow_up:letter": "a PDF",
    "casework:letter_pdf": "a PDF",
    "casework:letter_file": "a file",
    "casework:end_absence": "takes a press",
    "supervision:export": "a table for a spreadsheet",
    "account_reauthenticate": "comes between, after a long time",
    "account_email_verification_sent": "needs an address that waits for its code",
    "account_set_password": "for accounts without a password, of which there are none",
    "account_confirm_login_code": "needs a code that was asked for",
    "account_reset_password_from_key": "needs a code that was asked for",
    "account_reset_password_from_key_done": "comes after a code that was asked for",
    "mfa_authenticate": "needs an account with a second factor",
    "mfa_reauthenticate": "needs an account with a second factor",
    "mfa_deactivate_totp": "needs an account with a second factor",
    "mfa_view_recovery_codes": "needs an account with a second factor",
    "mfa_generate_recovery_codes": "needs an account with a second factor",
    "mfa_download_recovery_codes": "a file",
    "mfa_list_webauthn": "needs a key",
    "mfa_add_webauthn": "needs a key",
    "mfa_reauthenticate_webauthn": "needs a key",
    "mfa_remove_webauthn": "needs a key",
    "mfa_edit_webauthn": "needs a key",
    "mfa_login_webauthn": "answers a script",
}
