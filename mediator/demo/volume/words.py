"""What is written: sentences of four languages with places, sums, years and rare names in them."""

import json
from itertools import accumulate
from random import Random

from mediator.demo.volume.people import DATA, Names, read

SYLLABLES = (
    "ta",
    "mir",
    "zou",
    "lgha",
    "ber",
    "kan",
    "idr",
    "ou",
    "mez",
    "sif",
    "nat",
    "agh",
    "oul",
    "hja",
    "fre",
    "tiz",
)


class Words:
    """Texts of a case. Common words come in every second case; the names of plots are hardly ever the same."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.vocabulary = json.loads((DATA / "vocabulary.json").read_text(encoding="utf-8"))
        rows = read("places.csv")
        self.places = [(row["latin"], row["arabic"], row["region"]) for row in rows]
        self.place_weights = list(accumulate(float(row["weight"]) for row in rows))

    def place(self, rng: Random) -> tuple[str, str, str]:
        """A town: in Latin letters, in Arabic, and the code of its region."""
        return rng.choices(self.places, cum_weights=self.place_weights)[0]

    def slots(self, rng: Random, language: str, place: tuple[str, str, str], year: int) -> dict[str, object]:
        """What the sentences of one case leave open: the same everywhere in it."""
        return {
            "place": place[1] if language == "ar" else place[0],
            "name": self.names.whole(rng),
            "year": year - rng.randint(0, 9),
            "months": rng.randint(3, 30),
            "amount": rng.choice((1, 2, 4, 8, 15, 42, 60, 180, 350)) * 1000 + rng.randint(0, 9) * 100,
            "number": f"{rng.randint(100, 99_999)}/{rng.randint(1, 99):02}",
            "rare": "".join(rng.choices(SYLLABLES, k=4)).capitalize(),
        }

    def case(self, rng: Random, language: str, nature: str, slots: dict[str, object]) -> dict[str, str]:
        """Title, story, harm and request."""
        bank = self.vocabulary[language]
        story = [rng.choice(bank["opening"]), *rng.sample(bank["middle"], rng.randint(2, 6))]
        return {
            "title": rng.choice(bank["title"][nature]).format_map(slots),
            "description": " ".join(story).format_map(slots),
            "harm": rng.choice(bank["harm"]).format_map(slots),
            "request": rng.choice(bank["request"]).format_map(slots),
        }

    def one(self, rng: Random, language: str, kind: str, slots: dict[str, object]) -> str:
        """One sentence of a kind: `ask`, `answer` or `message`."""
        sentence: str = rng.choice(self.vocabulary[language][kind])
        return sentence.format_map(slots)
