"""A small office and the life of a case in it, moved by the real transitions."""

import itertools
import uuid
from datetime import date, timedelta

from django.utils import timezone

from accounts.actors import NOBODY, Actor, code_holder, person
from accounts.models import Region, Unit, User
from complaints import references
from complaints.casework import actions
from complaints.enums import ActKind, AnswerPosition, AnswerQuality, Court, Residence, Sex
from complaints.guide.models import Administration, Country, Interlocutor, ReferralBody, Subject
from complaints.models import Commission, Complaint, Person
from complaints.workflow import transitions
from complaints.workflow.moves import Seal

LONG_AGO = date(2020, 1, 1)
_numbers = itertools.count(1)


class Life:
    """An office with two units; each method brings a new case to a stage and returns it."""

    def __init__(self) -> None:
        self.france = self._country("FR", "Europe/Paris")
        self.region = Region.objects.create(code=f"region-{next(_numbers)}", names={"fr": "Oriental"})
        self.unit = self._unit("unit", self.region)
        self.other_unit = self._unit("other", None)
        self.subject = Subject.objects.create(code=f"A{next(_numbers)}", nature="ADM", names={"fr": "État civil"})
        self.administration = Administration.objects.create(
            code=f"adm-{next(_numbers)}", kind="ministere", names={"fr": "Ministère", "ar": "الوزارة"}
        )
        self.other_administration = Administration.objects.create(
            code=f"adm-{next(_numbers)}", kind="ministere", names={"fr": "B"}
        )
        self.body = ReferralBody.objects.create(
            code=f"body-{next(_numbers)}", names={"fr": "Défenseur"}, grounds=["X7"]
        )
        self.handler = self.actor("handler", self.unit)
        self.head = self.actor("head", self.unit)
        self.intake = self.actor("intake", self.unit)
        self.supervisor = self.actor("supervisor", None)
        self.neighbour = self.actor("handler", self.other_unit)
        self.administrator = self.actor("administrator", None)
        self.liaison = self._liaison(self.administration)
        self.other_liaison = self._liaison(self.other_administration)
        self.citizen = self.actor("citizen", None, is_staff=False)
        self.other_citizen = self.actor("citizen", None, is_staff=False)

    # --- the office ---

    @staticmethod
    def _country(code: str, zone: str) -> Country:
        return Country.objects.get_or_create(code=code, defaults={"names": {"fr": code}, "time_zone": zone})[0]

    @staticmethod
    def _unit(name: str, region: Region | None) -> Unit:
        return Unit.objects.create(
            code=f"{name}-{next(_numbers)}", kind="regional", names={"fr": name}, region=region, valid_from=LONG_AGO
        )

    @staticmethod
    def actor(role: str, unit: Unit | None, *, is_staff: bool = True) -> Actor:
        email = f"{role}{next(_numbers)}@office.example"
        return person(
            User.objects.create_user(email, None, name=role, role=role, unit=unit, is_staff=is_staff), strong=True
        )

    def _liaison(self, administration: Administration) -> Actor:
        actor = self.actor("liaison", None, is_staff=False)
        Interlocutor.objects.create(administration=administration, user=actor.user, since=LONG_AGO)
        return actor

    # --- the life ---

    def registered(self, *, user: User | None = None, language: str = "fr", **facts: object) -> Complaint:
        someone = Person.objects.create(
            user=user, first_name="Salma", last_name="Amrani", sex=Sex.FEMALE,
            nationality=self._country("MA", "Africa/Casablanca"),
            residence=Residence.ABROAD, country=self.france, city="Lille", address="3 rue X",
            email=f"salma{next(_numbers)}@example.org", email_verified_at=timezone.now(),
        )  # fmt: skip
        fields: dict[str, object] = {
            "reference": references.new_reference(2026), "submission_key": uuid.uuid4(), "digest": "0" * 64, "code_hash": "",
            "language": language, "submitted_at": timezone.now(), "received_on": timezone.localdate(), "complainant": someone,
            "country": self.france, "administration": self.administration, "subject": self.subject, "title": "Indemnité",
            "description": "Depuis 2021", "act_kind": ActKind.DELAY, "harm": "Perte", "request": "Payer", "court": Court.NO,
            "unit": self.unit,
        }  # fmt: skip
        return transitions.file_complaint(Complaint(**{**fields, **facts}), actor=NOBODY)

    def in_study(self, **facts: object) -> Complaint:
        case = self.registered(**facts)  # type: ignore[arg-type]
        return transitions.start_review(case, actor=self.head, handler=self.handler.user)

    def waiting(self, **facts: object) -> Complaint:
        return transitions.request_information(
            self.in_study(**facts), actor=self.handler, items=["Copie de la décision"]
        )

    def admitted(self, **facts: object) -> Complaint:
        return transitions.admit(self.in_study(**facts), actor=self.handler, subject=self.subject)

    def with_administration(self, **facts: object) -> Complaint:
        case = self.admitted(**facts)
        actions.send_letter(case, actor=self.handler, language="fr", subject="Plainte", body="Monsieur,")
        return Complaint.objects.get(pk=case.pk)

    def commented(self, **facts: object) -> Complaint:
        return transitions.record_answer(
            self.with_administration(**facts), actor=self.handler, position=AnswerPosition.PARTLY,
            quality=AnswerQuality.SUBSTANTIVE, text="Nous paierons.",
        )  # fmt: skip

    def heard(self, **facts: object) -> Complaint:
        """Answered by the administration, and the complainant's time to comment is over."""
        case = self.commented(**facts)
        Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        case.refresh_from_db()
        return case

    def twin(self, case: Complaint, **facts: object) -> Complaint:
        """Another file of the same person about the same matter."""
        other = self.registered(**{"unit": case.unit, **facts})  # type: ignore[arg-type]
        mine = case.complainant
        Person.objects.filter(pk=other.complainant_id).update(
            email=mine.email, first_name=mine.first_name, last_name=mine.last_name
        )
        return Complaint.objects.get(pk=other.pk)

    def twofold(self) -> Complaint:
        """A file in study whose person has another one here, `twin`."""
        case = self.in_study()
        case.twin = self.twin(case)  # type: ignore[attr-defined]
        return case

    def joined(self, **facts: object) -> Complaint:
        case = self.in_study(**facts)
        return transitions.join(case, actor=self.handler, into=self.twin(case))

    def suspended(self, **facts: object) -> Complaint:
        return transitions.suspend(self.admitted(**facts), actor=self.handler, public_text="Un tribunal est saisi.")

    def investigated(self, **facts: object) -> Complaint:
        return transitions.investigate(
            self.heard(**facts),
            actor=self.head,
            seal=self.two(),
            mission="Sur place, à Nador",
            public_text="…",
            special_order="OS 12/2026",
        )

    def mediated(self, **facts: object) -> Complaint:
        day = timezone.localdate() + timedelta(days=7)
        return transitions.mediate(
            self.heard(**facts), actor=self.handler, agreed=True, day=day, public_text="En ligne"
        )

    def sitting(self, *, days: int = 14) -> Commission:
        """A commission with the administration of this office's files."""
        on = timezone.localdate() + timedelta(days=days)
        made = {"created_by": self.head.someone, "created_at": timezone.now()}
        return Commission.objects.get_or_create(administration=self.administration, on=on, defaults=made)[0]

    def before_commission(self, **facts: object) -> Complaint:
        return transitions.refer_to_commission(self.heard(**facts), actor=self.head, commission=self.sitting())

    def recommended(self, **facts: object) -> Complaint:
        return transitions.recommend(
            self.investigated(**facts), actor=self.supervisor, seal=self.two(), grounds="L’indemnité est due.",
            measure="Verser l’indemnité avec les intérêts.", public_text="Nous vous donnons raison.",
        )  # fmt: skip

    def followed(self, *, reply: str = "accepts", **facts: object) -> Complaint:
        return transitions.follow_up(self.recommended(**facts), actor=self.handler, reply=reply, text="Bien reçu.")

    def escalated(self, **facts: object) -> Complaint:
        return transitions.escalate(
            self.followed(reply="refuses", **facts), actor=self.supervisor, seal=self.two(), report="RS-2026-4",
            public_text="…",
        )  # fmt: skip

    def settled(self, **facts: object) -> Complaint:
        return transitions.settle(
            self.heard(**facts), actor=self.head, seal=self.two(), outcome="settled_full", remedies=["payment"],
            proof="Virement 123", public_text="Payé.",
        )  # fmt: skip

    def contested(self, **facts: object) -> Complaint:
        case = self.settled(**facts)
        return transitions.request_review(case, actor=code_holder(case.pk), ground="error", text="Rien n’est payé.")

    def other_head(self) -> Actor:
        """A head of this unit who has decided nothing yet."""
        return self.actor("head", self.unit)

    def two(self) -> Seal:
        """The caseworker proposed it."""
        return Seal(proposed_by=self.handler.user)

    def withdrawn(self, **facts: object) -> Complaint:
        case = self.in_study(**facts)
        return transitions.withdraw(case, actor=code_holder(case.pk))
