import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.encryption
from accounts.schema import together

# Their words are found like all others of a file (complaints 0002_triggers).
TEXTS = (
    ("letter", "casework_letter", "NEW.language", ("number", "subject", "body")),
    ("note", "casework_internalnote", "''", ("text",)),
)


class Migration(migrations.Migration):
    replaces = [
        ("casework", "0001_initial"),
        ("casework", "0002_initial"),
        ("casework", "0003_say_what_a_letter_is_for"),
        ("casework", "0004_letters_to_everybody"),
        ("casework", "0005_see_who_is_here"),
        ("casework", "0006_save_searches_and_absences"),
        ("casework", "0007_read_deadlines_in_a_calendar"),
        ("casework", "0008_extracts_for_administrations"),
        ("casework", "0009_list_all_letters_of_a_body"),
        ("casework", "0010_letters_to_others"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        ("complaints", "0002_triggers"),
        ("guide", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="complaints.complaint"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="note")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "internal note",
                "verbose_name_plural": "internal notes",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="LetterSeries",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name="year")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="last number")),
            ],
            options={
                "verbose_name": "numbers of letters",
                "verbose_name_plural": "numbers of letters",
            },
        ),
        migrations.CreateModel(
            name="FreeNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
            ],
            options={
                "verbose_name": "free number",
                "verbose_name_plural": "free numbers",
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("first", "First letter"),
                            ("reminder", "Reminder"),
                            ("head", "Letter to the head of the administration"),
                            ("information", "Information that was asked for"),
                            ("extension", "More time given"),
                            ("meeting", "Invitation of the administration to a mediation"),
                            ("commission", "Convocation of a permanent commission"),
                            ("recommendation", "Recommendation"),
                            ("receipt", "Acknowledgement of receipt"),
                            ("complement", "Missing items"),
                            ("prior_step", "First step with the administration"),
                            ("orientation", "Orientation to another body"),
                            ("inadmissible", "Complaint not admissible"),
                            ("not_completed", "Closed: items not supplied"),
                            ("admission", "Complaint admitted"),
                            ("answer", "Answer of the administration, to be commented on"),
                            ("mediation", "Invitation to a mediation"),
                            ("settled", "Closed: settled"),
                            ("unfounded", "Closed: not founded"),
                            ("executed", "Closed: recommendation carried out"),
                            ("refused", "Recommendation not followed"),
                            ("court", "Suspended or closed: a court has the matter"),
                            ("review", "The decision stands after a review"),
                            ("reopened", "Opened again after a review"),
                            ("moved", "Another unit has the file"),
                            ("other", "Another letter to the complainant"),
                            ("report", "Report to the Head of Government"),
                            ("mission", "Mission order"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("edition", models.PositiveSmallIntegerField(verbose_name="edition")),
                ("recipient", models.TextField(max_length=1000, verbose_name="name and address")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField(max_length=20000, verbose_name="text")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written")),
            ],
            options={
                "verbose_name": "text of letters",
                "verbose_name_plural": "texts of letters",
                "ordering": ["purpose", "language", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("purpose"),
                        models.F("language"),
                        models.F("version"),
                        name="letter_text_version_once",
                        violation_error_message="Somebody else changed this text meanwhile.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="complaints.complaint"
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("citizen", "The complainant"),
                            ("administration", "The administration"),
                            ("government", "The Head of Government"),
                            ("mission", "Who is sent on a mission"),
                        ],
                        db_default="administration",
                        default="administration",
                        max_length=14,
                        verbose_name="to whom",
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.administration",
                    ),
                ),
                (
                    "recipient",
                    models.TextField(blank=True, db_default="", max_length=1000, verbose_name="name and address"),
                ),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("version", models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="version")),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="casework.letter",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("first", "First letter"),
                            ("reminder", "Reminder"),
                            ("head", "Letter to the head of the administration"),
                            ("information", "Information that was asked for"),
                            ("extension", "More time given"),
                            ("meeting", "Invitation of the administration to a mediation"),
                            ("commission", "Convocation of a permanent commission"),
                            ("recommendation", "Recommendation"),
                            ("receipt", "Acknowledgement of receipt"),
                            ("complement", "Missing items"),
                            ("prior_step", "First step with the administration"),
                            ("orientation", "Orientation to another body"),
                            ("inadmissible", "Complaint not admissible"),
                            ("not_completed", "Closed: items not supplied"),
                            ("admission", "Complaint admitted"),
                            ("answer", "Answer of the administration, to be commented on"),
                            ("mediation", "Invitation to a mediation"),
                            ("settled", "Closed: settled"),
                            ("unfounded", "Closed: not founded"),
                            ("executed", "Closed: recommendation carried out"),
                            ("refused", "Recommendation not followed"),
                            ("court", "Suspended or closed: a court has the matter"),
                            ("review", "The decision stands after a review"),
                            ("reopened", "Opened again after a review"),
                            ("moved", "Another unit has the file"),
                            ("other", "Another letter to the complainant"),
                            ("report", "Report to the Head of Government"),
                            ("mission", "Mission order"),
                        ],
                        db_default="first",
                        default="first",
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("template", models.CharField(blank=True, db_default="", max_length=60, verbose_name="begun with")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField(max_length=20000, verbose_name="text")),
                ("signed_by", models.CharField(blank=True, db_default="", max_length=200, verbose_name="signed by")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "way",
                    models.CharField(
                        choices=[("site", "On the site, with a notice"), ("post", "By post or by hand")],
                        db_default="site",
                        default="site",
                        max_length=4,
                        verbose_name="how it goes",
                    ),
                ),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="posted")),
                (
                    "tracking",
                    models.CharField(blank=True, db_default="", max_length=60, verbose_name="tracking number"),
                ),
                ("attachments", models.ManyToManyField(blank=True, related_name="letters", to="complaints.attachment")),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["sent_at", "id"],
                "indexes": [
                    models.Index(
                        models.F("sent_at"),
                        models.F("id"),
                        condition=models.Q(("posted_on__isnull", True), ("way", "post")),
                        name="letter_to_post",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("number"), models.F("version"), name="letter_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("administration__isnull", False), ("to", "administration")),
                            models.Q(models.Q(("to", "administration"), _negated=True), ("administration", None)),
                            _connector="OR",
                        ),
                        name="letter_names_its_administration",
                        violation_error_message="A letter to an administration names it, no other letter does.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects", None), ("version", 1)),
                            models.Q(("corrects__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="letter_version_corrects_another",
                        violation_error_message="A later version of a letter says which one it corrects.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("posted_on__isnull", False), ("tracking", ""), _connector="OR"),
                        name="letter_tracked_when_posted",
                        violation_error_message="A tracking number goes with the day of posting.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extract", to="casework.letter"
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guide.administration"
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("items", models.JSONField(blank=True, default=list)),
                ("identity", accounts.encryption.EncryptedTextField(blank=True, purpose="extract.identity")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "extract for an administration",
                "verbose_name_plural": "extracts for administrations",
                "ordering": ["-sent_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("opened_at", None)),
                        fields=["administration", "-sent_at", "-id"],
                        name="extract_unopened",
                    ),
                    models.Index(fields=["administration", "-sent_at", "-id"], name="extract_of_body"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="complaints.complaint"
                    ),
                ),
                ("transition", models.CharField(max_length=40, verbose_name="decision")),
                ("data", models.JSONField(default=dict, verbose_name="details")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for validation"),
                            ("approved", "Validated"),
                            ("returned", "Returned"),
                            ("void", "No longer applicable"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
            ],
            options={
                "verbose_name": "proposed decision",
                "verbose_name_plural": "proposed decisions",
                "ordering": ["proposed_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("complaint"),
                        condition=models.Q(("status", "waiting")),
                        name="one_waiting_proposal",
                        violation_error_message="A decision on this file is waiting for validation already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_second_person",
                        violation_error_message="Another person than the one who proposed must validate.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="complaints.complaint"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(db_index=True)),
                ("writing", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "file open at the desk",
                "verbose_name_plural": "files open at the desk",
                "constraints": [models.UniqueConstraint(models.F("complaint"), models.F("user"), name="present_once")],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "reach",
                    models.CharField(
                        choices=[("own", "Me alone"), ("unit", "My unit"), ("all", "All caseworkers")],
                        default="own",
                        max_length=4,
                        verbose_name="who sees it",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
                (
                    "asked",
                    models.JSONField(default=dict, help_text="The filters as they stand in the address, by name."),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(models.F("unit"), condition=models.Q(("reach", "unit")), name="saved_search_unit"),
                    models.Index(models.F("reach"), condition=models.Q(("reach", "all")), name="saved_search_all"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"),
                        name="saved_search_named_once",
                        violation_error_message="You have a saved search of this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reach", "unit"), ("unit__isnull", False)),
                            models.Q(models.Q(("reach", "unit"), _negated=True), ("unit", None)),
                            _connector="OR",
                        ),
                        name="saved_search_of_a_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="casework.savedsearch"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("daily", "Every day"),
                            ("weekly", "Once a week"),
                            ("above", "When there are more than a number of files"),
                        ],
                        max_length=6,
                        verbose_name="when",
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(default=8, verbose_name="hour")),
                ("weekday", models.PositiveSmallIntegerField(default=0, help_text="0 is Monday.", verbose_name="day")),
                ("threshold", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="more than")),
                ("above", models.BooleanField(default=False, help_text="It was above, and that was told.")),
                ("next_at", models.DateTimeField(help_text="The next moment at which it is looked at.")),
            ],
            options={
                "verbose_name": "alert of a saved search",
                "verbose_name_plural": "alerts of saved searches",
                "indexes": [models.Index(models.F("next_at"), name="search_alert_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("search", "user"), name="search_alert_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hour__lte", 23),
                            ("weekday__lte", 6),
                            models.Q(
                                models.Q(("cadence", "above"), ("threshold__isnull", False)),
                                models.Q(models.Q(("cadence", "above"), _negated=True), ("threshold", None)),
                                _connector="OR",
                            ),
                        ),
                        name="search_alert_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("from_on", models.DateField(verbose_name="away from")),
                ("until_on", models.DateField(verbose_name="away until")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_on__lte", models.F("until_on"))),
                        name="absence_ends_after_it_begins",
                        violation_error_message="The last day comes after the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "calendar",
                "verbose_name_plural": "calendars",
            },
        ),
        # So that a year's numbers have no hole, whoever takes a letter away (casework/models.py, FreeNumber).
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION casework_letter_frees_its_number() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO casework_freenumber (number) VALUES (OLD.number) ON CONFLICT DO NOTHING;
                RETURN OLD;
            END $$;
            CREATE TRIGGER letter_frees_its_number AFTER DELETE ON casework_letter
                FOR EACH ROW WHEN (OLD.version = 1) EXECUTE FUNCTION casework_letter_frees_its_number();
            """,
            reverse_sql="""
            DROP TRIGGER letter_frees_its_number ON casework_letter;
            DROP FUNCTION casework_letter_frees_its_number();
            """,
        ),
        *(
            migrations.RunSQL(
                [
                    (
                        "CALL complaints_watch_text(%s, %s, 'NEW.complaint_id', %s, %s)",
                        [kind, table, language, list(columns)],
                    )
                ],
                [("CALL complaints_unwatch_text(%s, %s)", [kind, table])],
            )
            for kind, table, language, columns in TEXTS
        ),
    ]
    operations = together(operations)
