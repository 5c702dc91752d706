import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.schema import together


class Migration(migrations.Migration):
    replaces = [
        ("guide", "0001_initial"),
        ("guide", "0002_rules_of_the_guide"),
        ("guide", "0003_write_to_bodies"),
        ("guide", "0004_deputies_of_interlocutors"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("ADM", "Administrative matters"),
                            ("FON", "Land and property"),
                            ("FIN", "Finance and tax"),
                            ("SOC", "Social protection and pensions"),
                            ("JUG", "Enforcement of judgments against an administration"),
                            ("DRT", "Human rights in administration"),
                            ("HC", "Outside the institution's competence"),
                        ],
                        max_length=3,
                        verbose_name="nature",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "subject",
                "verbose_name_plural": "subjects",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Administration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministere", "Ministry"),
                            ("direction_autorite", "Directorate or authority"),
                            ("etablissement_public", "Public establishment"),
                            ("collectivite", "Territorial authority"),
                            ("organisme_delegue", "Delegated operator"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="guide.administration",
                        verbose_name="part of",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="administrations",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                ("local", models.BooleanField(default=False, verbose_name="has services in each region")),
                ("search_words", models.TextField(blank=True, verbose_name="other names, for the search")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "verbose_name": "administration",
                "verbose_name_plural": "administrations",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Interlocutor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interlocutors",
                        to="guide.administration",
                        verbose_name="administration",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interlocutor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "deputy",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="A colleague at the same administration, who opens nothing until the interlocutor names them.",
                        verbose_name="deputy",
                    ),
                ),
            ],
            options={
                "verbose_name": "permanent interlocutor",
                "verbose_name_plural": "permanent interlocutors",
                "ordering": ["administration", "since"],
            },
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="guide.interlocutor",
                        verbose_name="interlocutor",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in",
                        to="guide.interlocutor",
                        verbose_name="deputy",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(verbose_name="until")),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="named")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "stand-in of an interlocutor",
                "verbose_name_plural": "stand-ins of interlocutors",
                "ordering": ["-since", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="stand_in_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("deputy")), _negated=True), name="stand_in_is_another"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("absent", "deputy", "since", "until"),
                        name="stand_in_named_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("grounds", models.JSONField(default=list, help_text="X1 to X10", verbose_name="grounds")),
                (
                    "matters",
                    models.JSONField(
                        default=list, help_text="Those of the guide's last question", verbose_name="matters"
                    ),
                ),
                ("how", models.JSONField(default=dict, verbose_name="how to reach it, by language")),
                ("abroad", models.JSONField(default=dict, verbose_name="how to reach it from abroad, by language")),
                ("prepare", models.JSONField(default=dict, verbose_name="what to prepare, by language")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="An address of the office, not of a person. Without one, files go there by post.",
                        max_length=254,
                        verbose_name="e-mail for files that are passed on",
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("languages", models.JSONField(default=list, verbose_name="languages")),
                ("last_verified", models.DateField(blank=True, null=True, verbose_name="last verified")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "referral body",
                "verbose_name_plural": "referral bodies",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=500, verbose_name="position")),
                (
                    "stage",
                    models.CharField(
                        choices=[("draft", "Proposed"), ("live", "In force"), ("off", "Switched off")],
                        default="draft",
                        max_length=5,
                        verbose_name="stage",
                    ),
                ),
                ("pattern", models.JSONField(blank=True, default=dict, verbose_name="answers")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("help", "We can help"),
                            ("elsewhere", "Somebody else can help"),
                            ("unsure", "Not sure"),
                        ],
                        max_length=9,
                        verbose_name="result",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("X1", "The matter is before a court"),
                            ("X2", "It asks to review a court's final decision"),
                            ("X3", "It belongs to the National Human Rights Council"),
                            ("X4", "It is a dispute between private persons"),
                            ("X5", "It concerns the conduct of judges or the length of proceedings"),
                            ("X6", "It concerns criminal facts or fraud by private persons"),
                            ("X7", "It concerns an administration of the country of residence"),
                            ("X8", "It concerns acts of government, of Parliament, or private relations"),
                            ("X9", "It is a request for a favour, a licence or a job, not a grievance"),
                            ("X10", "It is a request for information or advice"),
                        ],
                        max_length=3,
                        verbose_name="ground",
                    ),
                ),
                ("bodies", models.JSONField(blank=True, default=list, verbose_name="who helps")),
                (
                    "by_country",
                    models.BooleanField(default=False, verbose_name="first those of the person's own country"),
                ),
                ("explanation", models.JSONField(default=dict, verbose_name="explanation, by language")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="guide.rule",
                        verbose_name="takes the place of",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of the guide",
                "verbose_name_plural": "rules of the guide",
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "elsewhere"), models.Q(("ground", ""), _negated=True)),
                            models.Q(models.Q(("result", "elsewhere"), _negated=True), ("ground", "")),
                            _connector="OR",
                        ),
                        name="rule_elsewhere_has_ground",
                        violation_error_message="A rule that leads elsewhere names its ground (X1 to X10); no other does.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Orientation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("help", "We can help"),
                            ("elsewhere", "Somebody else can help"),
                            ("unsure", "Not sure"),
                        ],
                        max_length=9,
                        verbose_name="result",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("X1", "The matter is before a court"),
                            ("X2", "It asks to review a court's final decision"),
                            ("X3", "It belongs to the National Human Rights Council"),
                            ("X4", "It is a dispute between private persons"),
                            ("X5", "It concerns the conduct of judges or the length of proceedings"),
                            ("X6", "It concerns criminal facts or fraud by private persons"),
                            ("X7", "It concerns an administration of the country of residence"),
                            ("X8", "It concerns acts of government, of Parliament, or private relations"),
                            ("X9", "It is a request for a favour, a licence or a job, not a grievance"),
                            ("X10", "It is a request for information or advice"),
                        ],
                        max_length=3,
                        verbose_name="ground",
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("n", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "count of orientations",
                "verbose_name_plural": "counts of orientations",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("day"),
                        models.F("result"),
                        models.F("ground"),
                        models.F("country"),
                        name="orientation_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Country",
            fields=[
                ("names", models.JSONField(default=dict)),
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="code")),
                ("calling_code", models.CharField(blank=True, max_length=6, verbose_name="calling code")),
                ("time_zone", models.CharField(blank=True, max_length=40, verbose_name="time zone")),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("estimated", models.BooleanField(default=False, verbose_name="estimated")),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
                "ordering": ["day"],
            },
        ),
    ]
    operations = together(operations)
