"""The members of a group, typed one by one and from a list; what is wrong is said row by row and nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.intake import members_csv
from complaints.intake.members_csv import RefusedList
from complaints.intake.models import Draft
from tests.complaints.intake.filing import directories, errors_of

HEADS = "Prénom;Nom;Pays où vit cette personne;Numéro de la pièce d’identité"
LINE = "Karim;Amrani;France;AB123"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_spreadsheets_of_every_kind_are_read(encoding, mark):
    text = "first_name;last_name;country;id_number\r\nمريم;العلوي;المغرب;X123\r\nHélène;Amrani;France;\r\n;;;\r\n"
    rows = members_csv.read(text.replace(";", mark).encode(encoding))
    assert rows[0] == {"first_name": "مريم", "last_name": "العلوي", "country": "المغرب", "id_number": "X123"}
    assert rows[1]["first_name"] == "Hélène"
    assert len(rows) == 2


SPANISH = "Nombre;Apellido;País;Número\r\nMª José;Núñez García;España;X1\r\nÍÑIGO;MUÑOZ;ESPAÑA;\r\n"
GERMAN = "Vorname;Nachname\r\nJörg;Weiß\r\nÄnne;Müller-Höß\r\n"
FRENCH = "Prénom;Nom\r\nÉlodie;D’Œuvre\r\nÂngele;NOËL\r\n"
ITALIAN = "Nome;Cognome\r\nNicolò;Forlì\r\nGesù;Dell´Aquila\r\n"
PLAIN_FRENCH = "Prénom;Nom\r\nHélène;Lefèvre\r\nFrançois;Benoît\r\n"  # the same bytes in both
ARABIC = "الاسم;النسب;البلد\r\nمريم;د. العلوي;المغرب\r\nمحمّد;أمزيان;هولندا، أوترخت\r\nHélène;Amrani;France\r\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SPANISH, "cp1252"), (GERMAN, "cp1252"), (FRENCH, "cp1252"), (ITALIAN, "cp1252"), (PLAIN_FRENCH, "cp1252"),
     (PLAIN_FRENCH, "cp1256"), (ARABIC, "cp1256")],
    ids=["spanish", "german", "french", "italian", "french in both", "french from Morocco", "arabic"],
)  # fmt: skip
def test_a_list_of_each_windows_comes_out_as_it_was_written(text, encoding):
    assert members_csv.decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [ARABIC.encode("cp1256") + SPANISH.encode("cp1252"), "É;Amrani".encode("cp1252"), "Karimمريم;A".encode("cp1256"),
     "Karimمريم;A".encode(), SPANISH.encode("cp850"), PLAIN_FRENCH.encode("cp850"), PLAIN_FRENCH.encode("mac_roman"),
     b"Jos\x81;A"],
    ids=["two lists in one", "one letter", "mixed", "mixed in UTF-8", "DOS", "French of DOS", "Macintosh", "no letter"],
)  # fmt: skip
def test_a_list_that_could_be_garbled_is_refused_and_says_how_to_save_it(data):
    with pytest.raises(RefusedList, match="CSV UTF-8"):
        members_csv.read(data)


def test_the_empty_list_of_every_language_can_be_filled_in_and_read():
    from django.utils.translation import override

    for language in ("ar", "fr", "en", "es"):
        with override(language):
            filled = members_csv.template() + b"Karim;Amrani;France;\r\n"
        assert [row["last_name"] for row in members_csv.read(filled)] == ["Amrani"], language


@pytest.mark.parametrize(
    "heads",
    ["Prénoms;NOM;Pays de résidence;N° C.I.N.", "Nombre;Apellidos;País;DNI", "الاسم الشخصي;الاسم العائلي;بلد الإقامة;رقم البطاقة",
     "Vorname;Nachname;Land;", "Given name;Surname;Country;Passport number"],
)  # fmt: skip
def test_what_people_write_above_their_own_lists_is_no_member(heads):
    rows = members_csv.read(f"{heads}\r\nNomi;Land;France;X1\r\nNom;Prénom;;\r\n".encode())
    assert [row["first_name"] for row in rows] == ["Nomi", "Nom"], "only the first line can be heads"


@pytest.mark.parametrize(
    "data",
    [b"", b"first_name;last_name\r\n", b"PK\x03\x04anything", b"\xd0\xcf\x11\xe0", b"a;b;c;d;e;f\r\n", b"x" * 300_000,
     "\n".join([LINE] * 101).encode(), b'"' + b"x" * 150_000],
    ids=["empty", "heads only", "xlsx", "xls", "six columns", "too long", "101 members", "one cell"],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(data):
    with pytest.raises(RefusedList) as refused:
        members_csv.read(data)
    assert len(str(refused.value)) > 20


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def _rows(self, client):
        directories()
        client.cookies["language"] = "en"
        client.post("/file/who/", {"who": "group"})

    def send(self, client, data, **typed):
        upload = SimpleUploadedFile("liste.csv", data) if data is not None else None
        return client.post("/file/group/list/", {"by_lawyer": "no", **typed, **({"list": upload} if upload else {})})

    def typed(self):
        return Draft.objects.get().answers["group"]

    def test_rows_are_added_to_what_was_typed(self, client):
        typed = {
            "rows": "2",
            "first_name_0": "Zohra",
            "last_name_0": "Alaoui",
            "country_0": "Maroc",
            "first_name_1": "",
        }
        answer = self.send(client, f"{HEADS}\n{LINE}\n{LINE}".encode(), **typed)
        assert answer.status_code == 303
        assert self.typed()["rows"] == ["3"]
        assert self.typed()["first_name_0"] == ["Zohra"]
        assert self.typed()["last_name_2"] == ["Amrani"]
        assert self.typed()["by_lawyer"] == ["no"]

    def test_each_wrong_row_is_named_and_kept_as_typed(self, client):
        answer = self.send(client, b"Karim;Amrani;FR;AB123\n;Alaoui;Atlantis;!!\nSalma;;FR;")
        assert answer["Location"] == "/file/group/?added=3&check=1"
        wrong = errors_of(client, "group")
        assert set(wrong) == {"first_name_1", "country_1", "id_number_1", "last_name_2"}
        assert all(f"Member {2 if name.endswith('1') else 3}" in str(words) for name, words in wrong.items())
        page = client.get("/file/group/?check=1").content.decode()
        assert 'value="Atlantis"' in page
        assert 'value="!!"' in page

    def test_a_refused_list_keeps_the_page(self, client):
        answer = self.send(client, b"PK\x03\x04", rows="1", first_name_0="Zohra", last_name_0="Alaoui")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'value="Zohra"' in page
        assert "CSV" in page
        assert 'action="/file/group/"' in page

    def test_no_list_and_too_many_with_those_typed(self, client):
        answer = self.send(client, None, rows="1", first_name_0="Zohra")
        assert answer.status_code == 422
        assert "Choose your list first" in answer.content.decode()
        assert "This list is empty" not in answer.content.decode()
        assert 'value="Zohra"' in answer.content.decode()
        full = {"rows": "1", "first_name_0": "Zohra"}
        assert self.send(client, "\n".join([LINE] * 100).encode(), **full).status_code == 422

    def test_rows_come_and_go_one_by_one(self, client):
        row = {"by_lawyer": "no", "rows": "1", "first_name_0": "Zohra", "last_name_0": "A", "country_0": "FR"}
        client.post("/file/group/", {**row, "add": "1"})
        assert self.typed()["rows"] == ["2"]
        client.post("/file/group/", {**row, "rows": "2", "first_name_1": "Karim", "remove": "0"})
        assert (self.typed()["rows"], self.typed()["first_name_0"]) == (["1"], ["Karim"])
        for nonsense in ("99", "x", "-1", "9" * 50, "٣"):
            assert client.post("/file/group/", {**row, "remove": nonsense}).status_code == 303

    def test_without_a_draft_the_rows_come_back(self, client):
        client.cookies.pop("draft")
        answer = self.send(client, LINE.encode(), rows="1", first_name_0="Zohra")
        assert answer.status_code == 200
        assert 'value="Zohra"' in answer.content.decode()

    def test_a_hundred_members_are_one_page_and_few_queries(self, client, django_assert_max_num_queries):
        self.send(client, "\n".join([LINE] * 100).encode())
        with django_assert_max_num_queries(8):
            assert client.get("/file/group/?check=1").status_code == 200

    def test_the_empty_list_can_be_taken(self, client):
        answer = client.get("/file/group/list.csv")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert b";" in answer.content
