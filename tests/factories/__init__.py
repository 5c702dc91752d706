"""Rows that keep every constraint: `ComplaintFactory(state=State.CLOSED)`, `UserFactory(handler=True, unit=unit)`.

Nothing here takes the real way of filing; a test of that way uses `intake.actions` and `workflow.transitions`."""

from tests.factories.accounts import PASSWORD, HeadquartersFactory, RegionFactory, UnitFactory, UserFactory
from tests.factories.cases import (
    AnswerFactory,
    AttachmentFactory,
    ComplaintFactory,
    DeclarationFactory,
    EventFactory,
    InformationRequestFactory,
    MessageFactory,
    PersonFactory,
    PriorStepFactory,
)
from tests.factories.desk import InternalNoteFactory, LetterFactory, ProposalFactory
from tests.factories.directories import (
    AdministrationFactory,
    CountryFactory,
    HolidayFactory,
    InterlocutorFactory,
    ReferralBodyFactory,
    SubjectFactory,
)
from tests.factories.drafts import DraftFactory, DraftFileFactory
from tests.factories.stands import StandAgentFactory, StandFactory, TicketFactory, VisitFactory
from tests.factories.together import GroupMemberFactory, RepresentationFactory, ShareFactory

__all__ = [
    "PASSWORD",
    "AdministrationFactory",
    "AnswerFactory",
    "AttachmentFactory",
    "ComplaintFactory",
    "CountryFactory",
    "DeclarationFactory",
    "DraftFactory",
    "DraftFileFactory",
    "EventFactory",
    "GroupMemberFactory",
    "HeadquartersFactory",
    "HolidayFactory",
    "InformationRequestFactory",
    "InterlocutorFactory",
    "InternalNoteFactory",
    "LetterFactory",
    "MessageFactory",
    "PersonFactory",
    "PriorStepFactory",
    "ProposalFactory",
    "ReferralBodyFactory",
    "RegionFactory",
    "RepresentationFactory",
    "ShareFactory",
    "StandAgentFactory",
    "StandFactory",
    "SubjectFactory",
    "TicketFactory",
    "UnitFactory",
    "UserFactory",
    "VisitFactory",
]
