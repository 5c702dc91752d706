import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import accounts.encryption
from accounts.schema import together


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_take_back_what_was_not_told"),
        ("notifications", "0003_find_messages_by_their_mail"),
        ("notifications", "0004_notices_on_devices_and_short_texts"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("event", models.CharField(max_length=100, verbose_name="event")),
                ("recipient", models.CharField(max_length=100, verbose_name="recipient")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_app", "On the site"),
                            ("email", "E-mail"),
                            ("push", "Notice on a device"),
                            ("sms", "SMS"),
                            ("whatsapp", "WhatsApp"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=100, verbose_name="about")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "context",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="facts",
                    ),
                ),
                (
                    "sealed",
                    accounts.encryption.EncryptedTextField(blank=True, default="", editable=False, purpose="outbox"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("claimed", "Being sent"),
                            ("retry", "Will be tried again"),
                            ("sent", "Sent"),
                            ("dead", "Given up"),
                            ("void", "Not needed"),
                            ("recalled", "Taken back"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="next attempt"
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("token", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="written"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="last error")),
                (
                    "mail_key",
                    models.UUIDField(
                        editable=False,
                        help_text="The first half of its Message-ID, once it was sent: answers and returns name it.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        models.F("next_at"),
                        condition=models.Q(("status__in", ["pending", "claimed", "retry"])),
                        name="outbox_due",
                    ),
                    models.Index(
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("status", "dead")),
                        name="outbox_dead",
                    ),
                    models.Index(
                        models.F("recipient"),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("channel", "in_app")),
                        name="outbox_inbox",
                    ),
                    models.Index(models.F("about"), models.F("id"), name="outbox_about"),
                    models.Index(
                        models.F("mail_key"), condition=models.Q(("mail_key__isnull", False)), name="outbox_mail_key"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "recipient", "channel"),
                        name="outbox_told_once",
                        violation_error_message="This person was already told this on this channel.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "claimed"), _negated=True),
                            models.Q(("lease_until__isnull", False), ("token__isnull", False)),
                            _connector="OR",
                        ),
                        name="outbox_claim_has_token_and_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="outbox_sent_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.outboxmessage",
                        verbose_name="message",
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="when")),
                ("attempt", models.PositiveSmallIntegerField(verbose_name="attempt")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("refused", "Refused for good"),
                            ("void", "Not needed"),
                            ("late", "Ended after its lease"),
                            ("resent", "Put back by hand"),
                            ("returned", "Came back"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300, verbose_name="detail")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer of the mail server")),
                (
                    "device",
                    models.BigIntegerField(
                        editable=False,
                        help_text="Of a notice on devices: the number of the subscription that this attempt was for.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("device__isnull", False), ("outcome", "sent")),
                        fields=("message", "device"),
                        name="device_reached_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=100, verbose_name="recipient")),
                ("endpoint", models.CharField(max_length=1000)),
                ("p256dh", models.CharField(max_length=90)),
                ("auth", models.CharField(max_length=30)),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="switched on"
                    ),
                ),
                ("last_ok", models.DateTimeField(blank=True, null=True, verbose_name="last reached")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(models.F("endpoint"), name="push_endpoint")],
                "constraints": [models.UniqueConstraint(fields=("recipient", "endpoint"), name="device_told_once")],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="SentMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sender", models.CharField(max_length=320)),
                ("to", models.CharField(max_length=320)),
                ("subject", models.CharField(max_length=500)),
                ("message_id", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("direction", models.CharField(default="ltr", max_length=3)),
                ("blocks", models.JSONField(default=list)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        models.F("to"), models.OrderBy(models.F("id"), descending=True), name="sentmail_address"
                    )
                ],
            },
        ),
    ]
    operations = together(operations)
