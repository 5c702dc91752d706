"""Articles of these tests' own, few and small."""

from collections.abc import Callable
from datetime import date

import pytest

from complaints.knowledge.models import Article, ArticleText

TEXTS: dict[str, dict[str, tuple[str, str, str]]] = {
    "mediator": {
        "fr": ("Que fait le Médiateur ?", "Il examine les plaintes contre les administrations.", "الوسيط, wassit"),
        "ar": ("ماذا يفعل الوسيط؟", "تدرس المؤسسة الشكايات ضد الإدارات.", "وسيط المملكة"),
        "en": ("What does the Mediator do?", "It studies complaints about administrations.", "ombudsman"),
        "es": ("¿Qué hace el Mediador?", "Estudia las quejas contra las administraciones.", "defensor"),
    },
    "how-long": {
        "fr": ("Combien de temps cela prend-il ?", "Les délais de chaque étape.", "durée, délai, attente"),
        "ar": ("كم يستغرق ذلك من الوقت؟", "آجال كل مرحلة.", "مدة، أجل"),
        "en": ("How long does it take?", "The time limit of each step.", "duration, waiting"),
        "es": ("¿Cuánto tiempo tarda?", "Los plazos de cada etapa.", "duración, espera"),
    },
    "lawyer": {
        "fr": ("Faut-il un avocat ?", "Non, c’est gratuit et sans avocat.", "frais, gratuité"),
        "ar": ("هل أحتاج إلى محام؟", "لا، المسطرة مجانية وبدون محام.", "مصاريف"),
    },
}


@pytest.fixture
def shelf(db: None) -> Callable[[], dict[str, Article]]:
    """`shelf()` writes TEXTS and gives the articles by their address."""

    def write() -> dict[str, Article]:
        found = {}
        for position, (slug, texts) in enumerate(TEXTS.items(), start=1):
            found[slug] = Article.objects.create(slug=slug, topic="before", position=position)
            for language, (title, summary, keywords) in texts.items():
                ArticleText.objects.create(
                    article=found[slug], language=language, title=title, summary=summary, keywords=keywords,
                    body=f"{summary}\n\n## {title}\n\n- [x](/help/)", updated_on=date(2026, 11, 25),
                )  # fmt: skip
        return found

    return write
