"""The people of the demonstration. Their password is public, so they exist only where settings.DEMO_ACCOUNTS says so."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Role, Unit, User
from accounts.roles import DESK
from complaints.guide.models import Administration, Interlocutor

PASSWORD = "mediator-demo-2026"  # noqa: S105 (public, see above)


@dataclass(frozen=True, slots=True)
class Account:
    """`administration` is the one whose permanent interlocutor, or `deputy`, this person is; `tries` what to look at first."""

    email: str
    name: str
    role: Role
    tries: str
    unit: str = ""
    administration: str = ""
    deputy: bool = False
    language: str = "fr"
    password: str = PASSWORD


# Those that are shown after `make run`: each kind of work once, and whoever sample 1 needs from its deposit to its end
ACCOUNTS = (
    Account(
        "citizen@demo.example",
        "Salma El Idrissi",
        Role.CITIZEN,
        "My complaints: a draft, a file that is late at the administration, an older one that was settled.",
    ),
    Account(
        "caseworker@demo.example",
        "Youssef Bennani",
        Role.HANDLER,
        "The queue of the headquarters: ask for a document, admit, write to an administration.",
        unit="hq",
    ),
    Account(
        "head@demo.example",
        "Nadia Chraïbi",
        Role.HEAD,
        "The files of the delegation of Tangier only; validate what colleagues propose.",
        unit="tanger",
    ),
    Account(
        "supervisor@demo.example",
        "Hassan Ouazzani",
        Role.SUPERVISOR,
        "Every unit (sign what is recommended in sample 1), a decision waiting for validation, the dashboard.",
        unit="hq",
    ),
    Account(
        "liaison@demo.example",
        "Karim Tazi",
        Role.LIAISON,
        "The customs' permanent interlocutor: the two files that were sent to them.",
        administration="adii",
    ),
    Account(
        "oujda@demo.example",
        "Mustapha Ziani",
        Role.HANDLER,
        "Sample 1 (Nador) from its deposit on: take it up, admit, write to the province, check its answer, recommend.",
        unit="oujda",
    ),
    Account(
        "prefectures@demo.example",
        "Abdelilah Senhaji",
        Role.LIAISON,
        "Sample 1 as the administration sees it: answer the letter and the recommendation, send the proof.",
        administration="prefectures-provinces",
    ),
    Account(
        "fes@demo.example",
        "Driss Filali",
        Role.HEAD,
        "Sample 1 as its delegation head: Fès, with Oujda under it; validate what Oujda proposes.",
        unit="fes",
    ),
    Account(
        "administrator@demo.example",
        "Leïla Amrani",
        Role.ADMINISTRATOR,
        "Accounts, units and lists; no file can be opened.",
    ),
)

# Their colleagues, who worked on the demonstration's files
COLLEAGUES = (
    Account("intake@demo.example", "Imane Sebti", Role.INTAKE, "Receives new files.", unit="hq"),
    Account(
        "deputy@demo.example", "Samira Kabbaj", Role.SUPERVISOR, "Decides reviews of what others decided.", unit="hq"
    ),
    Account(
        "second-deputy@demo.example",
        "Nabil Chraibi",
        Role.SUPERVISOR,
        "Validates what the deputy proposes in a review.",
        unit="hq",
    ),
    Account("rabat@demo.example", "Omar Lahlou", Role.HANDLER, "Works in the headquarters.", unit="hq"),
    Account("tanger@demo.example", "Hicham Bouayad", Role.HANDLER, "Works in Tangier.", unit="tanger"),
    Account("casablanca@demo.example", "Sara Berrada", Role.HANDLER, "Works in Casablanca.", unit="casablanca"),
    Account("beni-mellal@demo.example", "Zineb Oukhouya", Role.HANDLER, "Works in Béni Mellal.", unit="beni-mellal"),
    Account("statistics@demo.example", "Ghita Mernissi", Role.STATISTICIAN, "Sees the dashboard without names."),
    Account(
        "adii@demo.example",
        "Samir Benjelloun",
        Role.LIAISON,
        "The customs' deputy: opens nothing until the interlocutor names him.",
        administration="adii",
        deputy=True,
    ),
    Account("auditor@demo.example", "Anas Kettani", Role.AUDITOR, "Reads who did what."),
)


def make_accounts() -> dict[str, User]:
    """Every account by its e-mail, made or brought back to what is written above."""
    encoded: dict[str, str] = {}
    return {account.email: _make(account, encoded) for account in (*ACCOUNTS, *COLLEAGUES)}


def _make(account: Account, encoded: dict[str, str]) -> User:
    user = User.objects.filter(email=account.email).first() or User(email=account.email)
    user.name, user.role, user.language = account.name, account.role, account.language
    user.unit = Unit.objects.get(code=account.unit) if account.unit else None
    user.is_staff, user.is_active = account.role in DESK, True
    _give_password(user, account.password, encoded)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=account.email, defaults={"verified": True, "primary": True})
    if account.administration:
        body = Administration.objects.get(code=account.administration)
        since = date(timezone.now().year, 1, 1)
        made = {"administration": body, "since": since, "deputy": account.deputy}
        Interlocutor.objects.get_or_create(user=user, defaults=made)
    return user


def _give_password(user: User, password: str, encoded: dict[str, str]) -> None:
    """Encoding and checking are slow on purpose. These passwords are public, so one encoding serves all who have the same:
    `encoded` holds it for each password of this run."""
    known = encoded.get(password)
    if not user.password or (user.password != known and not user.check_password(password)):
        user.password = known or make_password(password)
    encoded[password] = user.password
