"""
The entry and its parts: valid by construction.
"""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve, fields
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import EXPIRY, FORMATION, PRIMARY_DATE, PUBLICITY, TERMINATION, Clause
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    Region,
    ServiceCondition,
    Status,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.entry import (
    Consent,
    Contract,
    Licence,
    RegistryEntry,
    Succession,
    kato,
    unchecked,
)
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.testing import strategies as draws

ENTRY_ID = UUID(int=1)
ISSUED = date(2025, 4, 10)
INCLUDED = date(2025, 4, 12)
LICENCE = Licence(issued_on=ISSUED, term=Term(years=3))
LAST_DAY = date(2028, 4, 10)
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


def _faults(make: Callable[[], object]) -> list[tuple[Code, str]]:
    with pytest.raises(InvalidValue) as caught:
        make()
    return [(fault.code, fault.path) for fault in caught.value.faults]


class TestMade:
    """
    An entry from what callers have at hand.
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
        Unless said otherwise an entry is active, has no contact details, no contract and no consent.
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
        An entry can be in any of the four statuses, with what the status goes with.
        """
        assert _entry(**values).status is values.get("status", Status.ACTIVE)

    def test_excluded_without_termination(self) -> None:
        """
        A provider may be excluded whose licence was never terminated, or is suspended.
        """
        values = {**EXCLUDED, "terminated_on": None, "termination_ground": None}
        entry = _entry(**values, suspended_on=date(2025, 9, 1))
        assert (entry.status, entry.terminated_on) == (Status.EXCLUDED, None)

    def test_open_ended_licence(self) -> None:
        """
        A licence without limit never sets a last day.
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
    ("termination_ground", "tired", [(Code.UNKNOWN_CODE, "termination_ground")]),
    ("excluded_on", date(2300, 1, 1), [(Code.IMPLAUSIBLE_DAY, "excluded_on")]),
]


class TestRefused:
    """
    What is no entry.
    """

    @pytest.mark.parametrize(("name", "value", "faults"), WRONG)
    def test_wrong_value(self, name: str, value: object, faults: list[tuple[Code, str]]) -> None:
        """
        A wrong value is refused by its code at its path.
        """
        assert _faults(lambda: _entry(**{name: value})) == faults

    def test_every_attribute_can_be_wrong(self) -> None:
        """
        No attribute of an entry is unchecked.
        """
        assert {name for name, _, _ in WRONG} == set(RegistryEntry.CHECKS)

    def test_all_faults_at_once(self) -> None:
        """
        Every attribute that is wrong is named, not only the first.
        """
        values = {name: value for name, value, _ in WRONG}
        named = {path for _, path in _faults(lambda: _entry(**values))}
        assert named == set(RegistryEntry.CHECKS)

    def test_faults_carry_the_value(self) -> None:
        """
        A program can read what the fault is about.
        """
        with pytest.raises(InvalidValue) as caught:
            _entry(identifier="940140000386")
        assert caught.value.faults[0].value == "940140000386"


#: Law 2: values that break the order of days, the fault's path and the clause that gives the order.
DISORDER: list[tuple[dict[str, Any], str, Clause | None]] = [
    ({"included_on": date(2025, 4, 9)}, "licence.issued_on", FORMATION),
    ({"included_on": date(2028, 4, 11)}, "included_on", EXPIRY),
    ({"reissued_on": date(2025, 4, 9)}, "licence.issued_on", PRIMARY_DATE),
    ({"reissued_on": date(2028, 4, 11)}, "reissued_on", EXPIRY),
    ({**SUSPENDED, "suspended_on": date(2025, 4, 11)}, "included_on", None),
    ({**TERMINATED, "terminated_on": date(2025, 4, 11)}, "included_on", TERMINATION),
    (
        {
            **EXCLUDED,
            "terminated_on": None,
            "termination_ground": None,
            "excluded_on": date(2025, 4, 11),
        },
        "included_on",
        None,
    ),
    ({**EXCLUDED, "excluded_on": date(2026, 2, 28)}, "terminated_on", None),
    ({**TERMINATED, "reissued_on": date(2026, 3, 2)}, "reissued_on", TERMINATION),
    (
        {**TERMINATED, "contract": Contract(signed_on=date(2026, 3, 2), term=Term(years=1))},
        "contract.signed_on",
        TERMINATION,
    ),
    (
        {"consent": Consent(columns=[Column.NAME], given_on=date(2025, 4, 11))},
        "included_on",
        PUBLICITY,
    ),
]


class TestOrderOfDays:
    """
    Issued, included, reissued, terminated, excluded: law 2.
    """

    @pytest.mark.parametrize(("values", "path", "clause"), DISORDER)
    def test_disorder(self, values: dict[str, Any], path: str, clause: Clause | None) -> None:
        """
        Days the wrong way round are refused, each pair by its clause if one gives their order.
        """
        with pytest.raises(InvalidValue) as caught:
            _entry(**values)
        assert [(fault.code, fault.path, fault.clause) for fault in caught.value.faults] == [
            (Code.DAY_ORDER, path, clause)
        ]

    def test_all_on_one_day(self) -> None:
        """
        A whole life can pass in one day: equal days are in order.
        """
        entry = _entry(
            **{**EXCLUDED, "terminated_on": ISSUED, "excluded_on": ISSUED},
            included_on=ISSUED,
            reissued_on=ISSUED,
            contract=Contract(signed_on=ISSUED, term=Term(years=1)),
            consent=Consent(columns=[Column.NAME], given_on=ISSUED),
        )
        assert entry.excluded_on == ISSUED

    def test_reissued_on_the_last_day(self) -> None:
        """
        On its last day a licence can still be reissued, and a provider included.
        """
        entry = _entry(included_on=LAST_DAY, reissued_on=LAST_DAY)
        assert (entry.included_on, entry.reissued_on) == (LAST_DAY, LAST_DAY)

    def test_reissued_before_inclusion(self) -> None:
        """
        A licence may have been reissued between its issue and inclusion in the register.
        """
        assert _entry(reissued_on=date(2025, 4, 11)).reissued_on == date(2025, 4, 11)

    @given(draws.entries())
    def test_every_lawful_life_keeps_the_order(self, entry: RegistryEntry) -> None:
        """
        Of any entry that exists, the days of its life are in order.
        """
        life = [entry.licence.issued_on, entry.included_on, entry.terminated_on, entry.excluded_on]
        known = [day for day in life if day]
        assert known == sorted(known)


MISMATCHES: list[tuple[dict[str, Any], list[str]]] = [
    ({**TERMINATED, "status": Status.ACTIVE}, ["terminated_on"]),
    ({**SUSPENDED, "status": Status.ACTIVE}, ["suspended_on"]),
    ({**EXCLUDED, "status": Status.TERMINATED}, ["excluded_on", "exclusion_basis"]),
    ({"status": Status.SUSPENDED}, ["suspended_on"]),
    ({"status": Status.TERMINATED}, ["terminated_on"]),
    ({"status": Status.EXCLUDED}, ["excluded_on", "exclusion_basis"]),
    ({**TERMINATED, "termination_ground": None}, ["termination_ground"]),
    ({"termination_ground": TerminationGround.VOLUNTARY}, ["termination_ground"]),
    ({**EXCLUDED, "exclusion_basis": None}, ["exclusion_basis"]),
    ({"excluded_on": date(2026, 3, 5)}, ["excluded_on"]),
    ({"exclusion_basis": "бұйрық"}, ["exclusion_basis"]),
    ({**EXCLUDED, "suspended_on": date(2025, 9, 1)}, ["suspended_on"]),
]


class TestStatus:
    """
    What the status says, the entry holds; and the other way round.
    """

    @pytest.mark.parametrize(("values", "paths"), MISMATCHES)
    def test_mismatch(self, values: dict[str, Any], paths: list[str]) -> None:
        """
        A status without its values, and values without their status, are refused.
        """
        assert _faults(lambda: _entry(**values)) == [(Code.STATUS_MISMATCH, path) for path in paths]

    def test_suspended_and_terminated(self) -> None:
        """
        A terminated licence is not suspended as well.
        """
        values = {**TERMINATED, "suspended_on": date(2025, 9, 1)}
        paths = {path for _, path in _faults(lambda: _entry(**values))}
        assert paths == {"suspended_on"}

    @pytest.mark.parametrize(
        ("day", "ground", "codes"),
        [
            (date(2028, 4, 11), TerminationGround.EXPIRED, []),
            (date(2028, 4, 10), TerminationGround.EXPIRED, [Code.EXPIRY_DAY]),
            (date(2028, 4, 12), TerminationGround.EXPIRED, [Code.EXPIRY_DAY]),
            (date(2028, 4, 10), TerminationGround.REVOKED, []),
            (date(2028, 4, 11), TerminationGround.REVOKED, [Code.EXPIRY_DAY]),
            (date(2028, 4, 12), TerminationGround.REVOKED, [Code.EXPIRY_DAY]),
        ],
    )
    def test_expiry(self, day: date, ground: TerminationGround, codes: list[Code]) -> None:
        """
        By expiry a licence ends on the day after its last day; on other grounds not after its last day.
        """
        values = {**TERMINATED, "terminated_on": day, "termination_ground": ground}
        found = _faults(lambda: _entry(**values)) if codes else []
        assert found == [(code, "terminated_on") for code in codes]

    @pytest.mark.parametrize(
        ("values", "in_register"),
        [({}, True), (SUSPENDED, True), (TERMINATED, True), (EXCLUDED, False)],
    )
    def test_in_register(self, values: dict[str, Any], in_register: bool) -> None:  # noqa: FBT001  # a row of the table
        """
        Only exclusion takes an entry out of the register.
        """
        assert _entry(**values).in_register is in_register

    @pytest.mark.parametrize(
        ("values", "day", "in_force"),
        [
            ({}, date(2025, 4, 9), False),
            ({}, ISSUED, True),
            ({}, LAST_DAY, True),
            ({}, date(2028, 4, 11), False),
            (SUSPENDED, date(2025, 9, 2), False),
            (TERMINATED, date(2026, 3, 2), False),
            (EXCLUDED, date(2026, 3, 6), False),
        ],
    )
    def test_in_force(self, values: dict[str, Any], day: date, in_force: bool) -> None:  # noqa: FBT001  # a row of the table
        """
        In force is from the day of issue to the last day, unless suspended or terminated.
        """
        assert _entry(**values).in_force(day) is in_force


class TestLicence:
    """
    The licence behind an entry, and the contract, which is built alike.
    """

    @pytest.mark.parametrize("term", [Term(years=3), Term(until=LAST_DAY)])
    def test_valid_until(self, term: Term) -> None:
        """
        The last day is known when the licence is made.
        """
        assert Licence(issued_on=ISSUED, term=term).valid_until == LAST_DAY

    def test_contract_valid_until(self) -> None:
        """
        The last day of a contract is known when it is made.
        """
        assert Contract(signed_on=ISSUED, term=Term(months=1)).valid_until == date(2025, 5, 10)

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            (
                {"issued_on": "x", "term": 3, "number": ""},
                [
                    (Code.WRONG_TYPE, "issued_on"),
                    (Code.WRONG_TYPE, "term"),
                    (Code.EMPTY, "number"),
                ],
            ),
            (
                {"issued_on": date(1980, 1, 1), "term": Term(years=3)},
                [(Code.IMPLAUSIBLE_DAY, "issued_on")],
            ),
        ],
    )
    def test_wrong_licence(self, values: Any, faults: list[tuple[Code, str]]) -> None:
        """
        Every value of a licence that is wrong is named.
        """
        assert _faults(lambda: Licence(**values)) == faults

    def test_wrong_contract(self) -> None:
        """
        Every value of a contract that is wrong is named.
        """
        wrong: dict[str, Any] = {"signed_on": "x", "term": 3}
        assert _faults(lambda: Contract(**wrong)) == [
            (Code.WRONG_TYPE, "signed_on"),
            (Code.WRONG_TYPE, "term"),
        ]

    @pytest.mark.parametrize("term", [Term(years=500), Term(until=date(2025, 4, 9))])
    def test_term_out_of_range(self, term: Term) -> None:
        """
        A term that ends too late, or before it begins, is refused.
        """
        codes = [
            [code for code, _ in _faults(lambda: Licence(issued_on=ISSUED, term=term))],
            [code for code, _ in _faults(lambda: Contract(signed_on=ISSUED, term=term))],
        ]
        assert codes == [[Code.TERM_OUT_OF_RANGE]] * 2

    def test_evolve_computes_anew(self) -> None:
        """
        A licence with another term has another last day.
        """
        assert evolve(LICENCE, term=Term(years=1)).valid_until == date(2026, 4, 10)


class TestConsent:
    """
    Consent to publication as it stands.
    """

    @pytest.mark.parametrize(
        ("until", "day", "covered"),
        [
            (None, date(2025, 4, 11), False),
            (None, INCLUDED, True),
            (None, date(2199, 1, 1), True),
            (date(2025, 12, 31), date(2025, 12, 31), True),
            (date(2025, 12, 31), date(2026, 1, 1), False),
            (INCLUDED, INCLUDED, True),
        ],
    )
    def test_covers(self, until: date | None, day: date, covered: bool) -> None:  # noqa: FBT001  # a row of the table
        """
        The day of giving counts, and so does the last day where there is one.
        """
        consent = Consent(columns=[Column.NAME], given_on=INCLUDED, until=until)
        assert consent.covers(day) is covered

    def test_columns_by_code(self) -> None:
        """
        Columns may be given by their codes.
        """
        consent = Consent(columns=["name", "phones"], given_on=INCLUDED)  # type: ignore[list-item]  # codes are welcome
        assert consent.columns == {Column.NAME, Column.PHONES}

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            (
                {"columns": [], "given_on": None, "until": 5},
                [
                    (Code.EMPTY, "columns"),
                    (Code.WRONG_TYPE, "given_on"),
                    (Code.WRONG_TYPE, "until"),
                ],
            ),
            ({"columns": ["colour"], "given_on": INCLUDED}, [(Code.UNKNOWN_CODE, "columns")]),
            ({"columns": "name", "given_on": INCLUDED}, [(Code.WRONG_TYPE, "columns")]),
            (
                {"columns": ["name"], "given_on": INCLUDED, "until": ISSUED},
                [(Code.DAY_ORDER, "given_on")],
            ),
        ],
    )
    def test_wrong(self, values: Any, faults: list[tuple[Code, str]]) -> None:
        """
        A consent names columns, a day, and no end before it.
        """
        assert _faults(lambda: Consent(**values)) == faults


class TestSuccession:
    """
    What an entry continues.
    """

    def test_list_of_ids(self) -> None:
        """
        Predecessors may be given as a list and are kept as a tuple.
        """
        found = Succession(kind=SuccessionKind.MERGER, predecessors=[ENTRY_ID])
        assert found.predecessors == (ENTRY_ID,)

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            (
                {"kind": "sale", "predecessors": "x"},
                [(Code.UNKNOWN_CODE, "kind"), (Code.WRONG_TYPE, "predecessors")],
            ),
            (
                {"kind": SuccessionKind.MERGER, "predecessors": ()},
                [(Code.EMPTY, "predecessors")],
            ),
            (
                {"kind": SuccessionKind.MERGER, "predecessors": (str(ENTRY_ID),)},
                [(Code.WRONG_TYPE, "predecessors")],
            ),
        ],
    )
    def test_wrong(self, values: Any, faults: list[tuple[Code, str]]) -> None:
        """
        A succession names its kind and at least one entry id.
        """
        assert _faults(lambda: Succession(**values)) == faults


class TestKato:
    """
    Codes of the address classifier.
    """

    @pytest.mark.parametrize("region", Region)
    def test_every_region(self, region: Region) -> None:
        """
        Nine digits that begin with a region are a code.
        """
        assert kato(f"{region.value}1410000") == ()

    @pytest.mark.parametrize("value", ["", "71", "7100000000", "130000000", "71000000x", "７１0000000"])
    def test_refused(self, value: str) -> None:
        """
        Anything but nine ASCII digits of a region is none.
        """
        assert [fault.code for fault in kato(value)] == [Code.KATO]

    @given(st.from_regex(r"[0-9]{9}", fullmatch=True))
    def test_region_decides(self, digits: str) -> None:
        """
        Of nine digits, the first two decide.
        """
        assert (kato(digits) == ()) is (digits[:2] in {region.value for region in Region})


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
        What an entry holds makes the same entry again: it is lawful, and tidy already.
        """
        assert RegistryEntry(**{name: getattr(entry, name) for name in RegistryEntry.CHECKS}) == entry

    @given(draws.entries())
    def test_an_unchecked_entry_equals_the_constructor(self, entry: RegistryEntry) -> None:
        """
        For every lawful entry the function without checks makes what the constructor makes.
        """
        values = {field.name: getattr(entry, field.name) for field in fields(RegistryEntry)}
        made, constructed = unchecked(RegistryEntry, values), RegistryEntry(**values)
        assert made == constructed
        assert (vars(made), hash(made)) == (vars(constructed), hash(constructed))

    def test_order_of_codes_makes_no_difference(self) -> None:
        """
        Conditions and categories are sets.
        """
        assert _entry(conditions=["at_home", "inpatient"]) == _entry(
            conditions=["inpatient", "at_home"]
        )

    @pytest.mark.parametrize("name", RegistryEntry.CHECKS)
    def test_frozen(self, name: str) -> None:
        """
        No attribute of an entry can be changed.
        """
        with pytest.raises(FrozenInstanceError):
            setattr(_entry(), name, None)

    def test_repr_shows_no_personal_data(self) -> None:
        """
        A representation tells id and status, and nothing that may be about a person.
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
