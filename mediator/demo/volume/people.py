"""Who complains: made-up names, addresses that nobody reads, telephone numbers reserved for stories."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from accounts.encryption import blind_index, encrypt

DATA = Path(__file__).parents[1] / "data"
STREETS = ("rue des Tilleuls", "calle Mayor", "via Garibaldi", "Kerkstraat", "avenue de la Gare", "Station Road")
LATER_OR_NEVER = 0.4  # who gives no identity document when filing


@dataclass(frozen=True, slots=True)
class Residence:
    """A country of residence with how often, in which languages and from which cities people write."""

    country: str
    languages: tuple[str, ...]
    language_weights: tuple[float, ...]
    cities: tuple[str, ...]
    phone: str


def read(name: str) -> list[dict[str, str]]:
    """The lines of one vocabulary file."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def residences() -> tuple[list[Residence], list[float]]:
    """The countries and their cumulative weights (domain sections 0 and 1: legal help given to Moroccans abroad)."""
    found, weights = [], []
    for row in read("residences.csv"):
        pairs = [entry.split(":") for entry in row["languages"].split()]
        found.append(
            Residence(
                country=row["country"],
                languages=tuple(code for code, _weight in pairs),
                language_weights=tuple(accumulate(float(weight) for _code, weight in pairs)),
                cities=tuple(row["cities"].split(";")),
                phone=row["phone"],
            )
        )
        weights.append(float(row["weight"]))
    return found, list(accumulate(weights))


class Names:
    """First and last names in both scripts."""

    def __init__(self) -> None:
        rows = read("names.csv")
        self.first = {kind: [(r["latin"], r["arabic"]) for r in rows if r["kind"] == kind] for kind in "fm"}
        self.last = [(r["latin"], r["arabic"]) for r in rows if r["kind"] == "last"]

    def whole(self, rng: Random) -> str:
        """A name to mention in a text."""
        return f"{rng.choice(self.first['m'])[0]} {rng.choice(self.last)[0]}"

    def person(self, rng: Random, *, number: int, home: Residence, zone: str) -> dict[str, object]:
        """The columns of one complainant; `number` keeps the address of their mail to themselves."""
        sex = "f" if rng.random() < 0.3 else "m"
        first, last = rng.choice(self.first[sex]), rng.choice(self.last)
        if rng.random() < 0.1:
            other = rng.choice(self.last)
            last = (f"{last[0]}-{other[0]}", f"{last[1]} {other[1]}")
        abroad = home.country != "MA"
        foreign = abroad and rng.random() < 0.02
        document = _document(rng)
        return {
            "first_name": first[0],
            "last_name": last[0],
            "first_name_ar": first[1] if rng.random() < 0.6 else "",
            "last_name_ar": last[1] if rng.random() < 0.6 else "",
            "sex": sex if rng.random() < 0.98 else "u",
            "birth_date": f"{rng.randint(1945, 2004)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            "nationality_id": home.country if foreign else "MA",
            "residence": _residence(rng, abroad=abroad, foreign=foreign),
            **document,
            "country_id": home.country,
            "city": rng.choice(home.cities),
            "address": f"{rng.randint(1, 240)}, {rng.choice(STREETS)}",
            "email": f"person-{number}@made-up.example",
            "phone": _phone(rng, home.phone),
            "preferred_channel": "email" if rng.random() < 0.93 else "post",
            "time_zone": zone,
            "vulnerability": rng.choice(("elderly", "disabled", "woman")) if rng.random() < 0.12 else "",
        }


def _residence(rng: Random, *, abroad: bool, foreign: bool) -> str:
    if foreign:
        return "foreigner"
    if abroad:
        return "mre"
    return "returned" if rng.random() < 0.7 else "resident"


def _document(rng: Random) -> dict[str, object]:
    if rng.random() < LATER_OR_NEVER:
        return {}
    number = f"{rng.choice('ABCDEFGHJKLMQRSTUWXZ')}{rng.choice('ABDEFHJKLPSTV ').strip()}{rng.randint(10_000, 999_999)}"
    return {
        "id_kind": "cnie",
        "id_number": encrypt(number, purpose="person.id_number"),
        "id_index": blind_index(number),
    }


def _phone(rng: Random, pattern: str) -> str:
    """Numbers that regulators keep for films and books; elsewhere none."""
    return "".join(str(rng.randint(0, 9)) if figure == "#" else figure for figure in pattern)


def pick(rng: Random, entries: Sequence[str], weights: Sequence[float]) -> str:
    """One entry by its cumulative weight."""
    return rng.choices(entries, cum_weights=weights)[0]
