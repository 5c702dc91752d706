import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import accounts.encryption
from accounts.schema import together


class Migration(migrations.Migration):
    replaces = [("knowledge", "0001_articles_and_questions")]

    initial = True

    dependencies = [
        ("guide", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),  # a trusted extension: the owner of the database may create it
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Latin letters, figures and dashes.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("before", "Before you complain"),
                            ("filing", "File a complaint"),
                            ("following", "Follow your file"),
                            ("decision", "Results and reviews"),
                            ("privacy", "Privacy and safety"),
                            ("elsewhere", "Who else can help"),
                            ("language", "Languages and assistance"),
                        ],
                        max_length=12,
                        verbose_name="topic",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="published")),
                (
                    "loaded_place",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Topic and position as loaded from the files.",
                        max_length=40,
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["topic", "position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="ArticleText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="knowledge.article",
                        verbose_name="article",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="summary")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "keywords",
                    models.TextField(
                        blank=True,
                        help_text="Other words for it, frequent misspellings. Not shown.",
                        verbose_name="words for the search",
                    ),
                ),
                ("updated_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="last updated")),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                models.Func(
                                    models.F("language"),
                                    output_field=models.TextField(),
                                    template="(CASE %(expressions)s WHEN 'ar' THEN 'arabic'::regconfig WHEN 'fr' THEN 'french'::regconfig WHEN 'en' THEN 'english'::regconfig WHEN 'es' THEN 'spanish'::regconfig WHEN 'it' THEN 'italian'::regconfig WHEN 'nl' THEN 'dutch'::regconfig WHEN 'de' THEN 'german'::regconfig ELSE 'simple'::regconfig END)",
                                ),
                                models.Func(
                                    models.Func(
                                        models.F("title"),
                                        models.Value(" "),
                                        models.F("keywords"),
                                        arg_joiner=" || ",
                                        output_field=models.TextField(),
                                        template="(%(expressions)s)",
                                    ),
                                    output_field=models.TextField(),
                                    template="translate(lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\\u0300-\\u036f\\u064b-\\u065f\\u0670]', '', 'g')), 'ىةٱـ', 'يها')",
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                                template="setweight(to_tsvector(%(expressions)s), 'A')",
                            ),
                            models.Func(
                                models.Func(
                                    models.F("language"),
                                    output_field=models.TextField(),
                                    template="(CASE %(expressions)s WHEN 'ar' THEN 'arabic'::regconfig WHEN 'fr' THEN 'french'::regconfig WHEN 'en' THEN 'english'::regconfig WHEN 'es' THEN 'spanish'::regconfig WHEN 'it' THEN 'italian'::regconfig WHEN 'nl' THEN 'dutch'::regconfig WHEN 'de' THEN 'german'::regconfig ELSE 'simple'::regconfig END)",
                                ),
                                models.Func(
                                    models.Func(
                                        models.F("summary"),
                                        arg_joiner=" || ",
                                        output_field=models.TextField(),
                                        template="(%(expressions)s)",
                                    ),
                                    output_field=models.TextField(),
                                    template="translate(lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\\u0300-\\u036f\\u064b-\\u065f\\u0670]', '', 'g')), 'ىةٱـ', 'يها')",
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                                template="setweight(to_tsvector(%(expressions)s), 'B')",
                            ),
                            models.Func(
                                models.Func(
                                    models.F("language"),
                                    output_field=models.TextField(),
                                    template="(CASE %(expressions)s WHEN 'ar' THEN 'arabic'::regconfig WHEN 'fr' THEN 'french'::regconfig WHEN 'en' THEN 'english'::regconfig WHEN 'es' THEN 'spanish'::regconfig WHEN 'it' THEN 'italian'::regconfig WHEN 'nl' THEN 'dutch'::regconfig WHEN 'de' THEN 'german'::regconfig ELSE 'simple'::regconfig END)",
                                ),
                                models.Func(
                                    models.Func(
                                        models.F("body"),
                                        arg_joiner=" || ",
                                        output_field=models.TextField(),
                                        template="(%(expressions)s)",
                                    ),
                                    output_field=models.TextField(),
                                    template="translate(lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\\u0300-\\u036f\\u064b-\\u065f\\u0670]', '', 'g')), 'ىةٱـ', 'يها')",
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                                template="setweight(to_tsvector(%(expressions)s), 'C')",
                            ),
                            arg_joiner=" || ",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                            template="(%(expressions)s)",
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                models.F("title"),
                                models.Value(" "),
                                models.F("keywords"),
                                models.Value(" "),
                                models.F("summary"),
                                arg_joiner=" || ",
                                output_field=models.TextField(),
                                template="(%(expressions)s)",
                            ),
                            output_field=models.TextField(),
                            template="translate(lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\\u0300-\\u036f\\u064b-\\u065f\\u0670]', '', 'g')), 'ىةٱـ', 'يها')",
                        ),
                        output_field=models.TextField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "text of an article",
                "verbose_name_plural": "texts of articles",
                "ordering": ["article", "language"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search"], name="article_text_search")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "language"),
                        name="article_once_a_language",
                        violation_error_message="This article already has a text in this language: change that one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Usefulness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="knowledge.articletext",
                        verbose_name="article",
                    ),
                ),
                ("useful", models.BooleanField(verbose_name="useful")),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="comment")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("once", models.CharField(editable=False, max_length=64, unique=True)),
            ],
            options={
                "verbose_name": "opinion on an article",
                "verbose_name_plural": "opinions on articles",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="number")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "email",
                    accounts.encryption.EncryptedTextField(
                        blank=True, default="", purpose="question.email", verbose_name="e-mail address"
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
                        verbose_name="country of residence",
                    ),
                ),
                ("text", models.TextField(verbose_name="question")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("dismissed_at", models.DateTimeField(blank=True, null=True, verbose_name="put aside")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to="knowledge.article",
                        verbose_name="published as",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(
                        models.F("asked_at"),
                        condition=models.Q(("answered_at__isnull", True), ("dismissed_at__isnull", True)),
                        name="question_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="knowledge.question",
                        verbose_name="question",
                    ),
                ),
                ("text", models.TextField(verbose_name="answer")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="answered")),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["at", "pk"],
            },
        ),
    ]
    operations = together(operations)
