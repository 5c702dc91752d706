import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import complaints.intake.models
from accounts.schema import together


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0001_initial"),
        ("intake", "0002_codes_of_drafts"),
        ("intake", "0003_remember_when_the_scanner_was_asked"),
        ("intake", "0004_find_files_by_their_copy"),
        ("intake", "0005_say_how_a_code_was_kept"),
        ("intake", "0006_know_the_mandate"),
        ("intake", "0007_remember_the_question_of_a_draft"),
        ("intake", "0008_ask_how_easy_it_was"),
        ("intake", "0009_drafts_typed_at_the_desk"),
        ("intake", "0010_files_in_pieces_and_drafts_of_telephones"),
        ("intake", "0011_hand_drafts_over"),
        ("intake", "0012_codes_given_without_a_network"),
        ("intake", "0013_drafts_taken_by_a_phone"),
    ]

    initial = True

    dependencies = [
        ("complaints", "0001_schema"),
        ("knowledge", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code_hash",
                    models.CharField(
                        editable=False,
                        help_text="Keyed hash of the code that resumes on another device (complaints/intake/resume.py).",
                        max_length=128,
                        unique=True,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("answers", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                ("expires_at", models.DateTimeField(default=complaints.intake.models.expiry)),
                (
                    "verification",
                    models.JSONField(
                        default=dict, help_text="The last code sent: to which address, when, how often tried."
                    ),
                ),
                ("contact_verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        help_text="The question that this draft began as.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to="knowledge.question",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who types it here for somebody else (docs/channels.md); it is then no draft of an account.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        help_text="The mail that this draft began as.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to="complaints.incomingmail",
                    ),
                ),
                (
                    "sealed_code",
                    models.TextField(
                        blank=True,
                        editable=False,
                        help_text="The follow-up code, encrypted, until it was noted or half an hour is over.",
                    ),
                ),
                (
                    "code_kept",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="How the follow-up code was kept (keeping.py).",
                        max_length=8,
                    ),
                ),
                (
                    "ease_said",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Whether the question on the confirmation was answered (ease.py).",
                    ),
                ),
                (
                    "secret_hash",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="SHA-256 of the secret of the telephone that made the key (phones.py).",
                        max_length=64,
                    ),
                ),
                (
                    "phone_code",
                    models.TextField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="The follow-up code, sealed under the telephone's own secret: nobody else can open it (phones.py).",
                    ),
                ),
                (
                    "sent_body",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="SHA-256 of what was sent (phones.py).",
                        max_length=64,
                    ),
                ),
                (
                    "code_shown_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When the code was shown anew on a page, if not at the sending (phones.py).",
                        null=True,
                    ),
                ),
                (
                    "offered_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When it was offered to the person's own phone (handing_over.py).",
                        null=True,
                    ),
                ),
                (
                    "taken_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When the person's own phone took it; from then on it has another code than the tablet showed.",
                        null=True,
                    ),
                ),
                (
                    "taken_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        help_text="SHA-256 of the token of the browser that took it: its repeat is answered, nobody else's.",
                        max_length=64,
                    ),
                ),
                (
                    "signed",
                    models.JSONField(
                        db_default={},
                        default=dict,
                        editable=False,
                        help_text="How and when the account was signed at a stand, and the digest of its words (account.py).",
                    ),
                ),
                (
                    "given_code_hash",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        help_text="Hash of the follow-up code that a tablet without a network has given the person already.",
                        max_length=128,
                    ),
                ),
                (
                    "provisional",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The number that it gave them, until they have the reference.",
                        max_length=10,
                        null=True,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "ordering": ["-saved_at"],
                "indexes": [
                    models.Index(models.F("expires_at"), name="draft_expiry"),
                    models.Index(
                        models.F("officer"),
                        models.OrderBy(models.F("saved_at"), descending=True),
                        condition=models.Q(("complaint__isnull", True), ("officer__isnull", False)),
                        name="draft_of_officer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("officer", None), ("user", None), _connector="OR"),
                        name="draft_of_the_desk_has_no_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "grade",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (5, "Very easy"),
                            (4, "Easy"),
                            (3, "Neither easy nor difficult"),
                            (2, "Difficult"),
                            (1, "Very difficult"),
                        ],
                        verbose_name="answer",
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=1200, verbose_name="comment")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
            ],
            options={
                "verbose_name": "opinion on filing",
                "verbose_name_plural": "opinions on filing",
                "ordering": ["-day", "grade"],
                "indexes": [models.Index(models.F("day"), name="ease_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("grade__range", (1, 5))), name="ease_is_1_to_5")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="intake.draft"
                    ),
                ),
                (
                    "sent_as",
                    models.UUIDField(
                        editable=False, help_text="The key of the upload that it came by (uploads.py).", null=True
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a draft",
                "verbose_name_plural": "files of drafts",
                "ordering": ["sent_at", "id"],
                "indexes": [models.Index(models.F("copy"), name="draft_file_copy")],
                "constraints": [
                    models.UniqueConstraint(models.F("draft"), models.F("sent_as"), name="one_file_an_upload")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to="intake.draft"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        editable=False,
                        help_text="Made where the file is: the same key goes on, and begins nothing new.",
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("caption", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mandate", "Mandate or proof of capacity"),
                            ("letter", "The complaint as it came on paper"),
                            ("transcript", "Transcript, signed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="Bytes, as announced.")),
                ("offset", models.PositiveIntegerField(default=0, help_text="Bytes that are here.")),
                (
                    "refusal",
                    models.CharField(
                        blank=True, help_text="Why the whole file was not taken, as it was said.", max_length=500
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                ("touched_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "file on its way",
                "verbose_name_plural": "files on their way",
                "indexes": [models.Index(models.F("touched_at"), name="upload_touched")],
                "constraints": [
                    models.UniqueConstraint(models.F("draft"), models.F("key"), name="one_upload_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("offset__lte", models.F("size"))), name="upload_within_its_size"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="intake.draftupload"
                    ),
                ),
                ("offset", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
            ],
            options={
                "ordering": ["offset"],
                "constraints": [
                    models.UniqueConstraint(models.F("upload"), models.F("offset"), name="one_part_a_place")
                ],
            },
        ),
        # Databases of the time when the codes became unique later on call it so; one name serves both.
        migrations.RunSQL(
            "ALTER TABLE intake_draft RENAME CONSTRAINT intake_draft_code_hash_key TO intake_draft_code_hash_801c117e_uniq",
            "ALTER TABLE intake_draft RENAME CONSTRAINT intake_draft_code_hash_801c117e_uniq TO intake_draft_code_hash_key",
        ),
    ]
    operations = together(operations)
