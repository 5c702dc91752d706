"""The case and what hangs from it. Each state comes with its stamps, its history and what the state waits for."""

import hashlib
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.encryption import blind_index
from complaints import references
from complaints.enums import (
    CLOSED_STATES,
    ActKind,
    AnswerPosition,
    AnswerQuality,
    Channel,
    Court,
    Ground,
    IdentityDocument,
    Outcome,
    Residence,
    Sex,
    State,
    Verdict,
)
from complaints.models import (
    Answer,
    Attachment,
    Complaint,
    Declaration,
    Event,
    InformationRequest,
    Message,
    Person,
    PriorStep,
    RequestedItem,
)
from mediator.demo.paths import PATHS
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.directories import AdministrationFactory, CountryFactory, SubjectFactory

RABAT = ZoneInfo("Africa/Casablanca")
DAYS_A_STEP = 5
OUTCOMES = {
    State.CLOSED: Outcome.SETTLED_FULL,
    State.ORIENTED: Outcome.ORIENTED,
    State.INADMISSIBLE: Outcome.INADMISSIBLE,
    State.WITHDRAWN: Outcome.WITHDRAWN,
    State.MERGED: Outcome.DUPLICATE_MERGED,
}


class PersonFactory(DjangoModelFactory):
    """A Moroccan in France, without an account; `with_account=True` links one."""

    first_name = "Fatima Zahra"
    last_name = factory.Sequence("El Idrissi {}".format)
    first_name_ar = "فاطمة الزهراء"
    last_name_ar = "الإدريسي"
    sex = Sex.FEMALE
    nationality = factory.SubFactory(CountryFactory, code="MA")
    residence = Residence.ABROAD
    id_kind = IdentityDocument.CNIE
    id_number = factory.Sequence("AB{:06d}".format)
    id_index = factory.LazyAttribute(lambda person: blind_index(person.id_number))
    country = factory.SubFactory(CountryFactory)
    city = "Lille"
    address = "12, rue des Tisserands, 59000 Lille"
    email = factory.Sequence("complainant-{}@example.org".format)
    phone = "+33612345678"
    time_zone = "Europe/Paris"

    class Meta:
        model = Person

    class Params:
        with_account = factory.Trait(
            user=factory.SubFactory(UserFactory), email=factory.LazyAttribute(lambda person: person.user.email)
        )


def _reached(name: str) -> "factory.LazyAttribute":
    """When the history of this state passes the step `name`, else None."""
    return factory.LazyAttribute(lambda case: _moment(case, name))


def _moment(case, *wanted: str) -> datetime | None:
    for number, leg in enumerate(PATHS[State(case.state)]):
        if leg.name in wanted:
            return case.submitted_at + timedelta(days=DAYS_A_STEP * max(number - 1, 0))
    return None


class ComplaintFactory(DjangoModelFactory):
    """A registered file. `state=State.CLOSED` (or `closed=True`) gives any other, with its stamps and history.

    `history=False` leaves the events, the open request and the answer out."""

    state = State.REGISTERED
    submitted_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=60))
    received_on = factory.LazyAttribute(lambda case: timezone.localdate(case.submitted_at))
    reference = factory.LazyAttribute(lambda case: references.new_reference(case.received_on.year))
    submission_key = factory.LazyFunction(uuid.uuid4)
    digest = factory.LazyAttribute(lambda case: hashlib.sha256(case.submission_key.bytes).hexdigest())
    channel = Channel.WEB
    language = "fr"
    text_language = factory.SelfAttribute("language")
    complainant = factory.SubFactory(PersonFactory)
    country = factory.SelfAttribute("complainant.country")
    administration = factory.SubFactory(AdministrationFactory)
    region = factory.SelfAttribute("unit.region")
    subject = factory.SubFactory(SubjectFactory)
    title = "Indemnité d’expropriation non versée"
    description = "Une décision d’expropriation m’a été notifiée. L’indemnité n’est toujours pas versée."
    act_kind = ActKind.NON_EXECUTION
    harm = "Je rembourse un crédit que cette somme devait solder."
    request = "Je demande le paiement de l’indemnité avec les intérêts."
    court = Court.NO
    state_since = factory.LazyAttribute(lambda case: _moment(case, PATHS[State(case.state)][-1].name))
    unit = factory.SubFactory(UnitFactory)
    handler = factory.Maybe(
        "studied", factory.SubFactory(UserFactory, handler=True, unit=factory.SelfAttribute("..unit")), None
    )
    due_on = factory.LazyAttribute(
        lambda case: (
            None
            if case.state in CLOSED_STATES or case.state == State.SUSPENDED
            else timezone.localdate() + timedelta(days=10)
        )
    )
    complement_rounds = factory.LazyAttribute(
        lambda case: sum(leg.name == "request_information" for leg in PATHS[State(case.state)])
    )
    joined_to = factory.LazyAttribute(lambda case: ComplaintFactory() if case.state == State.MERGED else None)
    registered_at = _reached("register")
    admitted_at = _reached("admit")
    sent_at = _reached("send_to_administration")
    answer_due_on = factory.LazyAttribute(
        lambda case: timezone.localdate(case.sent_at) + timedelta(days=60) if case.sent_at else None
    )
    answered_at = _reached("record_answer")
    closed_at = factory.LazyAttribute(lambda case: case.state_since if case.state in CLOSED_STATES else None)
    outcome = factory.LazyAttribute(lambda case: OUTCOMES.get(State(case.state), ""))
    remedies = factory.LazyAttribute(lambda case: ["payment"] if case.outcome == Outcome.SETTLED_FULL else [])
    ground = factory.LazyAttribute(lambda case: Ground.X4 if case.state == State.ORIENTED else "")

    class Meta:
        model = Complaint
        skip_postgeneration_save = True

    Params = type(
        "Params",
        (),
        {
            **{state.value: factory.Trait(state=state) for state in State if state is not State.DRAFT},
            "studied": factory.LazyAttribute(lambda case: len(PATHS[State(case.state)]) > 2),
            "late": factory.Trait(due_on=factory.LazyFunction(lambda: timezone.now().date() - timedelta(days=3))),
            "with_account": factory.Trait(complainant=factory.SubFactory(PersonFactory, with_account=True)),
            "own_words": factory.Trait(administration=None, administration_text="La commune de mon village"),
        },
    )

    @factory.post_generation
    def history(self, create, extracted, **kwargs):
        if create and extracted is not False:
            write_history(self)


