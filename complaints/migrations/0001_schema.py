import datetime
import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import accounts.encryption
from accounts.schema import together


class Migration(migrations.Migration):
    replaces = [
        ("complaints", "0001_initial"),
        ("complaints", "0003_find_people_by_email"),
        ("complaints", "0004_find_people_and_order_the_queue"),
        ("complaints", "0005_count_by_day"),
        ("complaints", "0006_remember_proved_addresses"),
        ("complaints", "0007_index_open_files"),
        ("complaints", "0008_remember_when_the_scanner_was_asked"),
        ("complaints", "0009_find_files_by_their_copy"),
        ("complaints", "0010_know_a_message_sent_twice"),
        ("complaints", "0011_translations_beside_texts"),
        ("complaints", "0012_write_safely_to_people"),
        ("complaints", "0013_act_for_others_and_share"),
        ("complaints", "0014_reviews_voices_and_corrections"),
        ("complaints", "0015_new_codes_and_requests_about_data"),
        ("complaints", "0016_rules_of_contact_for_each_of_two"),
        ("complaints", "0017_who_gave_a_share_and_who_works_here"),
        ("complaints", "0018_carry_out_requests_about_data"),
        ("complaints", "0019_translate_what_was_decided_and_asked"),
        ("complaints", "0020_investigations_commissions_recommendations"),
        ("complaints", "0021_list_silent_administrations"),
        ("complaints", "0022_one_sitting_a_day"),
        ("complaints", "0023_join_files"),
        ("complaints", "0024_take_back_what_was_not_told"),
        ("complaints", "0025_keep_out_and_redact"),
        ("complaints", "0026_pass_files_on"),
        ("complaints", "0028_mails_that_come_and_complaints_typed_here"),
        ("complaints", "0029_answers_of_interlocutors_and_consents"),
        ("complaints", "0031_reviews_in_order"),
        ("complaints", "0032_what_was_signed_at_a_stand"),
        ("complaints", "0033_numbers_given_without_a_network"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        ("guide", "0001_schema"),
        ("knowledge", "0001_schema"),  # brings pg_trgm
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contact_rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Yes, in every way I gave"),
                            ("careful", "Yes, but with care"),
                            ("file_only", "No: I look into my file myself"),
                        ],
                        default="",
                        max_length=9,
                        verbose_name="is it safe to write",
                    ),
                ),
                (
                    "contact_ways",
                    models.JSONField(
                        blank=True, default=list, help_text="Empty: all.", verbose_name="ways that are safe"
                    ),
                ),
                (
                    "contact_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from this hour"),
                ),
                (
                    "contact_until",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="until this hour"),
                ),
                ("no_voice_mail", models.BooleanField(default=False, verbose_name="no voice mail")),
                (
                    "neutral_subject",
                    models.BooleanField(default=False, verbose_name="our name is not shown in the list of mails"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complainants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_name", models.CharField(max_length=480, verbose_name="first name")),
                ("last_name", models.CharField(max_length=480, verbose_name="last name")),
                ("first_name_ar", models.CharField(blank=True, max_length=480, verbose_name="first name in Arabic")),
                ("last_name_ar", models.CharField(blank=True, max_length=480, verbose_name="last name in Arabic")),
                (
                    "sex",
                    models.CharField(
                        choices=[("f", "Woman"), ("m", "Man"), ("u", "I prefer not to say")],
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "nationality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.country",
                        verbose_name="nationality",
                    ),
                ),
                (
                    "residence",
                    models.CharField(
                        choices=[
                            ("mre", "Moroccan living abroad"),
                            ("resident", "Living in Morocco"),
                            ("returned", "Returned to Morocco"),
                            ("foreigner", "Foreign national"),
                        ],
                        max_length=10,
                        verbose_name="residence status",
                    ),
                ),
                (
                    "id_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cnie", "National identity card (CNIE)"),
                            ("passport", "Passport"),
                            ("residence", "Residence card"),
                            ("consular", "Consular registration"),
                        ],
                        max_length=12,
                        verbose_name="identity document",
                    ),
                ),
                (
                    "id_number",
                    accounts.encryption.EncryptedTextField(
                        blank=True, purpose="person.id_number", verbose_name="number of the document"
                    ),
                ),
                (
                    "id_index",
                    models.BinaryField(help_text="Keyed hash, to find a second file.", max_length=32, null=True),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.country",
                        verbose_name="country of residence",
                    ),
                ),
                ("city", models.CharField(max_length=480, verbose_name="city")),
                ("address", models.TextField(max_length=500, verbose_name="address")),
                ("consulate", models.CharField(blank=True, max_length=480, verbose_name="consulate")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "email_verified_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="e-mail proved"),
                ),
                (
                    "returned_email",
                    models.EmailField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        help_text="The address from which our mails came back; another one is not dead.",
                        max_length=254,
                        verbose_name="address from which mails came back",
                    ),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="mails come back since"),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="telephone"
                    ),
                ),
                ("whatsapp", models.BooleanField(default=False, verbose_name="reachable by WhatsApp")),
                (
                    "preferred_channel",
                    models.CharField(default="email", max_length=10, verbose_name="preferred channel"),
                ),
                ("time_zone", models.CharField(blank=True, max_length=40, verbose_name="time zone")),
                ("accessibility", models.TextField(blank=True, max_length=500, verbose_name="accessibility needs")),
                (
                    "vulnerability",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("detained", "In detention"),
                            ("disabled", "Living with a disability"),
                            ("elderly", "Elderly or retired"),
                            ("minor", "A child"),
                            ("woman", "A woman in a vulnerable situation"),
                        ],
                        max_length=10,
                        verbose_name="vulnerability",
                    ),
                ),
                ("stay_from", models.DateField(blank=True, null=True, verbose_name="next stay in Morocco, from")),
                ("stay_to", models.DateField(blank=True, null=True, verbose_name="next stay in Morocco, to")),
                (
                    "contact_in_morocco",
                    models.CharField(blank=True, max_length=800, verbose_name="contact person in Morocco"),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            models.Func(
                                django.db.models.functions.text.Lower("first_name"),
                                models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                                models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            models.Func(
                                django.db.models.functions.text.Lower("last_name"),
                                models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                                models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            models.Func(
                                django.db.models.functions.text.Lower("first_name_ar"),
                                models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                                models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            models.Func(
                                django.db.models.functions.text.Lower("last_name_ar"),
                                models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                                models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            config="simple",
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "complainant",
                "verbose_name_plural": "complainants",
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Upper("email"),
                        condition=models.Q(("email", ""), _negated=True),
                        name="person_email",
                    ),
                    models.Index(
                        models.F("id_index"),
                        condition=models.Q(("id_index", None), _negated=True),
                        name="person_id_index",
                    ),
                    django.contrib.postgres.indexes.GinIndex(models.F("search"), name="person_search"),
                    models.Index(
                        models.F("id"),
                        condition=models.Q(("returned_email", ""), _negated=True),
                        name="person_mails_return",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                ("submission_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "digest",
                    models.CharField(editable=False, help_text="SHA-256 of the canonical answers.", max_length=64),
                ),
                (
                    "code_hash",
                    models.CharField(editable=False, help_text="Hash of the follow-up code.", max_length=128),
                ),
                (
                    "provisional",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="A stand's tablet gave it to the person before there was a reference; it opens the file too.",
                        max_length=10,
                        null=True,
                        unique=True,
                        verbose_name="number given without a network",
                    ),
                ),
                ("form_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "file_type",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("orientation", "Orientation file"),
                            ("settlement", "Request for settlement"),
                            ("own_initiative", "Own-initiative file"),
                        ],
                        default="complaint",
                        max_length=16,
                        verbose_name="type of file",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Website"),
                            ("app", "Application"),
                            ("email", "E-mail"),
                            ("post", "Post"),
                            ("consulate", "Consulate"),
                            ("oral", "Oral statement"),
                            ("delegation", "Delegation"),
                            ("stand", "Stand"),
                        ],
                        default="web",
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language of correspondence")),
                ("text_language", models.CharField(blank=True, max_length=10, verbose_name="language of the text")),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "complainant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaint", to="complaints.person"
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.country",
                        verbose_name="country of residence",
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="guide.administration",
                        verbose_name="administration",
                    ),
                ),
                (
                    "administration_text",
                    models.CharField(
                        blank=True, max_length=800, verbose_name="administration, in the complainant's words"
                    ),
                ),
                ("service", models.CharField(blank=True, max_length=800, verbose_name="service or office")),
                ("official", models.CharField(blank=True, max_length=800, verbose_name="name of the official")),
                (
                    "administration_reference",
                    models.CharField(blank=True, max_length=400, verbose_name="file number at the administration"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.subject",
                        verbose_name="subject",
                    ),
                ),
                ("title", models.CharField(max_length=800, verbose_name="title")),
                ("description", models.TextField(max_length=20000, verbose_name="what happened")),
                (
                    "act_kind",
                    models.CharField(
                        choices=[
                            ("refusal", "Refusal"),
                            ("silence", "No answer"),
                            ("delay", "Delay"),
                            ("error", "Error"),
                            ("abuse", "Abuse of power"),
                            ("reception", "Bad reception"),
                            ("information", "Lack of information"),
                            ("non_execution", "Decision or judgment not carried out"),
                        ],
                        max_length=14,
                        verbose_name="kind of act",
                    ),
                ),
                ("act_date", models.DateField(blank=True, null=True, verbose_name="date of the act")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="date of notification")),
                ("place", models.CharField(blank=True, max_length=800, verbose_name="place")),
                ("harm", models.TextField(max_length=5000, verbose_name="harm suffered")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount at stake (MAD)"
                    ),
                ),
                ("request", models.TextField(max_length=5000, verbose_name="what is asked for")),
                (
                    "court",
                    models.CharField(
                        choices=[
                            ("no", "No, it has never been before a court"),
                            ("pending", "Yes, a court is dealing with it now"),
                            ("judged", "Yes, a court has decided"),
                            ("not_executed", "A court decided for me and the administration does not carry it out"),
                        ],
                        max_length=12,
                        verbose_name="before a court",
                    ),
                ),
                ("court_name", models.CharField(blank=True, max_length=800, verbose_name="court")),
                ("court_case", models.CharField(blank=True, max_length=400, verbose_name="case number")),
                ("court_date", models.DateField(blank=True, null=True, verbose_name="date of the judgment")),
                ("court_final", models.BooleanField(blank=True, null=True, verbose_name="final judgment")),
                (
                    "no_prior_steps",
                    models.BooleanField(default=False, verbose_name="no step taken with the administration yet"),
                ),
                ("urgent_date", models.DateField(blank=True, null=True, verbose_name="irreversible date")),
                ("urgent_reason", models.CharField(blank=True, max_length=2000, verbose_name="reason of the urgency")),
                (
                    "share_identity",
                    models.BooleanField(default=True, verbose_name="identity may be given to the administration"),
                ),
                ("share_identity_reason", models.CharField(blank=True, max_length=2000, verbose_name="why not")),
                (
                    "transfer_consent",
                    models.BooleanField(default=False, verbose_name="agrees to a transfer to another body"),
                ),
                ("survey_consent", models.BooleanField(default=False, verbose_name="may be asked for an opinion")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("registered", "Registered"),
                            ("prelim_review", "Preliminary study"),
                            ("awaiting_citizen", "Waiting for the complainant"),
                            ("oriented", "Oriented, outside competence"),
                            ("inadmissible", "Inadmissible"),
                            ("admitted", "Admitted and assigned"),
                            ("awaiting_administration", "With the administration"),
                            ("citizen_comment", "Complainant's comments"),
                            ("investigation", "Investigation"),
                            ("mediation", "Mediation"),
                            ("commission", "Before the permanent commission"),
                            ("recommendation", "Recommendation issued"),
                            ("followup", "Follow-up of execution"),
                            ("escalated", "Brought to the Head of Government"),
                            ("suspended", "Suspended, court seized"),
                            ("closed", "Closed"),
                            ("review", "Review requested"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Joined to another file"),
                        ],
                        max_length=24,
                        verbose_name="state",
                    ),
                ),
                ("state_since", models.DateTimeField(verbose_name="in this state since")),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled_complaints",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="caseworker",
                    ),
                ),
                ("urgent", models.BooleanField(default=False, verbose_name="urgent")),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="The clock of the current state.", null=True, verbose_name="next deadline"
                    ),
                ),
                ("overdue", models.BooleanField(default=False, verbose_name="deadline passed")),
                ("complement_rounds", models.PositiveSmallIntegerField(default=0)),
                ("new_reply", models.BooleanField(default=False, verbose_name="new reply")),
                (
                    "possible_duplicate",
                    models.BooleanField(db_default=False, default=False, verbose_name="possible duplicate"),
                ),
                ("appeal_until", models.DateField(blank=True, null=True, verbose_name="appeal period may run until")),
                (
                    "joined_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="complaints.complaint",
                    ),
                ),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                ("admitted_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent to the administration")),
                ("answer_due_on", models.DateField(blank=True, null=True, verbose_name="answer due")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "chase_on",
                    models.DateField(
                        blank=True, help_text="The administration's next step (domain section 5).", null=True
                    ),
                ),
                (
                    "chased",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, help_text="How many of the five steps were taken."
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled_full", "Fully settled"),
                            ("settled_partial", "Partly settled"),
                            ("settled_by_explanation", "Settled by an explanation"),
                            ("recommendation_executed", "Recommendation carried out"),
                            ("recommendation_refused", "Recommendation refused"),
                            ("unfounded", "Not founded"),
                            ("not_completed", "Missing items not supplied"),
                            ("judicial", "Before a court, or judged"),
                            ("incompetent", "Outside competence"),
                            ("inadmissible", "Inadmissible"),
                            ("oriented", "Oriented to another body"),
                            ("transferred", "Passed on with consent"),
                            ("withdrawn", "Withdrawn"),
                            ("duplicate_merged", "Joined to an earlier file"),
                            ("out_of_reach", "Complainant not reachable"),
                        ],
                        max_length=24,
                        verbose_name="outcome",
                    ),
                ),
                ("remedies", models.JSONField(blank=True, default=list, verbose_name="remedies obtained")),
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
                (
                    "referral_bodies",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="guide.referralbody", verbose_name="referred to"
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "indexes": [
                    models.Index(
                        models.F("state"),
                        models.F("due_on"),
                        models.F("id"),
                        condition=models.Q(("closed_at__isnull", True)),
                        name="complaint_open_state",
                    ),
                    models.Index(
                        models.F("handler"),
                        django.db.models.functions.comparison.Coalesce(
                            "due_on", models.Value(datetime.date(9999, 12, 31))
                        ),
                        models.F("id"),
                        condition=models.Q(("closed_at__isnull", True)),
                        name="complaint_open_handler",
                    ),
                    models.Index(
                        models.F("unit"),
                        models.F("state"),
                        condition=models.Q(("closed_at__isnull", True)),
                        name="complaint_unit_open_state",
                    ),
                    models.Index(
                        models.F("unit"),
                        condition=models.Q(("closed_at__isnull", True), ("handler__isnull", True)),
                        name="complaint_unassigned",
                    ),
                    models.Index(models.F("submitted_at"), name="complaint_submitted"),
                    models.Index(models.F("received_on"), name="complaint_received"),
                    models.Index(
                        models.F("answered_at"),
                        condition=models.Q(("answered_at__isnull", False)),
                        name="complaint_answered",
                    ),
                    models.Index(
                        models.F("closed_at"), condition=models.Q(("closed_at__isnull", False)), name="complaint_closed"
                    ),
                    models.Index(
                        models.F("due_on"),
                        condition=models.Q(("closed_at__isnull", True), ("overdue", False)),
                        name="complaint_to_watch",
                    ),
                    models.Index(
                        models.F("unit"),
                        django.db.models.functions.comparison.Coalesce(
                            "due_on", models.Value(datetime.date(9999, 12, 31))
                        ),
                        models.F("id"),
                        condition=models.Q(("chased__gte", 3), ("state", "awaiting_administration")),
                        name="complaint_silent",
                    ),
                    models.Index(
                        django.db.models.functions.comparison.Coalesce(
                            "due_on", models.Value(datetime.date(9999, 12, 31))
                        ),
                        models.F("id"),
                        condition=models.Q(("closed_at__isnull", True), ("state", "review")),
                        name="complaint_reviews",
                    ),
                    models.Index(
                        condition=models.Q(("state", "awaiting_administration")),
                        fields=["administration", "answer_due_on", "id"],
                        name="complaint_owed",
                    ),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", False)),
                        fields=["administration", "-answered_at", "-id"],
                        name="complaint_answers_of_body",
                    ),
                    models.Index(
                        models.F("chase_on"), condition=models.Q(("chase_on__isnull", False)), name="complaint_to_chase"
                    ),
                    models.Index(
                        django.db.models.functions.comparison.Coalesce(
                            "due_on", models.Value(datetime.date(9999, 12, 31))
                        ),
                        models.F("id"),
                        condition=models.Q(("closed_at__isnull", True)),
                        name="complaint_open_queue",
                    ),
                    models.Index(
                        models.F("unit"),
                        django.db.models.functions.comparison.Coalesce(
                            "due_on", models.Value(datetime.date(9999, 12, 31))
                        ),
                        models.F("id"),
                        condition=models.Q(("closed_at__isnull", True)),
                        name="complaint_unit_open_queue",
                    ),
                    models.Index(models.F("unit"), condition=models.Q(("new_reply", True)), name="complaint_new_reply"),
                    models.Index(
                        django.db.models.functions.text.MD5(
                            django.db.models.functions.text.Lower(
                                django.db.models.functions.text.Trim(
                                    models.Func(
                                        "description",
                                        models.Value("\\s+"),
                                        models.Value(" "),
                                        models.Value("g"),
                                        function="regexp_replace",
                                    ),
                                    output_field=models.TextField(),
                                )
                            )
                        ),
                        name="complaint_same_text",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("title", name="gin_trgm_ops"),
                        name="complaint_title_alike",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["closed", "inadmissible", "merged", "oriented", "withdrawn"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["closed", "inadmissible", "merged", "oriented", "withdrawn"]),
                                    _negated=True,
                                ),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_closed_at_when_closed",
                        violation_error_message="A closed file carries its closing date, an open one does not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["closed", "inadmissible", "merged", "oriented", "withdrawn"]),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["closed", "inadmissible", "merged", "oriented", "withdrawn"]),
                                    _negated=True,
                                ),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_outcome_when_closed",
                        violation_error_message="A closed file has an outcome, an open one has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "awaiting_administration"), _negated=True),
                            models.Q(
                                ("administration__isnull", False),
                                ("answer_due_on__isnull", False),
                                ("sent_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_with_administration_is_sent",
                        violation_error_message="A file with the administration has its sending date and its due date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("administration", None), _negated=True),
                            models.Q(("administration_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="complaint_names_administration",
                        violation_error_message="Name the administration, or describe it in your own words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "oriented"), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="complaint_oriented_has_ground",
                        violation_error_message="An oriented file names its ground (X1 to X10).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("joined_to__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("joined_to__isnull", True)),
                            _connector="OR",
                        ),
                        name="complaint_joined_when_merged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prior_steps",
                        to="complaints.complaint",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="date")),
                ("body", models.CharField(max_length=800, verbose_name="to whom")),
                ("channel", models.CharField(blank=True, max_length=400, verbose_name="how")),
                ("reference", models.CharField(blank=True, max_length=400, verbose_name="number")),
                ("answered", models.BooleanField(blank=True, null=True, verbose_name="answered")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
            ],
            options={
                "verbose_name": "prior step",
                "verbose_name_plural": "prior steps",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="complaints.complaint",
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                ("version", models.CharField(max_length=20, verbose_name="version of the text")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("text", models.TextField(verbose_name="text as shown")),
                ("accepted_at", models.DateTimeField(verbose_name="accepted")),
            ],
            options={
                "verbose_name": "declaration",
                "verbose_name_plural": "declarations",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(models.F("complaint"), models.F("kind"), name="declaration_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mandate", "Mandate or proof of capacity"),
                            ("letter", "The complaint as it came on paper"),
                            ("transcript", "Transcript, signed"),
                        ],
                        db_default="",
                        max_length=10,
                        verbose_name="kind of document",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the original")),
                ("original", models.CharField(editable=False, max_length=100, unique=True)),
                (
                    "copy",
                    models.CharField(
                        blank=True, editable=False, help_text="Without EXIF, GPS and the like.", max_length=100
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("clean", "Checked"), ("pending", "Being checked"), ("rejected", "Refused")],
                        default="pending",
                        max_length=10,
                        verbose_name="inspection",
                    ),
                ),
                (
                    "scanned_at",
                    models.DateTimeField(editable=False, help_text="When the scanner was last asked again.", null=True),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("citizen", "Complainant"),
                            ("institution", "Institution"),
                            ("administration", "Administration"),
                            ("body", "Other body"),
                        ],
                        default="citizen",
                        max_length=14,
                        verbose_name="from",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("internal", models.BooleanField(default=False, verbose_name="internal")),
                (
                    "shared_with_administration",
                    models.BooleanField(default=False, verbose_name="sent to the administration"),
                ),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased")),
                (
                    "redacted_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="complaints.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["sent_at", "id"],
                "indexes": [models.Index(models.F("copy"), name="attachment_copy")],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("file", "In the file"), ("facts", "By facts and a wait"), ("desk", "At the desk")],
                        max_length=5,
                        verbose_name="how",
                    ),
                ),
                (
                    "ticket_hash",
                    models.CharField(blank=True, editable=False, help_text="Hash of the ticket.", max_length=128),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("due_at", models.DateTimeField(verbose_name="may be used from")),
                ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used")),
                (
                    "sealed_code",
                    models.TextField(
                        blank=True, editable=False, help_text="The new code, encrypted, for half an hour."
                    ),
                ),
            ],
            options={
                "verbose_name": "new code",
                "verbose_name_plural": "new codes",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        models.F("used_at"),
                        condition=models.Q(("sealed_code", ""), _negated=True),
                        name="recovery_shown",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at", None), ("used_at", None)),
                        fields=("complaint",),
                        name="recovery_one_waits",
                        violation_error_message="A new code was asked for already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        editable=False, help_text="Names the form, so that a second press is known as one.", unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "Correct something that is wrong"),
                            ("erasure", "Erase something, or all of it"),
                            ("question", "Ask what is done with my data"),
                        ],
                        max_length=10,
                        verbose_name="what is asked for",
                    ),
                ),
                ("text", models.TextField(max_length=5000, verbose_name="in their own words")),
                ("language", models.CharField(max_length=10)),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("due_on", models.DateField(verbose_name="answer due")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("done", "Done as asked"), ("partly", "Done in part"), ("refused", "Not done")],
                        max_length=7,
                        verbose_name="decision",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=5000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other_way",
                    models.TextField(
                        blank=True,
                        db_default="",
                        help_text="How it was carried out, when neither correction nor erasure at the desk did it.",
                        max_length=2000,
                        verbose_name="done in another way",
                    ),
                ),
            ],
            options={
                "verbose_name": "request about data",
                "verbose_name_plural": "requests about data",
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(
                        models.F("due_on"),
                        models.F("id"),
                        condition=models.Q(("answered_at", None)),
                        name="data_request_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                models.Q(("answered_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="data_request_answered_when_decided",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="complaints.complaint"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="event")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("registered", "Registered"),
                            ("prelim_review", "Preliminary study"),
                            ("awaiting_citizen", "Waiting for the complainant"),
                            ("oriented", "Oriented, outside competence"),
                            ("inadmissible", "Inadmissible"),
                            ("admitted", "Admitted and assigned"),
                            ("awaiting_administration", "With the administration"),
                            ("citizen_comment", "Complainant's comments"),
                            ("investigation", "Investigation"),
                            ("mediation", "Mediation"),
                            ("commission", "Before the permanent commission"),
                            ("recommendation", "Recommendation issued"),
                            ("followup", "Follow-up of execution"),
                            ("escalated", "Brought to the Head of Government"),
                            ("suspended", "Suspended, court seized"),
                            ("closed", "Closed"),
                            ("review", "Review requested"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Joined to another file"),
                        ],
                        max_length=24,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("registered", "Registered"),
                            ("prelim_review", "Preliminary study"),
                            ("awaiting_citizen", "Waiting for the complainant"),
                            ("oriented", "Oriented, outside competence"),
                            ("inadmissible", "Inadmissible"),
                            ("admitted", "Admitted and assigned"),
                            ("awaiting_administration", "With the administration"),
                            ("citizen_comment", "Complainant's comments"),
                            ("investigation", "Investigation"),
                            ("mediation", "Mediation"),
                            ("commission", "Before the permanent commission"),
                            ("recommendation", "Recommendation issued"),
                            ("followup", "Follow-up of execution"),
                            ("escalated", "Brought to the Head of Government"),
                            ("suspended", "Suspended, court seized"),
                            ("closed", "Closed"),
                            ("review", "Review requested"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Joined to another file"),
                        ],
                        max_length=24,
                        verbose_name="to",
                    ),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("code", "code"),
                            ("share", "share"),
                            ("body", "body"),
                            ("person", "person"),
                            ("stand", "stand"),
                            ("system", "system"),
                        ],
                        max_length=8,
                        verbose_name="acted as",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                ("actor_role", models.CharField(blank=True, max_length=20, verbose_name="role")),
                ("ground", models.CharField(blank=True, max_length=60, verbose_name="legal ground")),
                ("public_text", models.TextField(blank=True, verbose_name="told to the complainant")),
                ("internal_text", models.TextField(blank=True, verbose_name="internal reason")),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["at", "id"],
                "indexes": [models.Index(models.F("complaint"), models.F("at"), models.F("id"), name="event_history")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="complaints.complaint"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="complaints.event"
                    ),
                ),
                (
                    "block",
                    models.CharField(
                        choices=[
                            ("contact", "Contact details"),
                            ("email", "E-mail address"),
                            ("facts", "Facts"),
                            ("person", "Complainant"),
                        ],
                        max_length=8,
                        verbose_name="part",
                    ),
                ),
                ("field", models.CharField(max_length=30, verbose_name="field")),
                ("before", models.TextField(blank=True, verbose_name="before")),
                (
                    "sealed",
                    accounts.encryption.EncryptedTextField(
                        blank=True, db_default="", purpose="change.id_number", verbose_name="before"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased")),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("field", "id_number"), _negated=True), ("before", ""), _connector="OR"
                        ),
                        name="change_seals_identity_numbers",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NewAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="new_address",
                        to="complaints.complaint",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="new e-mail address")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="messages sent")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
            ],
            options={
                "verbose_name": "e-mail address to prove",
                "verbose_name_plural": "e-mail addresses to prove",
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to="complaints.complaint"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "conflict of interest",
                "verbose_name_plural": "conflicts of interest",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("complaint"),
                        condition=models.Q(("ended_at", None)),
                        name="kept_out_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="let_in_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_by", None), models.Q(("ended_by", models.F("user")), _negated=True), _connector="OR"
                        ),
                        name="nobody_lets_themselves_in",
                        violation_error_message="Nobody lets themselves in again: another supervisor does.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="complaints.complaint"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=480, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("receive", "Be told that something is new, without reading"),
                            ("read", "Read the file"),
                            ("write", "Read the file, write to us and send documents"),
                        ],
                        max_length=8,
                        verbose_name="right",
                    ),
                ),
                ("receives", models.BooleanField(default=False, verbose_name="receives notices")),
                ("represented", models.BooleanField(default=False, verbose_name="the person represented")),
                (
                    "by_represented",
                    models.BooleanField(
                        default=False, help_text="Given by the person represented: it does not hang on the mandate."
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("invited_at", models.DateTimeField(verbose_name="invited")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
            ],
            options={
                "verbose_name": "share",
                "verbose_name_plural": "shares",
                "ordering": ["invited_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("complaint"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("revoked_at", None)),
                        name="shared_once_with_an_address",
                        violation_error_message="The file is shared with this address already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="complaints.complaint"
                    ),
                ),
                ("from_citizen", models.BooleanField(verbose_name="from the complainant")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who wrote, when a share of the file did.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.share",
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased")),
                ("by_mail", models.BooleanField(db_default=False, default=False, verbose_name="by e-mail")),
                (
                    "left_out",
                    models.JSONField(
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="Their names.",
                        verbose_name="attachments that could not be taken",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        editable=False,
                        help_text="The form it came from: sent twice, kept once.",
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "attachments",
                    models.ManyToManyField(blank=True, related_name="messages", to="complaints.attachment"),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information_requests",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing_items", "Missing items"),
                            ("prior_step", "First step with the administration"),
                        ],
                        default="missing_items",
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="message to the complainant")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("due_on", models.DateField(verbose_name="answer by")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
            ],
            options={
                "verbose_name": "request to the complainant",
                "verbose_name_plural": "requests to the complainant",
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("complaint"),
                        condition=models.Q(("answered_at", None)),
                        name="one_open_request",
                        violation_error_message="The complainant has not answered the last request yet.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="complaints.informationrequest",
                    ),
                ),
                ("label", models.CharField(max_length=300, verbose_name="what is missing")),
                ("answer", models.TextField(blank=True, max_length=5000, verbose_name="answer")),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name": "requested item",
                "verbose_name_plural": "requested items",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="complaints.complaint"
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guide.administration"
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("accepts", "Accepts the request"),
                            ("partly", "Accepts it in part"),
                            ("refuses", "Refuses, with grounds"),
                            ("asks_delay", "Asks for more time"),
                            ("asks_information", "Asks for information"),
                            ("not_competent", "Says it is not competent"),
                        ],
                        max_length=18,
                        verbose_name="position",
                    ),
                ),
                (
                    "quality",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("substantive", "Answers the substance"),
                            ("formal", "Formal only"),
                            ("silent", "No answer"),
                        ],
                        max_length=12,
                        verbose_name="quality",
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="answer")),
                ("received_on", models.DateField(verbose_name="received")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("attachments", models.ManyToManyField(blank=True, related_name="answers", to="complaints.attachment")),
            ],
            options={
                "verbose_name": "answer of the administration",
                "verbose_name_plural": "answers of administrations",
                "ordering": ["recorded_at", "id"],
                "indexes": [
                    models.Index(fields=["administration", "received_on"], name="answer_of_body"),
                    models.Index(
                        models.F("received_on"),
                        condition=models.Q(("quality", ""), _negated=True),
                        name="answer_judged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grace", to="complaints.event"
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="graces", to="complaints.complaint"
                    ),
                ),
                ("press", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("whole", models.BooleanField(default=False)),
                ("until", models.DateTimeField(verbose_name="told at")),
                ("before", models.JSONField(default=dict)),
                (
                    "typed",
                    models.JSONField(default=dict, help_text="The form as it was filled in; emptied a day after."),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "undone_by",
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
                "verbose_name": "act that can be taken back",
                "verbose_name_plural": "acts that can be taken back",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(models.F("until"), condition=models.Q(("undone_at", None)), name="grace_running")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("undone_at", None), ("before", {}), _connector="OR"),
                        name="grace_undone_keeps_nothing",
                        violation_error_message="What was put back is not kept twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MailboxMark",
            fields=[
                ("mailbox", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("uid_validity", models.BigIntegerField(default=0)),
                ("uid", models.BigIntegerField(default=0)),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="last read")),
                ("trouble", models.CharField(blank=True, max_length=200, verbose_name="why it cannot be read")),
            ],
        ),
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mailbox", models.CharField(max_length=200)),
                ("uid_validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("message_key", models.CharField(blank=True, help_text="SHA-256 of its Message-ID.", max_length=64)),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                ("kept_at", models.DateTimeField(auto_now_add=True)),
                ("raw", models.BinaryField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, help_text="How often its sorting began.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("kept", "Just arrived"),
                            ("to_register", "To be registered"),
                            ("to_check", "To be checked"),
                            ("filed", "In a file"),
                            ("registered", "Registered as a complaint"),
                            ("asked", "Answered as a question"),
                            ("discarded", "Set aside"),
                            ("automatic", "Automatic mail"),
                            ("returned", "Returned mail"),
                        ],
                        default="kept",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sender", "It names this file, but the sender is not the file's proved address."),
                            (
                                "origin",
                                "It names this file, but nothing proves that it was sent from the address it shows.",
                            ),
                            ("several", "It names several files."),
                            ("refused", "The file takes no message from this person now."),
                            ("often", "Many mails to this file came within an hour."),
                            ("large", "It was too large: only its head was kept. The whole mail lies in the mailbox."),
                            ("long", "Its text is too long to go to a file by itself."),
                            ("unreadable", "It could not be read. The whole mail lies in the mailbox."),
                            ("copy", "It came before, word for word."),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("sender", models.EmailField(blank=True, max_length=254, verbose_name="sender")),
                ("sender_name", models.CharField(blank=True, max_length=200, verbose_name="name of the sender")),
                ("subject", models.CharField(blank=True, max_length=500, verbose_name="subject")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "left_out",
                    models.JSONField(
                        blank=True, default=list, help_text="Attachments that were not taken: [name, why]."
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="complaints.complaint",
                        verbose_name="file",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail",
                        to="complaints.message",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="dealt with")),
                ("why", models.CharField(blank=True, max_length=1200, verbose_name="why it was set aside")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="shredded")),
            ],
            options={
                "verbose_name": "incoming mail",
                "verbose_name_plural": "incoming mails",
                "ordering": ["arrived_at", "id"],
                "indexes": [
                    models.Index(models.F("status"), models.F("arrived_at"), models.F("id"), name="mail_list"),
                    models.Index(models.F("kept_at"), condition=models.Q(("shredded_at", None)), name="mail_to_shred"),
                    models.Index(
                        models.F("message_key"),
                        condition=models.Q(("message_key", ""), _negated=True),
                        name="mail_message_key",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mailbox", "uid_validity", "uid"), name="mail_fetched_once"),
                    models.UniqueConstraint(fields=("mailbox", "digest"), name="mail_kept_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "kept"), _negated=True), ("raw__isnull", False), _connector="OR"
                        ),
                        name="mail_kept_until_it_was_sorted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("filed", "registered")), _negated=True),
                            ("complaint__isnull", False),
                            _connector="OR",
                        ),
                        name="mail_in_a_file_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shredded_at", None),
                            models.Q(
                                ("left_out", []),
                                ("raw", None),
                                ("sender", ""),
                                ("sender_name", ""),
                                ("subject", ""),
                                ("text", ""),
                                ("why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="mail_shredded_says_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncomingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mandate", "Mandate or proof of capacity"),
                            ("letter", "The complaint as it came on paper"),
                            ("transcript", "Transcript, signed"),
                        ],
                        db_default="",
                        max_length=10,
                        verbose_name="kind of document",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the original")),
                ("original", models.CharField(editable=False, max_length=100, unique=True)),
                (
                    "copy",
                    models.CharField(
                        blank=True, editable=False, help_text="Without EXIF, GPS and the like.", max_length=100
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("clean", "Checked"), ("pending", "Being checked"), ("rejected", "Refused")],
                        default="pending",
                        max_length=10,
                        verbose_name="inspection",
                    ),
                ),
                (
                    "scanned_at",
                    models.DateTimeField(editable=False, help_text="When the scanner was last asked again.", null=True),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="complaints.incomingmail"
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment of a mail",
                "verbose_name_plural": "attachments of mails",
                "ordering": ["id"],
                "indexes": [models.Index(models.F("copy"), name="incoming_file_copy")],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="guide.administration",
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("grounds", models.TextField(max_length=20000, verbose_name="grounds")),
                ("measure", models.TextField(max_length=5000, verbose_name="measure asked for")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("issued_at", models.DateTimeField(verbose_name="issued")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("due_on", models.DateField(verbose_name="answer by")),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepts", "Accepts the recommendation"),
                            ("partly", "Accepts it in part"),
                            ("refuses", "Refuses it"),
                            ("silent", "Did not answer"),
                        ],
                        max_length=8,
                        verbose_name="answer of the administration",
                    ),
                ),
                ("reply_text", models.TextField(blank=True, max_length=20000, verbose_name="its words")),
                ("replied_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("executed", "Carried out"),
                            ("refused", "Refused for good"),
                            ("dropped", "Ended with the file"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="standing",
                    ),
                ),
                (
                    "escalated_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="brought to the Head of Government"),
                ),
                ("report_number", models.CharField(blank=True, max_length=60, verbose_name="number of the report")),
                ("executed_on", models.DateField(blank=True, null=True, verbose_name="carried out")),
                ("proof", models.TextField(blank=True, max_length=5000, verbose_name="proof")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "documents",
                    models.ManyToManyField(blank=True, related_name="recommendations", to="complaints.attachment"),
                ),
            ],
            options={
                "verbose_name": "recommendation",
                "verbose_name_plural": "recommendations",
                "ordering": ["issued_at", "id"],
                "indexes": [
                    models.Index(fields=["standing", "-issued_at", "-id"], name="recommendation_register"),
                    models.Index(fields=["administration", "-issued_at"], name="recommendation_of_body"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("complaint"),
                        condition=models.Q(("ended_at", None)),
                        name="one_open_recommendation",
                        violation_error_message="A recommendation on this file is under way already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("standing", "pending")),
                            models.Q(models.Q(("standing", "pending"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="recommendation_ended_when_it_stands_so",
                        violation_error_message="A recommendation that ended was carried out, refused, or ended with its file.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "executed"), _negated=True),
                            models.Q(("executed_on__isnull", False), models.Q(("proof", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="recommendation_executed_is_proved",
                        violation_error_message="What was carried out has its day and its proof.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commissions",
                        to="guide.administration",
                        verbose_name="administration",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("minutes", models.TextField(blank=True, max_length=20000, verbose_name="minutes")),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="minutes written")),
            ],
            options={
                "verbose_name": "commission",
                "verbose_name_plural": "commissions",
                "ordering": ["-on", "-id"],
                "indexes": [models.Index(fields=["-on", "-id"], name="commission_register")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_at", None), ("minutes", "")),
                            models.Q(models.Q(("minutes", ""), _negated=True), ("held_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="commission_held_has_minutes",
                        violation_error_message="A commission that was held has minutes.",
                    ),
                    models.UniqueConstraint(models.F("administration"), models.F("on"), name="one_sitting_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommissionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "commission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="complaints.commission"
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sittings", to="complaints.complaint"
                    ),
                ),
                (
                    "agreed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("promised", "The administration promised a solution"),
                            ("done", "The matter was solved"),
                            ("refused", "The administration keeps its position"),
                            ("postponed", "Put off to another sitting"),
                        ],
                        max_length=10,
                        verbose_name="what was agreed",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
            ],
            options={
                "verbose_name": "file of a commission",
                "verbose_name_plural": "files of a commission",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(models.F("commission"), models.F("complaint"), name="once_in_a_sitting")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="complaints.complaint"
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[("id_number", "id_number"), ("contact", "contact"), ("document", "document")],
                        max_length=9,
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.attachment",
                    ),
                ),
                ("given", models.BooleanField()),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "consent to share with the administration",
                "verbose_name_plural": "consents to share with the administration",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("complaint", "item", "attachment"), name="one_word_on_each_thing", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attachment__isnull", False), ("item", "document")),
                            models.Q(models.Q(("item", "document"), _negated=True), ("attachment__isnull", True)),
                            _connector="OR",
                        ),
                        name="consent_names_its_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdministrationReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="complaints.complaint"
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guide.administration"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("answer", "Answer to a letter"),
                            ("recommendation", "Answer to a recommendation"),
                            ("execution", "Proof that a recommendation was carried out"),
                        ],
                        max_length=14,
                        verbose_name="about",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="complaints.recommendation",
                        verbose_name="recommendation",
                    ),
                ),
                ("letter", models.CharField(blank=True, max_length=40, verbose_name="number of the letter")),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="Sent twice, kept once.", unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, help_text="Counts the savings of the draft.")),
                ("position", models.CharField(blank=True, max_length=18, verbose_name="position")),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="answer")),
                ("wanted_until", models.DateField(blank=True, null=True, verbose_name="more time until")),
                ("executed_on", models.DateField(blank=True, null=True, verbose_name="carried out on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent, being checked"),
                            ("recorded", "Taken into the file"),
                            ("noted", "Read and kept"),
                            ("returned", "Returned"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="checked")),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="complaints.answer",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                ("documents", models.ManyToManyField(blank=True, related_name="replies", to="complaints.attachment")),
            ],
            options={
                "verbose_name": "answer of an interlocutor",
                "verbose_name_plural": "answers of interlocutors",
                "ordering": ["-sent_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", False)),
                        fields=["administration", "-sent_at", "-id"],
                        name="reply_of_body",
                    ),
                    models.Index(
                        condition=models.Q(("status", "sent")), fields=["sent_at", "id"], name="reply_to_check"
                    ),
                    models.Index(condition=models.Q(("status", "draft")), fields=["id"], name="reply_draft"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("complaint", "administration", "about", "recommendation"),
                        name="one_draft_of_an_answer",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("sent_by", None), ("status", "draft")),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="reply_sent_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("status__in", ["draft", "sent"])),
                            models.Q(
                                models.Q(("status__in", ["draft", "sent"]), _negated=True),
                                ("checked_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="reply_checked_when_it_stands_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "returned"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reply_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", "answer"), ("recommendation", None)),
                            models.Q(models.Q(("about", "answer"), _negated=True), ("recommendation__isnull", False)),
                            _connector="OR",
                        ),
                        name="reply_names_its_recommendation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(("about", "execution"), ("executed_on__isnull", False)),
                            models.Q(("position", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reply_sent_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mandate", "Mandate or proof of capacity"),
                            ("letter", "The complaint as it came on paper"),
                            ("transcript", "Transcript, signed"),
                        ],
                        db_default="",
                        max_length=10,
                        verbose_name="kind of document",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the original")),
                ("original", models.CharField(editable=False, max_length=100, unique=True)),
                (
                    "copy",
                    models.CharField(
                        blank=True, editable=False, help_text="Without EXIF, GPS and the like.", max_length=100
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("clean", "Checked"), ("pending", "Being checked"), ("rejected", "Refused")],
                        default="pending",
                        max_length=10,
                        verbose_name="inspection",
                    ),
                ),
                (
                    "scanned_at",
                    models.DateTimeField(editable=False, help_text="When the scanner was last asked again.", null=True),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="complaints.administrationreply",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a draft of an answer",
                "verbose_name_plural": "files of drafts of answers",
                "ordering": ["sent_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Reception",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reception", to="complaints.complaint"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registered by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="received by",
                    ),
                ),
                ("typed_at", models.DateTimeField(verbose_name="registered")),
                ("place", models.CharField(blank=True, max_length=800, verbose_name="where")),
                ("read_back", models.BooleanField(default=False, verbose_name="read back and confirmed")),
                (
                    "signature",
                    models.CharField(
                        choices=[
                            ("paper", "Yes, on paper; the scan is attached"),
                            ("finger", "Yes, with a finger on the tablet"),
                            ("code", "Yes, with a code to the complainant's own e-mail address"),
                            ("refused", "No: the complainant will not or cannot sign"),
                            ("not_yet", "Not yet: we ask for it"),
                        ],
                        max_length=8,
                        verbose_name="signed",
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=1200, verbose_name="why it is not signed")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed on")),
                (
                    "signed_digest",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="Of the words that were read back, in the complainant's language (complaints/intake/account.py).",
                        max_length=64,
                        verbose_name="SHA-256 of the signed account",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reception",
                        to="complaints.incomingmail",
                    ),
                ),
            ],
            options={
                "verbose_name": "reception of a complaint",
                "verbose_name_plural": "receptions of complaints",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signature", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reception_refusal_has_reason",
                        violation_error_message="Say why it is not signed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_back", False), models.Q(("signature", "not_yet"), _negated=True), _connector="OR"
                        ),
                        name="reception_read_back_is_signed_or_refused",
                        violation_error_message="A transcript that was read back is signed, or the complainant refuses.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signature__in", ["finger", "code"]), _negated=True),
                            models.Q(("signed_at__isnull", False), models.Q(("signed_digest", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reception_signed_here_says_what_and_when",
                        violation_error_message="What was signed on the tablet, and when, is kept with it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="complaints.complaint"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.referralbody",
                        verbose_name="body",
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("consent", "Waiting for the complainant's agreement"),
                            ("ready", "Agreed, the letter is to be posted"),
                            ("sent", "Sent"),
                            ("opened", "Opened by the body"),
                            ("accepted", "Accepted by the body"),
                            ("refused", "Refused by the body"),
                            ("answered", "Answered by the body"),
                            ("taken_back", "Taken back"),
                            ("expired", "Expired"),
                        ],
                        default="consent",
                        max_length=10,
                        verbose_name="standing",
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="e-mail of the body")),
                ("language", models.CharField(max_length=10, verbose_name="language of the body")),
                ("words", models.TextField(blank=True, max_length=5000, verbose_name="words for the body")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="agreed")),
                ("agreed_text", models.TextField(blank=True, verbose_name="as it was read")),
                ("agreed_language", models.CharField(blank=True, max_length=10)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreed_share",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.share",
                    ),
                ),
                ("identity", models.BooleanField(default=False, verbose_name="who the complainant is")),
                ("contact", models.BooleanField(default=False, verbose_name="how to reach the complainant")),
                ("story", models.BooleanField(default=False, verbose_name="what happened and what is asked for")),
                (
                    "given",
                    accounts.encryption.EncryptedTextField(
                        blank=True, default="", editable=False, purpose="referral.given"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("citizen", "The complainant"),
                            ("desk", "The institution"),
                            ("body", "The body"),
                            ("clock", "The date passed"),
                        ],
                        max_length=7,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "chase_on",
                    models.DateField(
                        blank=True, help_text="The next step of the clock (referring/chasing.py).", null=True
                    ),
                ),
                ("chased", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("reply", models.TextField(blank=True, max_length=20000, verbose_name="answer of the body")),
                (
                    "reply_key",
                    models.UUIDField(
                        editable=False, help_text="The form it came from: sent twice, kept once.", null=True
                    ),
                ),
                (
                    "forgotten_at",
                    models.DateTimeField(blank=True, help_text="When `given` and the links were wiped.", null=True),
                ),
                (
                    "reply_files",
                    models.ManyToManyField(blank=True, related_name="of_referrals", to="complaints.attachment"),
                ),
            ],
            options={
                "verbose_name": "referral",
                "verbose_name_plural": "referrals",
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(
                        models.F("due_on"),
                        models.F("id"),
                        condition=models.Q(("standing__in", ("sent", "opened", "accepted"))),
                        name="referral_unanswered",
                    ),
                    models.Index(
                        models.F("asked_at"),
                        models.F("id"),
                        condition=models.Q(("standing__in", ("consent", "ready"))),
                        name="referral_at_home",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)),
                        fields=["-ended_at", "-id"],
                        name="referral_over",
                    ),
                    models.Index(
                        models.F("chase_on"), condition=models.Q(("chase_on__isnull", False)), name="referral_to_chase"
                    ),
                    models.Index(
                        models.F("ended_at"),
                        condition=models.Q(("ended_at__isnull", False), ("forgotten_at__isnull", True)),
                        name="referral_to_forget",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("complaint"),
                        models.F("body"),
                        condition=models.Q(("ended_at", None)),
                        name="one_open_referral_to_a_body",
                        violation_error_message="The file is being passed on to this body already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("standing__in", ("refused", "answered", "taken_back", "expired")),
                            ),
                            models.Q(
                                models.Q(
                                    ("standing__in", ("refused", "answered", "taken_back", "expired")), _negated=True
                                ),
                                ("ended_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="referral_ended_when_it_stands_so",
                        violation_error_message="A referral that is over carries its end, another one does not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at", None), ("agreed_at__isnull", False), _connector="OR"),
                        name="referral_sent_only_with_agreement",
                        violation_error_message="Nothing leaves before the complainant has agreed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("standing__in", ("sent", "opened", "accepted", "refused", "answered")), _negated=True
                            ),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="referral_left_has_its_day",
                        violation_error_message="What was sent has the day on which it was sent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing__in", ["refused", "answered"]), _negated=True),
                            models.Q(("reply", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_answered_says_something",
                        violation_error_message="An answer or a refusal has its words.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="complaints.referral"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referred", to="complaints.attachment"
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="downloaded")),
            ],
            options={
                "verbose_name": "document of a referral",
                "verbose_name_plural": "documents of a referral",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(models.F("referral"), models.F("attachment"), name="once_in_a_referral")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="complaints.referral"
                    ),
                ),
                (
                    "digest",
                    models.CharField(editable=False, help_text="SHA-256 of the token.", max_length=64, unique=True),
                ),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("dead_at", models.DateTimeField(blank=True, null=True)),
                ("figures", models.PositiveSmallIntegerField(default=0)),
                ("figures_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "link of a referral",
                "verbose_name_plural": "links of a referral",
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("referral"),
                        condition=models.Q(("dead_at", None), ("opened_at", None)),
                        name="one_living_link_of_a_referral",
                        violation_error_message="Another link of this referral works still.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Representation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contact_rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Yes, in every way I gave"),
                            ("careful", "Yes, but with care"),
                            ("file_only", "No: I look into my file myself"),
                        ],
                        default="",
                        max_length=9,
                        verbose_name="is it safe to write",
                    ),
                ),
                (
                    "contact_ways",
                    models.JSONField(
                        blank=True, default=list, help_text="Empty: all.", verbose_name="ways that are safe"
                    ),
                ),
                (
                    "contact_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from this hour"),
                ),
                (
                    "contact_until",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="until this hour"),
                ),
                ("no_voice_mail", models.BooleanField(default=False, verbose_name="no voice mail")),
                (
                    "neutral_subject",
                    models.BooleanField(default=False, verbose_name="our name is not shown in the list of mails"),
                ),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representation",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("self", "For myself"),
                            ("mandate", "For someone who gave me a mandate"),
                            ("lawyer", "As a lawyer, for a client"),
                            ("guardian", "As legal guardian, for a child or an adult under guardianship"),
                            ("heir", "As an heir of someone who has died"),
                            ("group", "For a group of people with the same interest"),
                            ("association", "For an association"),
                            ("company", "For a company"),
                        ],
                        max_length=12,
                        verbose_name="capacity",
                    ),
                ),
                ("by_lawyer", models.BooleanField(default=False, verbose_name="by a lawyer")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=480, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=480, verbose_name="last name")),
                ("first_name_ar", models.CharField(blank=True, max_length=480, verbose_name="first name in Arabic")),
                ("last_name_ar", models.CharField(blank=True, max_length=480, verbose_name="last name in Arabic")),
                ("position", models.CharField(blank=True, max_length=480, verbose_name="position")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.country",
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=480, verbose_name="city")),
                ("address", models.TextField(blank=True, max_length=500, verbose_name="address")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="telephone"
                    ),
                ),
                (
                    "own_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail of the person represented"),
                ),
                (
                    "own_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="telephone of the person represented"
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        blank=True,
                        help_text="The account here of the person represented, who works for the institution: the file is closed to it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("deceased", models.CharField(blank=True, max_length=960, verbose_name="name of the person who died")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="date of death")),
                ("nature", models.CharField(blank=True, max_length=800, verbose_name="nature of the organisation")),
                ("registration", models.CharField(blank=True, max_length=400, verbose_name="registration number")),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.attachment",
                    ),
                ),
                ("mandate_from", models.DateField(blank=True, null=True, verbose_name="mandate of")),
                ("mandate_until", models.DateField(blank=True, null=True, verbose_name="mandate ends on")),
                (
                    "warned_for",
                    models.DateField(blank=True, editable=False, help_text="The end of which was warned.", null=True),
                ),
                (
                    "ended_for",
                    models.DateField(
                        blank=True, editable=False, help_text="The end of which the desk was told.", null=True
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="mandate revoked")),
            ],
            options={
                "verbose_name": "representation",
                "verbose_name_plural": "representations",
                "indexes": [
                    models.Index(
                        models.F("mandate_until"), condition=models.Q(("revoked_at", None)), name="mandate_end"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mandate_until", None),
                            ("mandate_from", None),
                            ("mandate_until__gte", models.F("mandate_from")),
                            _connector="OR",
                        ),
                        name="mandate_ends_after_it_began",
                        violation_error_message="Enter an end that is not before the beginning.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "representation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="complaints.representation",
                    ),
                ),
                ("first_name", models.CharField(max_length=480, verbose_name="first name")),
                ("last_name", models.CharField(max_length=480, verbose_name="last name")),
                (
                    "id_number",
                    accounts.encryption.EncryptedTextField(
                        blank=True, purpose="group_member.id_number", verbose_name="number of the document"
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.country",
                        verbose_name="country of residence",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a group",
                "verbose_name_plural": "members of groups",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="complaints.complaint"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("new_fact", "There is something new that you did not know"),
                            ("error", "There is a mistake in your decision"),
                            ("promise", "The administration did not do what it promised"),
                            ("dissatisfied", "I am not satisfied with the result"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="in the complainant's words")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("due_on", models.DateField(verbose_name="answer by")),
                (
                    "closed_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("registered", "Registered"),
                            ("prelim_review", "Preliminary study"),
                            ("awaiting_citizen", "Waiting for the complainant"),
                            ("oriented", "Oriented, outside competence"),
                            ("inadmissible", "Inadmissible"),
                            ("admitted", "Admitted and assigned"),
                            ("awaiting_administration", "With the administration"),
                            ("citizen_comment", "Complainant's comments"),
                            ("investigation", "Investigation"),
                            ("mediation", "Mediation"),
                            ("commission", "Before the permanent commission"),
                            ("recommendation", "Recommendation issued"),
                            ("followup", "Follow-up of execution"),
                            ("escalated", "Brought to the Head of Government"),
                            ("suspended", "Suspended, court seized"),
                            ("closed", "Closed"),
                            ("review", "Review requested"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Joined to another file"),
                        ],
                        max_length=24,
                        verbose_name="state before",
                    ),
                ),
                (
                    "closed_outcome",
                    models.CharField(
                        choices=[
                            ("settled_full", "Fully settled"),
                            ("settled_partial", "Partly settled"),
                            ("settled_by_explanation", "Settled by an explanation"),
                            ("recommendation_executed", "Recommendation carried out"),
                            ("recommendation_refused", "Recommendation refused"),
                            ("unfounded", "Not founded"),
                            ("not_completed", "Missing items not supplied"),
                            ("judicial", "Before a court, or judged"),
                            ("incompetent", "Outside competence"),
                            ("inadmissible", "Inadmissible"),
                            ("oriented", "Oriented to another body"),
                            ("transferred", "Passed on with consent"),
                            ("withdrawn", "Withdrawn"),
                            ("duplicate_merged", "Joined to an earlier file"),
                            ("out_of_reach", "Complainant not reachable"),
                        ],
                        max_length=24,
                        verbose_name="outcome before",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("reopened", "The file was opened again"), ("confirmed", "The decision stands")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
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
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("complaint"),
                        condition=models.Q(("decided_at", None)),
                        name="one_open_review",
                        violation_error_message="A review of this file is under way already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("result", "")),
                            models.Q(("decided_at__isnull", False), models.Q(("result", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="review_result_when_decided",
                        violation_error_message="A decided review has a result, an open one has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(
                                models.Q(
                                    ("handler", None),
                                    models.Q(("decided_by", models.F("handler")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("proposer", None),
                                    models.Q(("decided_by", models.F("proposer")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("decider", None),
                                    models.Q(("decided_by", models.F("decider")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="review_by_another_person",
                        violation_error_message="Another person than the one who decided first decides a review.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voices", to="complaints.complaint"
                    ),
                ),
                ("closed_at", models.DateTimeField(verbose_name="closed")),
                (
                    "solved",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes, it is solved"), ("partly", "Partly"), ("no", "No, it is not solved")],
                        max_length=6,
                        verbose_name="solved for the complainant",
                    ),
                ),
                ("solved_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="survey sent")),
                (
                    "fairness",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="treated fairly, 1 to 5",
                    ),
                ),
                ("fairness_at", models.DateTimeField(blank=True, null=True)),
                ("comment", models.TextField(blank=True, max_length=1200, verbose_name="comment")),
            ],
            options={
                "verbose_name": "complainant's voice",
                "verbose_name_plural": "complainants' voices",
                "ordering": ["closed_at"],
                "constraints": [
                    models.UniqueConstraint(models.F("complaint"), models.F("closed_at"), name="one_voice_a_closing"),
                    models.CheckConstraint(
                        condition=models.Q(("fairness", None), ("fairness__range", (1, 5)), _connector="OR"),
                        name="voice_fairness_is_1_to_5",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="complaints.complaint"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("facts", "Complaint"),
                            ("step", "Step taken before"),
                            ("message", "Message"),
                            ("asked", "Request to the complainant"),
                            ("item", "Item asked for"),
                            ("answer", "Answer of the administration"),
                            ("letter", "Letter"),
                            ("note", "Internal note"),
                            ("file", "File name"),
                            ("event", "Reasons"),
                            ("review", "Review asked for"),
                            ("recommendation", "Recommendation"),
                            ("translation", "Translation"),
                            ("referral", "Passed on to another body"),
                        ],
                        max_length=14,
                    ),
                ),
                ("row", models.BigIntegerField(help_text="The number of the row that holds the text.")),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(models.F("vector"), name="search_text_words")],
                "constraints": [models.UniqueConstraint(fields=("kind", "row"), name="search_text_once")],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("description", "What happened"),
                            ("harm", "Harm suffered"),
                            ("request", "What is asked for"),
                            ("message", "Message"),
                            ("answer", "Answer of the administration"),
                            ("event", "Reasons for the complainant"),
                            ("asked", "Request to the complainant"),
                            ("item", "Item asked for"),
                            ("supplied", "Answer to an item"),
                            ("review", "Review asked for"),
                        ],
                        max_length=12,
                        verbose_name="text",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="complaints.message",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="complaints.answer",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="complaints.event",
                    ),
                ),
                (
                    "information_request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="complaints.informationrequest",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="complaints.requesteditem",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="complaints.review",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "quality",
                    models.CharField(
                        choices=[("machine", "Machine translation, not checked"), ("checked", "Checked by a person")],
                        max_length=8,
                        verbose_name="how it was made",
                    ),
                ),
                ("text", models.TextField(max_length=40000, verbose_name="translation")),
                (
                    "source_digest",
                    models.CharField(editable=False, help_text="SHA-256 of the text as it was then.", max_length=64),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("of__in", ["answer", "asked", "event", "item", "message", "review", "supplied"]),
                                    _negated=True,
                                ),
                                ("answer__isnull", True),
                                ("event__isnull", True),
                                ("information_request__isnull", True),
                                ("item__isnull", True),
                                ("message__isnull", True),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("of__in", ["message"]),
                                ("answer__isnull", True),
                                ("event__isnull", True),
                                ("information_request__isnull", True),
                                ("item__isnull", True),
                                ("message__isnull", False),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("of__in", ["answer"]),
                                ("answer__isnull", False),
                                ("event__isnull", True),
                                ("information_request__isnull", True),
                                ("item__isnull", True),
                                ("message__isnull", True),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("of__in", ["event"]),
                                ("answer__isnull", True),
                                ("event__isnull", False),
                                ("information_request__isnull", True),
                                ("item__isnull", True),
                                ("message__isnull", True),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("of__in", ["asked"]),
                                ("answer__isnull", True),
                                ("event__isnull", True),
                                ("information_request__isnull", False),
                                ("item__isnull", True),
                                ("message__isnull", True),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("of__in", ["item", "supplied"]),
                                ("answer__isnull", True),
                                ("event__isnull", True),
                                ("information_request__isnull", True),
                                ("item__isnull", False),
                                ("message__isnull", True),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("of__in", ["review"]),
                                ("answer__isnull", True),
                                ("event__isnull", True),
                                ("information_request__isnull", True),
                                ("item__isnull", True),
                                ("message__isnull", True),
                                ("review__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="translation_names_its_text",
                    )
                ],
            },
        ),
    ]
    operations = together(operations)
