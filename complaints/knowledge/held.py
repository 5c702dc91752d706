"""What is held about an account here: the questions it asked, with their answers (docs/my-data.md)."""

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import held
from accounts.actors import Actor
from accounts.held import Row, Section, begun, fact, filled, group, label_of
from complaints.knowledge.models import Question, Reply


def register_held() -> None:
    """Called once when the app is ready."""
    held.register("questions", questions)


def questions(actor: Actor) -> Section:
    """Every question of this account; three queries at most."""
    rows = Question.objects.filter(user=actor.user_id) if actor.user_id else Question.objects.none()
    rows = rows.select_related("country").prefetch_related("replies").order_by("asked_at", "pk")
    return Section("questions", _("Your questions"), [_question(row) for row in rows])


def _question(row: Question) -> Row:
    return filled(
        [
            fact("number", label_of(Question, "number"), row.number),
            fact("asked_at", _("When"), row.asked_at),
            fact("text", begun(Question._meta.verbose_name), row.text),
            fact("language", _("Language"), row.language, dict(settings.LANGUAGES).get(row.language, row.language)),
            fact("country", label_of(Question, "country"), row.country.name if row.country else ""),
            fact("email", _("E-mail address"), row.email),
            group("answers", begun(Reply._meta.verbose_name), [_reply(reply) for reply in row.replies.all()]),
        ]
    )


def _reply(row: Reply) -> Row:
    return [fact("at", label_of(Reply, "at"), row.at), fact("text", begun(Reply._meta.verbose_name), row.text)]
