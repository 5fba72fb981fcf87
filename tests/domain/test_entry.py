"""
The entry: valid by construction.
"""

import copy
import pickle
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from attrs import astuple, fields
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ServiceCondition,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.entry import Particulars, RegistryEntry, formed, unchecked
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.parts import Licence
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.testing import strategies as draws
from support.refusals import faults_of

ENTRY_ID = UUID(int=1)
ISSUED = date(2025, 4, 20)
INCLUDED = date(2025, 4, 22)
LICENCE = Licence(issued_on=ISSUED, term=Term(years=3))
TERMINATED = {
    "status": Status.TERMINATED,
    "terminated_on": date(2026, 3, 1),
    "termination_ground": TerminationGround.VOLUNTARY,
}
EXCLUDED = {
    **TERMINATED,
    "status": Status.EXCLUDED,
    "excluded_on": date(2026, 3, 5),
    "exclusion_basis": "бұйрық",
}
SUSPENDED = {"status": Status.SUSPENDED, "suspended_on": date(2025, 9, 1)}


def _entry(**values: Any) -> RegistryEntry:
    return RegistryEntry(
        **{
            "id": ENTRY_ID,
            "name": "«Шапағат» орталығы",
            "identifier": "940140000385",
            "address": "Астана қ., Сығанақ к., 5",
            "conditions": ["at_home"],
            "categories": ["elderly"],
            "capacity": 40,
            "licence": LICENCE,
            "included_on": INCLUDED,
            **values,
        }
    )


class TestMade:
    """
    An entry from a caller's values.
    """

    def test_thirteen_items(self) -> None:
        """
        The thirteen items of paragraph 5 are thirteen attributes, in the Order's sequence.
        """
        names = [attribute for attribute in RegistryEntry.CHECKS if attribute != "id"]
        assert names[:13] == [
            "name",
            "identifier",
            "address",
            "conditions",
            "categories",
            "capacity",
            "contacts",
            "licence",
            "reissued_on",
            "contract",
            "included_on",
            "terminated_on",
            "exclusion_basis",
        ]

    def test_codes_and_digits_are_converted(self) -> None:
        """
        Codes become words, digits an identifier, untidy text tidy text.
        """
        entry = _entry(name="  «Шапағат»\n орталығы ", conditions=("at_home", "inpatient"))
        assert (type(entry.identifier), entry.name, entry.conditions, entry.categories) == (
            Bin,
            "«Шапағат» орталығы",
            frozenset({ServiceCondition.AT_HOME, ServiceCondition.INPATIENT}),
            frozenset({RecipientCategory.ELDERLY}),
        )

    def test_natural_person(self) -> None:
        """
        A natural person has an IIN.
        """
        assert type(_entry(identifier="061211600012").identifier) is Iin

    def test_begins_active_without_contacts_and_consent(self) -> None:
        """
        By default an entry is active, without contact details, contract and consent.
        """
        entry = _entry()
        assert (entry.status, entry.contacts, entry.contract, entry.consent) == (
            Status.ACTIVE,
            Contacts(),
            None,
            None,
        )

    @pytest.mark.parametrize("values", [{}, SUSPENDED, TERMINATED, EXCLUDED])
    def test_every_status(self, values: dict[str, Any]) -> None:
        """
        An entry can have any of the four statuses, with the values of the status.
        """
        assert _entry(**values).status is values.get("status", Status.ACTIVE)

    def test_excluded_without_termination(self) -> None:
        """
        A provider may be excluded without termination, or during a suspension.
        """
        values = {**EXCLUDED, "terminated_on": None, "termination_ground": None}
        entry = _entry(**values, suspended_on=date(2025, 9, 1))
        assert (entry.status, entry.terminated_on) == (Status.EXCLUDED, None)

    def test_open_ended_licence(self) -> None:
        """
        An open-ended licence has no last day.
        """
        licence = Licence(issued_on=ISSUED, term=Term(open_ended=True))
        entry = _entry(licence=licence, reissued_on=date(2190, 1, 1))
        assert (licence.valid_until, entry.past_term(date(2199, 1, 1))) == (None, False)


#: Every attribute, a wrong value, and the faults it makes.
WRONG: list[tuple[str, object, list[tuple[Code, str]]]] = [
    ("id", "1", [(Code.WRONG_TYPE, "id")]),
    ("name", " \u200b ", [(Code.EMPTY, "name")]),
    ("name", None, [(Code.WRONG_TYPE, "name")]),
    ("name", "а\x00б", [(Code.CONTROL_CHARACTER, "name")]),
    ("name", "а" * 4001, [(Code.TOO_LONG, "name")]),
    ("identifier", "940140000386", [(Code.CONTROL_DIGIT, "identifier")]),
    ("identifier", "9401", [(Code.NOT_TWELVE_DIGITS, "identifier")]),
    ("identifier", 940140000385, [(Code.WRONG_TYPE, "identifier")]),
    ("address", "", [(Code.EMPTY, "address")]),
    ("conditions", [], [(Code.EMPTY, "conditions")]),
    ("conditions", "at_home", [(Code.WRONG_TYPE, "conditions")]),
    ("conditions", ["at_home", "home"], [(Code.UNKNOWN_CODE, "conditions")]),
    ("conditions", ["elderly"], [(Code.UNKNOWN_CODE, "conditions")]),
    ("categories", None, [(Code.WRONG_TYPE, "categories")]),
    ("categories", [5, "x"], [(Code.UNKNOWN_CODE, "categories")] * 2),
    ("capacity", 0, [(Code.OUT_OF_RANGE, "capacity")]),
    ("capacity", True, [(Code.WRONG_TYPE, "capacity")]),
    ("contacts", None, [(Code.WRONG_TYPE, "contacts")]),
    ("licence", ISSUED, [(Code.WRONG_TYPE, "licence")]),
    ("reissued_on", "2025-05-01", [(Code.WRONG_TYPE, "reissued_on")]),
    ("contract", ISSUED, [(Code.WRONG_TYPE, "contract")]),
    ("included_on", None, [(Code.WRONG_TYPE, "included_on")]),
    ("included_on", date(1990, 1, 1), [(Code.IMPLAUSIBLE_DAY, "included_on")]),
    ("terminated_on", 5, [(Code.WRONG_TYPE, "terminated_on")]),
    ("exclusion_basis", "", [(Code.EMPTY, "exclusion_basis")]),
    ("status", "asleep", [(Code.UNKNOWN_CODE, "status")]),
    ("consent", True, [(Code.WRONG_TYPE, "consent")]),
    ("kato", "7100", [(Code.KATO, "kato")]),
    ("kato", 710000000, [(Code.WRONG_TYPE, "kato")]),
    ("succession", ENTRY_ID, [(Code.WRONG_TYPE, "succession")]),
    ("suspended_on", "today", [(Code.WRONG_TYPE, "suspended_on")]),
    ("suspended_until", "today", [(Code.WRONG_TYPE, "suspended_until")]),
    ("termination_ground", "tired", [(Code.UNKNOWN_CODE, "termination_ground")]),
    ("excluded_on", date(2300, 1, 1), [(Code.IMPLAUSIBLE_DAY, "excluded_on")]),
]


