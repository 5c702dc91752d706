"""The complainant: identity apart from the case, so that figures and searches do without it."""

import re

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.encryption import EncryptedTextField
from accounts.models import User
from complaints.enums import IdentityDocument, Residence, Sex, Vulnerability
from complaints.guide.models import Country
from complaints.models.contact_rules import ContactRules

# One letter for another, so that a name is found however it was typed: accents, the letters that Arabic writes in several
# ways; what stands beyond the end of LETTERS (the Arabic vowel signs and the stretching line) is left out.
SPELLED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئ\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
LETTERS = "aaaaaaceeeeiiiinooooouuuuyyااااي\u0647وي"
FOLDED = str.maketrans(SPELLED[: len(LETTERS)], LETTERS, SPELLED[len(LETTERS) :])

# Forms count characters as a reader sees them, columns count code points: a vocalised Arabic letter has up to four.
ROOM = 4
NAMES = ("first_name", "last_name", "first_name_ar", "last_name_ar")


def folded(name: str) -> Func:
    """The column `name` as it is searched."""
    return Func(Lower(name), Value(SPELLED), Value(LETTERS), function="translate", output_field=models.TextField())


def folded_query(words: str) -> SearchQuery:
    """A search for people whose name has each of these words, or words that begin with them."""
    parts = re.findall(r"\w+", words.lower().translate(FOLDED))
    return SearchQuery(" & ".join(f"'{part}':*" for part in parts[:8]), config="simple", search_type="raw")


class Person(ContactRules):
    """Who complains (domain section 7). One row a case: two files of one person share nothing but their account."""

    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="complainants")
    first_name = models.CharField(_("first name"), max_length=120 * ROOM)
    last_name = models.CharField(_("last name"), max_length=120 * ROOM)
    first_name_ar = models.CharField(_("first name in Arabic"), max_length=120 * ROOM, blank=True)
    last_name_ar = models.CharField(_("last name in Arabic"), max_length=120 * ROOM, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    nationality = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("nationality"))
    residence = models.CharField(_("residence status"), max_length=10, choices=Residence)
    id_kind = models.CharField(_("identity document"), max_length=12, choices=IdentityDocument, blank=True)
    id_number = EncryptedTextField(_("number of the document"), purpose="person.id_number", blank=True)
    id_index = models.BinaryField(
        max_length=32, null=True, editable=False, help_text="Keyed hash, to find a second file."
    )
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country of residence"))
    city = models.CharField(_("city"), max_length=120 * ROOM)
    address = models.TextField(_("address"), max_length=500)
    consulate = models.CharField(_("consulate"), max_length=120 * ROOM, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    email_verified_at = models.DateTimeField(_("e-mail proved"), null=True, blank=True, editable=False)
    returned_email = models.EmailField(
        _("address from which mails came back"), max_length=254, blank=True, default="", db_default="", editable=False,
        help_text="The address from which our mails came back; another one is not dead.",
    )  # fmt: skip
    returned_at = models.DateTimeField(_("mails come back since"), null=True, blank=True, editable=False)
    phone = PhoneNumberField(_("telephone"), blank=True)
    whatsapp = models.BooleanField(_("reachable by WhatsApp"), default=False)
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, default="email")
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    accessibility = models.TextField(_("accessibility needs"), max_length=500, blank=True)
    vulnerability = models.CharField(_("vulnerability"), max_length=10, choices=Vulnerability, blank=True)
    stay_from = models.DateField(_("next stay in Morocco, from"), null=True, blank=True)
    stay_to = models.DateField(_("next stay in Morocco, to"), null=True, blank=True)
    contact_in_morocco = models.CharField(_("contact person in Morocco"), max_length=200 * ROOM, blank=True)

    search = models.GeneratedField(
        expression=SearchVector(*map(folded, NAMES), config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = _("complainant")
        verbose_name_plural = _("complainants")
        indexes = [
            models.Index(Upper("email"), name="person_email", condition=~models.Q(email="")),
            models.Index("id_index", name="person_id_index", condition=~models.Q(id_index=None)),
            GinIndex("search", name="person_search"),
            models.Index("id", name="person_mails_return", condition=~models.Q(returned_email="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mails_return(self) -> bool:
        """Whether mails to the present address come back; a new address, or a new proof of this one, ends that."""
        return bool(self.returned_email) and self.returned_email.lower() == self.email.lower()

    def reachable_by(self, way: str) -> bool:
        """What the person said of safe contact; and a dead address reaches nobody."""
        return not (way == "email" and self.mails_return) and super().reachable_by(way)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
