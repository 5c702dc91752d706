"""The directories: what a complaint is about, against whom, and who helps when the institution cannot; the rules of the guide."""

from babel import Locale
from django.db import models
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from accounts.dates import locale
from accounts.localized import Localized, pick
from accounts.models import Region, User
from complaints.guide.eligibility import ELSEWHERE, HELP, UNSURE, Line
from complaints.guide.grounds import Ground


class Subject(Localized):
    """One entry of the two-level taxonomy (domain section 9): `nature` is level 1, `code` such as `ADM-A1` level 2."""

    class Nature(models.TextChoices):
        ADMINISTRATIVE = "ADM", _("Administrative matters")
        LAND = "FON", _("Land and property")
        FINANCE = "FIN", _("Finance and tax")
        SOCIAL = "SOC", _("Social protection and pensions")
        JUDGMENTS = "JUG", _("Enforcement of judgments against an administration")
        RIGHTS = "DRT", _("Human rights in administration")
        OUTSIDE = "HC", _("Outside the institution's competence")

    code = models.CharField(_("code"), max_length=10, unique=True)
    nature = models.CharField(_("nature"), max_length=3, choices=Nature)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "code"]


class Administration(Localized):
    """A body that a complaint may be about (domain section 10)."""

    class Kind(models.TextChoices):
        MINISTRY = "ministere", _("Ministry")
        AUTHORITY = "direction_autorite", _("Directorate or authority")
        PUBLIC_BODY = "etablissement_public", _("Public establishment")
        LOCAL = "collectivite", _("Territorial authority")
        DELEGATED = "organisme_delegue", _("Delegated operator")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="administrations", verbose_name=_("region")
    )
    local = models.BooleanField(_("has services in each region"), default=False)
    search_words = models.TextField(_("other names, for the search"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")
        ordering = ["code"]


class Interlocutor(models.Model):
    """The permanent interlocutor of an administration (loi 14-16, articles 31 and 32)."""

    administration = models.ForeignKey(
        Administration, models.PROTECT, related_name="interlocutors", verbose_name=_("administration")
    )
    user = models.OneToOneField(User, models.PROTECT, related_name="interlocutor", verbose_name=_("account"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    deputy = models.BooleanField(
        _("deputy"),
        default=False,
        db_default=False,
        help_text=_("A colleague at the same administration, who opens nothing until the interlocutor names them."),
    )

    class Meta:
        verbose_name = _("permanent interlocutor")
        verbose_name_plural = _("permanent interlocutors")
        ordering = ["administration", "since"]

    def __str__(self) -> str:
        return str(self.user)


class StandIn(models.Model):
    """A deputy who does from one day to another what the absent interlocutor does. It is never deleted: it ends."""

    absent = models.ForeignKey(Interlocutor, models.PROTECT, related_name="stand_ins", verbose_name=_("interlocutor"))
    deputy = models.ForeignKey(Interlocutor, models.PROTECT, related_name="stands_in", verbose_name=_("deputy"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("named"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stand-in of an interlocutor")
        verbose_name_plural = _("stand-ins of interlocutors")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="stand_in_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(absent=models.F("deputy")), name="stand_in_is_another"),
            models.UniqueConstraint(
                fields=["absent", "deputy", "since", "until"],
                name="stand_in_named_once",
                condition=models.Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.administration})"


class ReferralBody(Localized):
    """Who helps when the institution cannot (domain section 12)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    grounds = models.JSONField(_("grounds"), default=list, help_text=_("X1 to X10"))
    matters = models.JSONField(_("matters"), default=list, help_text=_("Those of the guide's last question"))
    how = models.JSONField(_("how to reach it, by language"), default=dict)
    abroad = models.JSONField(_("how to reach it from abroad, by language"), default=dict)
    prepare = models.JSONField(_("what to prepare, by language"), default=dict)
    website = models.URLField(_("website"), blank=True)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(
        _("e-mail for files that are passed on"),
        max_length=254,
        blank=True,
        help_text=_("An address of the office, not of a person. Without one, files go there by post."),
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    last_verified = models.DateField(_("last verified"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("referral body")
        verbose_name_plural = _("referral bodies")
        ordering = ["code"]

    @property
    def way(self) -> str:
        """How to reach it, in the active language."""
        return pick(self.how)

    @property
    def way_from_abroad(self) -> str:
        return pick(self.abroad)

    @property
    def dial(self) -> str:
        """Its telephone number as a link dials it."""
        return "".join(sign for sign in self.phone if sign.isdecimal() or sign == "+")

    @property
    def to_prepare(self) -> str:
        return pick(self.prepare)

    @property
    def spoken(self) -> str:
        """Its languages by their names in the active language."""
        names = Locale.parse(locale()).languages
        comma = "، " if get_language_bidi() else ", "
        return comma.join(names.get(code, code) for code in self.languages)


class Rule(Localized):
    """One rule of the guide (domain section 3): which answers lead to which result. `names` is the heading that people read.

    Rules are judged by position. Live rules decide; drafts are tried out first (casework/guide_trial.py). `bodies` are codes
    of the directory, the first the nearest; `by_country` puts those of the person's own country before them."""

    class Result(models.TextChoices):
        HELP = HELP, _("We can help")
        ELSEWHERE = ELSEWHERE, _("Somebody else can help")
        UNSURE = UNSURE, _("Not sure")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Proposed")
        LIVE = "live", _("In force")
        OFF = "off", _("Switched off")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=500)
    stage = models.CharField(_("stage"), max_length=5, choices=Stage, default=Stage.DRAFT)
    pattern = models.JSONField(_("answers"), default=dict, blank=True)
    result = models.CharField(_("result"), max_length=9, choices=Result)
    ground = models.CharField(_("ground"), max_length=3, choices=Ground, blank=True)
    bodies = models.JSONField(_("who helps"), default=list, blank=True)
    by_country = models.BooleanField(_("first those of the person's own country"), default=False)
    explanation = models.JSONField(_("explanation, by language"), default=dict)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("takes the place of")
    )

    class Meta:
        verbose_name = _("rule of the guide")
        verbose_name_plural = _("rules of the guide")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(result=ELSEWHERE) & ~models.Q(ground=""))
                | (~models.Q(result=ELSEWHERE) & models.Q(ground="")),
                name="rule_elsewhere_has_ground",
                violation_error_message=_("A rule that leads elsewhere names its ground (X1 to X10); no other does."),
            )
        ]

    @property
    def line(self) -> Line:
        """The rule as it is judged."""
        return Line(self.code, self.result, self.pattern, self.ground)


class Orientation(models.Model):
    """How many people got this result on this day, by ground and country of residence: counts, and nobody."""

    day = models.DateField(_("day"))
    result = models.CharField(_("result"), max_length=9, choices=Rule.Result)
    ground = models.CharField(_("ground"), max_length=3, choices=Ground, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of orientations")
        verbose_name_plural = _("counts of orientations")
        constraints = [models.UniqueConstraint("day", "result", "ground", "country", name="orientation_once")]


class Country(Localized):
    """A country of residence: ISO 3166 code, telephone prefix and usual time zone."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    calling_code = models.CharField(_("calling code"), max_length=6, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]


class Holiday(Localized):
    """A day on which clocks that count working days stand still. `estimated`: Islamic dates before the moon is seen."""

    day = models.DateField(_("day"), unique=True)
    estimated = models.BooleanField(_("estimated"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