def write_history(case: Complaint) -> None:
    """The events that lead to the case's state, the request it waits for, and the administration's answer."""
    officer = case.handler
    Event.objects.bulk_create(
        Event(
            complaint=case,
            name=leg.name,
            at=_moment(case, leg.name) or case.submitted_at,
            from_state=leg.source,
            to_state=leg.target,
            actor_kind={"system": "system", "citizen": "person", "desk": "person"}[leg.by],
            actor=officer if leg.by == "desk" else None,
            actor_role=officer.role if leg.by == "desk" and officer else "",
            public_text=f"{leg.name}" if leg.by == "desk" else "",
        )
        for leg in PATHS[State(case.state)]
    )
    names = [leg.name for leg in PATHS[State(case.state)]]
    if "request_information" in names and officer:
        answered = _moment(case, "receive_information") if "receive_information" in names else None
        InformationRequestFactory(
            complaint=case, asked_by=officer, asked_at=_moment(case, "request_information"), answered_at=answered
        )
    if "record_answer" in names and officer and case.administration:
        AnswerFactory(complaint=case, recorded_by=officer)


class PriorStepFactory(DjangoModelFactory):
    complaint = factory.SubFactory(ComplaintFactory)
    on = factory.LazyAttribute(lambda step: step.complaint.received_on - timedelta(days=90))
    body = "Province de Nador"
    channel = "Courrier recommandé"
    answered = False

    class Meta:
        model = PriorStep


class DeclarationFactory(DjangoModelFactory):
    complaint = factory.SubFactory(ComplaintFactory)
    kind = "not_before_courts"
    version = "1"
    language = "fr"
    text = "Je déclare que l’affaire n’est pas portée devant la justice."
    accepted_at = factory.SelfAttribute("complaint.submitted_at")

    class Meta:
        model = Declaration


class AttachmentFactory(DjangoModelFactory):
    """A row without bytes; a test of files receives real ones through `complaints.files`."""

    complaint = factory.SubFactory(ComplaintFactory)
    name = factory.Sequence("décision-{}.pdf".format)
    content_type = "application/pdf"
    size = 24_000
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.name.encode()).hexdigest())
    original = factory.LazyFunction(lambda: f"originals/{uuid.uuid4().hex}")
    copy = factory.LazyFunction(lambda: f"copies/{uuid.uuid4().hex}")
    verdict = Verdict.CLEAN
    sent_at = factory.SelfAttribute("complaint.submitted_at")

    class Meta:
        model = Attachment

    class Params:
        internal_only = factory.Trait(internal=True, source=Attachment.Source.INSTITUTION)


class EventFactory(DjangoModelFactory):
    complaint = factory.SubFactory(ComplaintFactory)
    name = "note_added"
    at = factory.LazyFunction(timezone.now)
    actor_kind = "system"

    class Meta:
        model = Event


class MessageFactory(DjangoModelFactory):
    """From the complainant; `from_citizen=False, author=user` for one of the institution."""

    complaint = factory.SubFactory(ComplaintFactory)
    from_citizen = True
    text = "Je vous envoie la copie de la décision."
    language = factory.SelfAttribute("complaint.language")
    at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Message


class RequestedItemFactory(DjangoModelFactory):
    label = "Copie de la décision d’expropriation"

    class Meta:
        model = RequestedItem


class InformationRequestFactory(DjangoModelFactory):
    """An open request for one item; the state of the complaint is the caller's affair."""

    complaint = factory.SubFactory(ComplaintFactory, awaiting_citizen=True, history=False)
    text = "Il manque une pièce à votre dossier."
    asked_by = factory.SelfAttribute("complaint.handler")
    asked_at = factory.LazyFunction(timezone.now)
    due_on = factory.LazyAttribute(lambda request: timezone.localdate(request.asked_at) + timedelta(days=30))
    item = factory.RelatedFactory(RequestedItemFactory, factory_related_name="request")

    class Meta:
        model = InformationRequest
        skip_postgeneration_save = True


class AnswerFactory(DjangoModelFactory):
    complaint = factory.SubFactory(ComplaintFactory, citizen_comment=True, history=False)
    administration = factory.SelfAttribute("complaint.administration")
    position = AnswerPosition.ACCEPTS
    quality = AnswerQuality.SUBSTANTIVE
    text = "L’indemnité sera versée dans le mois."
    received_on = factory.LazyAttribute(lambda answer: timezone.localdate(answer.recorded_at))
    recorded_by = factory.SelfAttribute("complaint.handler")
    recorded_at = factory.LazyAttribute(lambda answer: answer.complaint.answered_at or timezone.now())

    class Meta:
        model = Answer