class TestRefused:
    """
    Values that are refused.
    """

    def test_wrong_value(self) -> None:
        """
        A wrong value is refused with its code at its path.
        """
        found = [faults_of(partial(_entry, **{name: value})) for name, value, _ in WRONG]
        assert found == [faults for _, _, faults in WRONG]

    def test_every_attribute_can_be_wrong(self) -> None:
        """
        No attribute of an entry is unchecked.
        """
        assert {name for name, _, _ in WRONG} == set(RegistryEntry.CHECKS)

    def test_all_faults_at_once(self) -> None:
        """
        Every wrong attribute is reported, not only the first.
        """
        values = {name: value for name, value, _ in WRONG}
        named = {path for _, path in faults_of(lambda: _entry(**values))}
        assert named == set(RegistryEntry.CHECKS)

    def test_faults_carry_the_value(self) -> None:
        """
        A program can read the faulty value.
        """
        with pytest.raises(InvalidValue) as caught:
            _entry(identifier="940140000386")
        assert caught.value.faults[0].value == "940140000386"


class TestValue:
    """
    Entries are values.
    """

    @given(draws.entries())
    def test_pickle_copy_and_hash(self, entry: RegistryEntry) -> None:
        """
        An entry that was pickled or copied is equal to itself, and hashes as itself.
        """
        copies = {pickle.loads(pickle.dumps(entry)), copy.copy(entry), copy.deepcopy(entry)}  # noqa: S301  # our own bytes
        assert copies == {entry}

    @given(draws.entries())
    def test_copies_keep_what_is_derived(self, entry: RegistryEntry) -> None:
        """
        The licence of a copy ends on the same day.
        """
        copied = pickle.loads(pickle.dumps(entry))  # noqa: S301  # our own bytes
        assert copied.licence.valid_until == entry.licence.valid_until

    @given(draws.entries())
    def test_made_again_from_its_values(self, entry: RegistryEntry) -> None:
        """
        An entry's own values construct an equal entry.
        """
        assert RegistryEntry(**{name: getattr(entry, name) for name in RegistryEntry.CHECKS}) == entry

    @given(draws.entries())
    def test_an_unchecked_entry_equals_the_constructor(self, entry: RegistryEntry) -> None:
        """
        For every lawful entry the functions without checks return the constructor's result.
        """
        values = {field.name: getattr(entry, field.name) for field in fields(RegistryEntry)}
        constructed = RegistryEntry(**values)
        own = {name: value for name, value in values.items() if name not in Particulars.CHECKS}
        for made in (unchecked(RegistryEntry, values.values()), formed(entry, **own)):
            assert made == constructed
            assert (astuple(made), hash(made)) == (astuple(constructed), hash(constructed))

    def test_what_is_absent_has_its_default_or_nothing(self) -> None:
        """
        An entry formed from the required values equals the one that the constructor makes of them.
        """
        entry = _entry()
        assert formed(entry, included_on=entry.included_on, id=entry.id) == entry

    def test_order_of_codes_makes_no_difference(self) -> None:
        """
        Conditions and categories are sets.
        """
        assert _entry(conditions=["at_home", "inpatient"]) == _entry(
            conditions=["inpatient", "at_home"]
        )

    def test_frozen(self) -> None:
        """
        No attribute of an entry can be changed.
        """
        for name in RegistryEntry.CHECKS:
            with pytest.raises(FrozenInstanceError):
                setattr(_entry(), name, None)

    def test_repr_shows_no_personal_data(self) -> None:
        """
        The representation shows id and status, and no personal data.
        """
        entry = _entry(
            identifier="061211600012",
            name="Жеке кәсіпкер Сәуле",
            address="Шиелі к., 314",
            contacts=Contacts(phones=["8 701 314 15 92"], emails=["saule@example.kz"]),
            licence=Licence(issued_on=ISSUED, term=Term(years=3), number="KZ31L"),
            **{**EXCLUDED, "exclusion_basis": "Сәуленің өтініші"},
        )
        personal = ("0612", "Сәуле", "Шиелі", "701", "saule", "KZ31L", "2025", "2026")
        assert [part for part in personal if part in repr(entry)] == []
        assert str(ENTRY_ID) in repr(entry)
