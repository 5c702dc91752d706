import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.encryption
from accounts.schema import together


class Migration(migrations.Migration):
    replaces = [
        ("outreach", "0001_stands_tablets_visits_tickets"),
        ("outreach", "0002_tablets_open_once_and_lock"),
        ("outreach", "0003_sealed_visits"),
        ("outreach", "0004_hours_are_read_by_their_stand"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        ("complaints", "0001_schema"),
        ("guide", "0001_schema"),
        ("intake", "0001_schema"),
        ("knowledge", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Stand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands",
                        to="accounts.unit",
                        verbose_name="delegation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("migrant_day", "National Migrant Day"),
                            ("summer", "Summer of the Moroccans living abroad"),
                            ("open_day", "Open day"),
                            ("near_you", "Visit near where people live"),
                            ("fair", "Fair or meeting"),
                        ],
                        max_length=12,
                        verbose_name="event",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("address", models.TextField(blank=True, max_length=500, verbose_name="address")),
                ("directions", models.JSONField(blank=True, default=dict, verbose_name="how to get there")),
                ("begins_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "planned_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("planned_at", models.DateTimeField(editable=False, verbose_name="planned")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="last change")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
                (
                    "why_cancelled",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("weather", "The weather"),
                            ("place", "The place cannot be used"),
                            ("safety", "The safety of the visitors"),
                            ("staff", "The team cannot come"),
                            ("moved", "It takes place at another time or in another place"),
                        ],
                        max_length=8,
                        verbose_name="why it does not take place",
                    ),
                ),
                ("words_cancelled", models.JSONField(blank=True, default=dict, verbose_name="words about it")),
            ],
            options={
                "verbose_name": "stand",
                "verbose_name_plural": "stands",
                "ordering": ["begins_on", "id"],
                "indexes": [
                    models.Index(
                        models.F("ends_on"),
                        models.F("begins_on"),
                        models.F("id"),
                        condition=models.Q(("published_at__isnull", False)),
                        name="stand_public",
                    ),
                    models.Index(fields=["unit", "-begins_on", "-id"], name="stand_of_unit"),
                    models.Index(fields=["-begins_on", "-id"], name="stand_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="stand_ends_after_it_begins",
                        violation_error_message="The last day is the first day or a later one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at", None), ("why_cancelled", "")),
                            models.Q(("cancelled_at__isnull", False), models.Q(("why_cancelled", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="stand_cancelled_with_a_reason",
                        violation_error_message="A stand that does not take place says why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="outreach.stand",
                        verbose_name="stand",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("opens", models.TimeField(verbose_name="opens")),
                ("closes", models.TimeField(verbose_name="closes")),
            ],
            options={
                "verbose_name": "hours of a stand",
                "verbose_name_plural": "hours of a stand",
                "ordering": ["day", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="stand_closes_after_it_opens",
                        violation_error_message="The stand closes after it opens.",
                    ),
                    models.UniqueConstraint(
                        models.F("stand"),
                        models.F("day"),
                        models.F("opens"),
                        name="stand_opens_once",
                        violation_error_message="These hours are there already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandDesk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desks",
                        to="outreach.stand",
                        verbose_name="stand",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="what it is for")),
            ],
            options={
                "verbose_name": "desk of a stand",
                "verbose_name_plural": "desks of a stand",
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 99)),
                        name="stand_desk_number",
                        violation_error_message="Desks are numbered from 1 to 99.",
                    ),
                    models.UniqueConstraint(
                        models.F("stand"),
                        models.F("number"),
                        name="stand_desk_once",
                        violation_error_message="Two desks cannot have the same number.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandAgent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agents",
                        to="outreach.stand",
                        verbose_name="stand",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agent",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="agents",
                        to="outreach.standdesk",
                        verbose_name="desk",
                    ),
                ),
            ],
            options={
                "verbose_name": "agent of a stand",
                "verbose_name_plural": "agents of a stand",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("stand"),
                        models.F("user"),
                        name="stand_agent_once",
                        violation_error_message="This person is at the stand already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="accounts.unit",
                        verbose_name="delegation",
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="name of the device")),
                (
                    "key_hash",
                    models.CharField(
                        editable=False, help_text="SHA-256 of the device's key.", max_length=64, unique=True
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registered by",
                    ),
                ),
                ("registered_at", models.DateTimeField(verbose_name="registered")),
                ("last_seen_at", models.DateTimeField(blank=True, null=True, verbose_name="last seen")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
                (
                    "invitation_hash",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="SHA-256 of the code that opens it once, until it was used (tablet/devices.py).",
                        max_length=64,
                        null=True,
                        unique=True,
                    ),
                ),
                ("invited_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="set up")),
                (
                    "keeps_since",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="From then on no page of ours empties what the browser stores: sealed visits wait there (sealed/).",
                        null=True,
                        verbose_name="prepared for days without a network",
                    ),
                ),
            ],
            options={
                "verbose_name": "device of a stand",
                "verbose_name_plural": "devices of the stands",
                "ordering": ["label", "id"],
                "indexes": [models.Index(fields=["unit", "label", "id"], name="device_of_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="device_revoked_by_somebody",
                        violation_error_message="A revoked device says who revoked it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="outreach.device",
                        verbose_name="device",
                    ),
                ),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="outreach.stand",
                        verbose_name="stand",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="shifts",
                        to="outreach.standdesk",
                        verbose_name="desk",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agent",
                    ),
                ),
                ("pin_hash", models.CharField(editable=False, max_length=256)),
                (
                    "failed",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, help_text="Wrong PINs since the last right one."
                    ),
                ),
                (
                    "touched_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        help_text="Two minutes later it asks for the PIN.",
                        verbose_name="last touch",
                    ),
                ),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="locked")),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("ends_at", models.DateTimeField(verbose_name="ends at the latest")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "day of an agent on a device",
                "verbose_name_plural": "days of agents on devices",
                "ordering": ["-begun_at", "-id"],
                "indexes": [
                    models.Index(fields=["stand", "-begun_at", "-id"], name="shift_of_stand"),
                    models.Index(fields=["agent", "-begun_at", "-id"], name="shift_of_agent"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begun_at"))), name="shift_ends_after_it_begins"
                    ),
                    models.UniqueConstraint(
                        models.F("device"),
                        condition=models.Q(("ended_at", None)),
                        name="one_open_shift_on_a_device",
                        violation_error_message="Somebody else is signed in on this device.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="Of the press that drew it.", unique=True
                    ),
                ),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="outreach.stand",
                        verbose_name="stand",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                (
                    "desk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tickets",
                        to="outreach.standdesk",
                        verbose_name="desk",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("printed", "Printed"),
                            ("waiting", "Waiting"),
                            ("called", "Called"),
                            ("served", "Served"),
                            ("left", "Left"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="standing",
                    ),
                ),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="handed out")),
                ("called_at", models.DateTimeField(blank=True, null=True, verbose_name="called")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
                "ordering": ["day", "number"],
                "indexes": [
                    models.Index(
                        models.F("stand"),
                        models.F("day"),
                        models.F("number"),
                        condition=models.Q(("standing", "waiting")),
                        name="ticket_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("standing", "called")),
                        fields=["stand", "day", "-called_at"],
                        name="ticket_called",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("stand"), models.F("day"), models.F("number"), name="ticket_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 999)), name="ticket_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("called_at", None), ("drawn_at", None), ("ended_at", None), ("standing", "printed")
                            ),
                            models.Q(
                                ("called_at", None),
                                ("drawn_at__isnull", False),
                                ("ended_at", None),
                                ("standing", "waiting"),
                            ),
                            models.Q(("called_at__isnull", False), ("ended_at", None), ("standing", "called")),
                            models.Q(("called_at__isnull", False), ("ended_at__isnull", False), ("standing", "served")),
                            models.Q(("ended_at__isnull", False), ("standing", "left")),
                            _connector="OR",
                        ),
                        name="ticket_times_fit_its_standing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Helping",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "shift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helping",
                        to="outreach.shift",
                        verbose_name="day of the agent",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
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
                (
                    "ticket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="outreach.ticket",
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                (
                    "draft",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="helping",
                        to="intake.draft",
                        verbose_name="draft",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "person being helped",
                "verbose_name_plural": "people being helped",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("draft", None), ("question", None), _connector="OR"),
                        name="helping_writes_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="outreach.device",
                        verbose_name="device",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="outreach.shift",
                        verbose_name="day of the agent",
                    ),
                ),
                ("announced", models.PositiveIntegerField(verbose_name="announced")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("sent", models.PositiveIntegerField(default=0, verbose_name="taken")),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="refused")),
            ],
            options={
                "verbose_name": "sending after a day without a network",
                "verbose_name_plural": "sendings after days without a network",
                "ordering": ["-received_at", "-id"],
                "indexes": [models.Index(fields=["device", "-received_at", "-id"], name="batch_of_device")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "announced__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("sent"), "+", models.F("refused")
                                ),
                            )
                        ),
                        name="batch_no_more_than_announced",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "stand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="outreach.stand",
                        verbose_name="stand",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="outreach.standdesk",
                        verbose_name="desk",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="outreach.shift",
                        verbose_name="day of the agent",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agent",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="outreach.batch",
                        verbose_name="sending",
                    ),
                ),
                ("day", models.DateField(help_text="In Morocco.", verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("listened", "Listened to and informed"),
                            ("oriented", "Oriented to the competent service"),
                            ("question", "Question taken"),
                            ("filed", "Complaint filed"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("competent", models.BooleanField(blank=True, null=True, verbose_name="within competence")),
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
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.country",
                        verbose_name="country of residence",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "wait",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="waiting time in minutes"),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="outreach.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="complaints.complaint",
                        verbose_name="complaint",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="knowledge.question",
                        verbose_name="question",
                    ),
                ),
                ("offline", models.BooleanField(default=False, verbose_name="kept on the device without a network")),
            ],
            options={
                "verbose_name": "visit to a stand",
                "verbose_name_plural": "visits to stands",
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(fields=["stand", "day", "at"], name="visit_of_stand"),
                    models.Index(fields=["shift", "at"], name="visit_of_shift"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "oriented"), _negated=True),
                            ("competent__isnull", False),
                            _connector="OR",
                        ),
                        name="visit_oriented_in_or_out",
                        violation_error_message="Say whether the matter is within competence.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("competent", False), ("outcome", "oriented"), models.Q(("ground", ""), _negated=True)
                            ),
                            models.Q(
                                ("ground", ""),
                                models.Q(
                                    ("competent", False),
                                    ("competent__isnull", False),
                                    ("outcome", "oriented"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="visit_outside_has_its_ground",
                        violation_error_message="A matter outside competence names its ground (X1 to X10), another one does not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("complaint", None), ("outcome", "filed"), _connector="OR"),
                        name="visit_with_complaint_is_filed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question", None), ("outcome", "question"), _connector="OR"),
                        name="visit_with_question_asked_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wait", None), ("wait__lte", 1440), _connector="OR"),
                        name="visit_wait_of_a_day",
                    ),
                    models.UniqueConstraint(models.F("complaint"), name="one_visit_filed_a_complaint"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seal",
                        to="outreach.shift",
                        verbose_name="day of the agent",
                    ),
                ),
                (
                    "public",
                    models.CharField(editable=False, help_text="The point, 65 bytes in base64url.", max_length=87),
                ),
                (
                    "secret",
                    accounts.encryption.EncryptedTextField(
                        blank=True,
                        editable=False,
                        help_text="The number, in hexadecimal, until it goes.",
                        purpose="outreach.shift_key",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
            ],
            options={
                "verbose_name": "key of a day without a network",
                "verbose_name_plural": "keys of days without a network",
            },
        ),
        migrations.CreateModel(
            name="SealedIntake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="outreach.device",
                        verbose_name="device",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="outreach.shift",
                        verbose_name="day of the agent",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="outreach.batch",
                        verbose_name="sending",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="number",
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="Bytes, as announced.")),
                ("offset", models.PositiveIntegerField(default=0, help_text="Bytes that are here.")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("arriving", "On its way"),
                            ("taken", "Taken"),
                            ("mend", "To be mended at the desk"),
                            ("refused", "Not taken"),
                        ],
                        default="arriving",
                        max_length=8,
                        verbose_name="standing",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        help_text="What must be mended, or why it was not taken; nothing of what the person said.",
                        max_length=500,
                        verbose_name="what the agent was told",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="outreach.visit",
                        verbose_name="visit",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="intake.draft",
                        verbose_name="draft",
                    ),
                ),
                ("touched_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="last piece")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="taken or refused")),
            ],
            options={
                "verbose_name": "sealed visit",
                "verbose_name_plural": "sealed visits",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["shift", "number", "id"], name="sealed_of_shift"),
                    models.Index(
                        models.F("device"),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("standing__in", ["mend", "refused"])),
                        name="sealed_not_taken",
                    ),
                    models.Index(
                        models.F("touched_at"),
                        condition=models.Q(("standing__in", ["arriving", "refused"])),
                        name="sealed_touched",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("offset__lte", models.F("size"))), name="sealed_within_its_size"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 1000)), name="sealed_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("standing", "arriving")),
                            models.Q(models.Q(("standing", "arriving"), _negated=True), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="sealed_finished_or_on_its_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing__in", ["mend", "refused"]), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sealed_says_why_not_taken",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="outreach.sealedintake"
                    ),
                ),
                ("offset", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
            ],
            options={
                "verbose_name": "piece of a sealed visit",
                "verbose_name_plural": "pieces of sealed visits",
                "ordering": ["offset"],
                "constraints": [
                    models.UniqueConstraint(models.F("intake"), models.F("offset"), name="one_sealed_part_a_place")
                ],
            },
        ),
    ]
    operations = together(operations)
