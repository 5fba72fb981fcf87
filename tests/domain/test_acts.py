"""
The acts: each checks itself when it is made.
"""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import fields
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain import acts
from kz_social_registry.domain.acts import (
    ACTS,
    Act,
    Amend,
    Exclude,
    GiveConsent,
    Issue,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
    issue_of,
)
from kz_social_registry.domain.entry import Contract, Licence, Succession
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.testing import strategies as draws

ON = date(2025, 4, 12)
ISSUED = date(2025, 4, 10)
ENTRY_ID = UUID(int=1)
BIN = "950341000052"
FLAT: dict[str, Any] = {
    "on": ON,
    "identifier": "940140000385",
    "name": "«Шапағат» орталығы",
    "address": "Астана қ., Сығанақ к., 5",
    "conditions": ["at_home"],
    "categories": ["elderly"],
    "capacity": 40,
    "licence_issued_on": ISSUED,
    "licence_term": Term(years=3),
    "entry_id": ENTRY_ID,
}

SAMPLES: list[Act] = [
    issue_of(**FLAT, document="№ 314"),
    Reissue(on=ON, ground=ReissueGround.NAME_OR_LOCATION, name="«Мейірім» орталығы"),
    SignContract(on=ON, term=Term(years=1)),
    Amend(on=ON, capacity=50),
    Suspend(on=ON),
    Resume(on=ON),
    Terminate(on=ON, ground=TerminationGround.VOLUNTARY),
    Exclude(on=ON, basis="бұйрық"),
    GiveConsent(on=ON, columns=frozenset({Column.NAME})),
    WithdrawConsent(on=ON),
]


def _faults(make: Callable[[], object]) -> list[tuple[Code, str]]:
    with pytest.raises(InvalidValue) as caught:
        make()
    return [(fault.code, fault.path) for fault in caught.value.faults]


def _values(act: Act) -> dict[str, Any]:
    return {attribute.name: getattr(act, attribute.name) for attribute in fields(type(act))}


class TestEveryAct:
    """
    What all acts have in common.
    """

    def test_one_class_for_each_kind(self) -> None:
        """
        Every kind of act has its class, which knows its kind.
        """
        assert {kind: act.kind for kind, act in ACTS.items()} == {kind: kind for kind in ActKind}
        assert [type(act) for act in SAMPLES] == [ACTS[act.kind] for act in SAMPLES]

    @pytest.mark.parametrize("act", SAMPLES)
    @pytest.mark.parametrize(
        ("on", "code"), [("x", Code.WRONG_TYPE), (date(1900, 1, 1), Code.IMPLAUSIBLE_DAY)]
    )
    def test_on_must_be_a_day(self, act: Act, on: object, code: Code) -> None:
        """
        Every act takes effect on a plausible day.
        """
        make = type(act)
        assert _faults(lambda: make(**{**_values(act), "on": on})) == [(code, "on")]

    @pytest.mark.parametrize("act", SAMPLES)
    @pytest.mark.parametrize(("document", "code"), [("", Code.EMPTY), (5, Code.WRONG_TYPE)])
    def test_document_must_be_a_text(self, act: Act, document: object, code: Code) -> None:
        """
        A document is named by a text, or not at all.
        """
        make = type(act)
        assert _faults(lambda: make(**{**_values(act), "document": document})) == [(code, "document")]

    @pytest.mark.parametrize("act", SAMPLES)
    def test_document_is_tidied(self, act: Act) -> None:
        """
        The name of a document is tidied as every text is.
        """
        made = type(act)(**{**_values(act), "document": " №\n314 "})
        assert made.document == "№ 314"

    @pytest.mark.parametrize("act", SAMPLES)
    def test_frozen(self, act: Act) -> None:
        """
        No attribute of an act can be changed.
        """
        with pytest.raises(FrozenInstanceError):
            act.on = ISSUED  # type: ignore[misc]  # the mistake under test

    @given(draws.acts())
    def test_pickle_and_copies_of_issues(self, act: Act) -> None:
        """
        An act that was pickled or copied is equal and hashes alike.
        """
        assert {pickle.loads(pickle.dumps(act)), copy.deepcopy(act)} == {act}  # noqa: S301  # our own bytes

    @given(draws.histories())
    def test_pickle_and_copies(self, life: list[Act]) -> None:
        """
        A whole life of acts survives pickling and copying.
        """
        assert pickle.loads(pickle.dumps(life)) == copy.deepcopy(life) == life  # noqa: S301  # our own bytes

    def test_repr_shows_no_personal_data(self) -> None:
        """
        The representation of an act shows no name, number, address or document.
        """
        personal = [
            issue_of(**{**FLAT, "identifier": "061211600012", "name": "Сәуле", "address": "Сәуле"}),
            Reissue(on=ON, ground=ReissueGround.PERSON_RENAMED, name="Сәуле", document="Сәуле"),
            Amend(on=ON, address="Сәуле", phones=("1415",), emails=("saule@example.kz",)),
            Exclude(on=ON, basis="Сәуле"),
        ]
        shown = "".join(map(repr, personal))
        assert [part for part in ("Сәуле", "0612", "1415", "saule") if part in shown] == []


class TestIssue:
    """
    An entry is formed.
    """

    def test_flat_values_are_grouped(self) -> None:
        """
        Flat values make the same act as values that are grouped.
        """
        flat = issue_of(
            **FLAT,
            phones=["1415"],
            emails=["a@example.kz"],
            licence_number="KZ31",
            contract_signed_on=ISSUED,
            contract_term=Term(years=1),
        )
        assert flat == Issue(
            on=ON,
            entry_id=ENTRY_ID,
            identifier=Bin("940140000385"),
            name="«Шапағат» орталығы",
            address="Астана қ., Сығанақ к., 5",
            conditions=frozenset({ServiceCondition.AT_HOME}),
            categories=frozenset({RecipientCategory.ELDERLY}),
            capacity=40,
            contacts=Contacts(phones=("1415",), emails=("a@example.kz",)),
            licence=Licence(issued_on=ISSUED, term=Term(years=3), number="KZ31"),
            contract=Contract(signed_on=ISSUED, term=Term(years=1)),
        )

    def test_a_new_id_for_each(self) -> None:
        """
        Without an id an issue gets a random one, never the same.
        """
        flat = {key: value for key, value in FLAT.items() if key != "entry_id"}
        ids = [issue_of(**flat).entry_id for _ in range(2)]
        assert (ids[0] != ids[1], {entry_id.version for entry_id in ids}) == (True, {4})

    def test_nothing_given(self) -> None:
        """
        Of an issue from nothing, every value that is needed is named.
        """
        nothing: Any = {}
        assert _faults(lambda: issue_of(**nothing)) == [
            (Code.MISSING, path)
            for path in (
                "on", "identifier", "name", "address", "conditions", "categories", "capacity",
                "licence.issued_on", "licence.term",
            )
        ]  # fmt: skip

    def test_what_is_missing_and_what_is_wrong(self) -> None:
        """
        A value that was not given is missing, one that is None was given.
        """
        half: Any = {key: value for key, value in FLAT.items() if key not in {"licence_term", "name"}}
        wrong = {**half, "address": None, "licence_issued_on": "x"}
        assert _faults(lambda: issue_of(**wrong)) == [
            (Code.MISSING, "name"), (Code.MISSING, "licence.term"),
            (Code.WRONG_TYPE, "licence.issued_on"), (Code.WRONG_TYPE, "address"),
        ]  # fmt: skip

    def test_no_text_hides_a_character(self) -> None:
        """
        An act refuses texts with characters that nobody sees, and contacts that look like others.
        """
        hidden = {
            "name": "Үміт\u200c",
            "address": "\u2800",
            "document": "№\ufe0f 5",
            "phones": ["8 727"],
            "emails": ["info@examplе.kz"],
            "licence_number": "KZ\U000e0041",
        }
        assert _faults(lambda: issue_of(**{**FLAT, **hidden})) == [
            (Code.TELEPHONE, "contacts.phones[0]"), (Code.EMAIL, "contacts.emails[0]"),
            (Code.CONTROL_CHARACTER, "licence.number"), (Code.CONTROL_CHARACTER, "name"),
            (Code.EMPTY, "address"), (Code.CONTROL_CHARACTER, "document"),
        ]  # fmt: skip
        emails = ["1@example.kz", "info@examplе.kz", "2@a\u1160.kz"]
        assert _faults(lambda: Amend(on=ON, emails=emails, phones=["1414", "8 (727)"])) == [
            (Code.TELEPHONE, "phones[1]"), (Code.EMAIL, "emails[1]"), (Code.EMAIL, "emails[2]"),
        ]  # fmt: skip
        assert _faults(lambda: Exclude(on=ON, basis="№ 7\u200d")) == [(Code.CONTROL_CHARACTER, "basis")]

    def test_every_fault_at_once(self) -> None:
        """
        Faults inside contact details and licence are named beside those of the entry.
        """
        wrong = {**FLAT, "phones": ["x"], "licence_term": 3, "capacity": 0, "kato": "13"}
        assert _faults(lambda: issue_of(**wrong)) == [
            (Code.TELEPHONE, "contacts.phones[0]"),
            (Code.WRONG_TYPE, "licence.term"),
            (Code.OUT_OF_RANGE, "capacity"),
            (Code.KATO, "kato"),
        ]

    @pytest.mark.parametrize(
        ("half", "missing"),
        [
            ({"contract_signed_on": ISSUED}, "contract.term"),
            ({"contract_term": Term(years=1)}, "contract.signed_on"),
        ],
    )
    def test_half_a_contract(self, half: dict[str, Any], missing: str) -> None:
        """
        A contract has a day and a term, or is none.
        """
        assert _faults(lambda: issue_of(**FLAT, **half)) == [(Code.MISSING, missing)]

    @pytest.mark.parametrize(
        ("values", "path"),
        [
            ({"licence_issued_on": date(2025, 4, 13)}, "licence.issued_on"),
            ({"licence_term": Term(days=1)}, "on"),
            ({"reissued_on": date(2025, 4, 13)}, "reissued_on"),
            ({"reissued_on": date(2025, 4, 9)}, "licence.issued_on"),
            (
                {"contract_signed_on": date(2025, 4, 13), "contract_term": Term(years=1)},
                "contract.signed_on",
            ),
        ],
    )
    def test_days_in_order(self, values: dict[str, Any], path: str) -> None:
        """
        What an issue brings along is dated before inclusion; inclusion is within the term.
        """
        assert _faults(lambda: issue_of(**{**FLAT, **values})) == [(Code.DAY_ORDER, path)]

    def test_same_day(self) -> None:
        """
        Issue, reissue, contract and inclusion may fall on one day.
        """
        same = dict.fromkeys(("on", "licence_issued_on", "reissued_on", "contract_signed_on"), ON)
        assert issue_of(**{**FLAT, **same, "contract_term": Term(years=1)}).reissued_on == ON

    def test_none_succeeds_itself(self) -> None:
        """
        An entry is not its own predecessor.
        """
        own = Succession(kind=SuccessionKind.MERGER, predecessors=(UUID(int=2), ENTRY_ID))
        assert _faults(lambda: issue_of(**FLAT, succession=own)) == [(Code.PREDECESSOR, "succession")]

    def test_succession(self) -> None:
        """
        An entry may continue other ones.
        """
        other = Succession(kind=SuccessionKind.MERGER, predecessors=(UUID(int=2),))
        assert issue_of(**FLAT, succession=other).succession == other

    @pytest.mark.parametrize(
        ("name", "value"), [("entry_id", "1"), ("succession", "x"), ("contacts", None), ("kato", 5)]
    )
    def test_wrong_types(self, name: str, value: object) -> None:
        """
        Values that only an issue has are checked like all others.
        """
        values = {**_values(SAMPLES[0]), name: value}
        assert _faults(lambda: Issue(**values)) == [(Code.WRONG_TYPE, name)]


#: What each ground of reissue lets change.
MAY_CHANGE: dict[ReissueGround, set[str]] = {
    ReissueGround.PERSON_RENAMED: {"name"},
    ReissueGround.SOLE_TRADER_CHANGED: {"name", "address", "kato"},
    ReissueGround.REORGANISED: {"name", "address", "kato", "new_identifier"},
    ReissueGround.NAME_OR_LOCATION: {"name", "address", "kato"},
    ReissueGround.OTHER_LAW: {"name", "address", "kato"},
}
CHANGES = {"name": "Б", "address": "Б", "kato": "710000000", "new_identifier": Bin(BIN)}


class TestReissue:
    """
    The licence was reissued.
    """

    @pytest.mark.parametrize("change", CHANGES)
    @pytest.mark.parametrize("ground", MAY_CHANGE)
    def test_ground_decides_what_may_change(self, ground: ReissueGround, change: str) -> None:
        """
        Each ground lets its own values change; the BIN on reorganisation only.
        """
        values: Any = {change: CHANGES[change]}
        if change in MAY_CHANGE[ground]:
            act = Reissue(on=ON, ground=ground, **values)
            assert getattr(act, change) == CHANGES[change]
        else:
            found = _faults(lambda: Reissue(on=ON, ground=ground, **values))
            assert found == [(Code.CHANGE_NEEDS_GROUND, change)]

    @pytest.mark.parametrize("ground", [ReissueGround.ALIENATED, ReissueGround.OBJECT_ADDRESS])
    def test_grounds_of_other_licences(self, ground: ReissueGround) -> None:
        """
        Grounds that exist for licences of another class are refused, and nothing else is asked.
        """
        found = _faults(lambda: Reissue(on=ON, ground=ground, new_identifier=Bin(BIN)))
        assert found == [(Code.GROUND_NEVER_HERE, "ground")]

    def test_allowed_grounds_are_named(self) -> None:
        """
        The refusal of a ground names those that there are.
        """
        with pytest.raises(InvalidValue) as caught:
            Reissue(on=ON, ground=ReissueGround.ALIENATED)
        assert caught.value.faults[0].allowed == tuple(MAY_CHANGE)

    def test_no_ground_of_another_licence_is_offered(self) -> None:
        """
        Whoever names a ground that there is not is told of those that this licence has.
        """
        with pytest.raises(InvalidValue) as caught:
            Reissue(on=ON, ground="moved")  # type: ignore[arg-type]  # on purpose
        assert caught.value.faults[0].allowed == tuple(MAY_CHANGE)

    def test_licence_number_may_always_change(self) -> None:
        """
        A reissued licence may have another number on every ground.
        """
        made = [Reissue(on=ON, ground=ground, licence_number=" KZ 31 ") for ground in MAY_CHANGE]
        assert {act.licence_number for act in made} == {"KZ 31"}

    def test_codes_and_digits_are_converted(self) -> None:
        """
        A ground may be given by its code, a BIN by its digits.
        """
        act = Reissue(on=ON, ground="reorganised", new_identifier=BIN)  # type: ignore[arg-type]  # plain values are welcome
        assert (act.ground, type(act.new_identifier)) == (ReissueGround.REORGANISED, Bin)

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            ({"ground": "whim"}, [(Code.UNKNOWN_CODE, "ground")]),
            ({"ground": "revoked"}, [(Code.UNKNOWN_CODE, "ground")]),
            (
                {"name": "", "address": 5, "kato": "1", "licence_number": "\x00"},
                [
                    (Code.EMPTY, "name"),
                    (Code.WRONG_TYPE, "address"),
                    (Code.KATO, "kato"),
                    (Code.CONTROL_CHARACTER, "licence_number"),
                ],
            ),
            ({"new_identifier": 5}, [(Code.WRONG_TYPE, "new_identifier")]),
        ],
    )
    def test_wrong(self, values: dict[str, Any], faults: list[tuple[Code, str]]) -> None:
        """
        Every value of a reissue that is wrong is named.
        """
        assert _faults(lambda: Reissue(**{"on": ON, "ground": "reorganised", **values})) == faults

    @pytest.mark.parametrize("digits", ["061211600012", "950341000053", "95"])
    def test_new_identifier_must_be_a_bin(self, digits: Any) -> None:
        """
        A licence passes to a legal person, whose BIN is checked.
        """
        ground = ReissueGround.REORGANISED
        found = _faults(lambda: Reissue(on=ON, ground=ground, new_identifier=digits))
        assert [path for _, path in found] == ["new_identifier"]


class TestSmallActs:
    """
    Termination, exclusion, contract.
    """

    def test_ground_by_code(self) -> None:
        """
        A ground of termination may be given by its code.
        """
        assert Terminate(on=ON, ground="voluntary").ground is TerminationGround.VOLUNTARY  # type: ignore[arg-type]  # a code is welcome

    @pytest.mark.parametrize("ground", [None, "", "reorganised", 5, []])
    def test_termination_needs_a_ground(self, ground: Any) -> None:
        """
        A licence ceases on one of the eight grounds only.
        """
        assert _faults(lambda: Terminate(on=ON, ground=ground)) == [(Code.UNKNOWN_CODE, "ground")]

    @pytest.mark.parametrize(("basis", "code"), [(" ", Code.EMPTY), (None, Code.WRONG_TYPE)])
    def test_exclusion_needs_a_basis(self, basis: Any, code: Code) -> None:
        """
        Column 17 is not left empty.
        """
        assert _faults(lambda: Exclude(on=ON, basis=basis)) == [(code, "basis")]

    @pytest.mark.parametrize("term", [None, 3, "3 жыл", {"years": 3}])
    def test_contract_needs_a_term(self, term: Any) -> None:
        """
        A contract has a term.
        """
        assert _faults(lambda: SignContract(on=ON, term=term)) == [(Code.WRONG_TYPE, "term")]

    def test_contract_term_out_of_range(self) -> None:
        """
        A contract that ends before it is signed is refused when the act is made.
        """
        found = _faults(lambda: SignContract(on=ON, term=Term(until=ISSUED)))
        assert [code for code, _ in found] == [Code.TERM_OUT_OF_RANGE]


class TestAmend:
    """
    Data changed that need no reissue.
    """

    @pytest.mark.parametrize(
        ("name", "value", "kept"),
        [
            ("address", " Б ", "Б"),
            ("kato", "710000000", "710000000"),
            ("conditions", ["inpatient"], {ServiceCondition.INPATIENT}),
            ("categories", ["homeless"], {RecipientCategory.HOMELESS}),
            ("capacity", 1, 1),
            ("phones", ["14-15"], ("1415",)),
            ("phones", [], ()),
            ("emails", ["a@EXAMPLE.kz"], ("a@example.kz",)),
        ],
    )
    def test_any_one_value(self, name: str, value: Any, kept: object) -> None:
        """
        Each value may change alone; contact details may also go.
        """
        assert getattr(Amend(on=ON, **{name: value}), name) == kept

    def test_nothing_to_change(self) -> None:
        """
        An amendment changes something, and is told what it may be.
        """
        with pytest.raises(InvalidValue) as caught:
            Amend(on=ON, document="№ 1")
        (fault,) = caught.value.faults
        assert (fault.code, fault.allowed) == (
            Code.NOTHING_TO_CHANGE,
            ("address", "kato", "conditions", "categories", "capacity", "phones", "emails"),
        )

    def test_no_text_hides_a_character(self) -> None:
        """
        An act refuses texts with characters that nobody sees, and contacts that look like others.
        """
        hidden = {
            "name": "Үміт\u200c",
            "address": "\u2800",
            "document": "№\ufe0f 5",
            "phones": ["8 727"],
            "emails": ["info@examplе.kz"],
            "licence_number": "KZ\U000e0041",
        }
        assert _faults(lambda: issue_of(**{**FLAT, **hidden})) == [
            (Code.TELEPHONE, "contacts.phones[0]"), (Code.EMAIL, "contacts.emails[0]"),
            (Code.CONTROL_CHARACTER, "licence.number"), (Code.CONTROL_CHARACTER, "name"),
            (Code.EMPTY, "address"), (Code.CONTROL_CHARACTER, "document"),
        ]  # fmt: skip
        emails = ["1@example.kz", "info@examplе.kz", "2@a\u1160.kz"]
        assert _faults(lambda: Amend(on=ON, emails=emails, phones=["1414", "8 (727)"])) == [
            (Code.TELEPHONE, "phones[1]"), (Code.EMAIL, "emails[1]"), (Code.EMAIL, "emails[2]"),
        ]  # fmt: skip
        assert _faults(lambda: Exclude(on=ON, basis="№ 7\u200d")) == [(Code.CONTROL_CHARACTER, "basis")]

    def test_every_fault_at_once(self) -> None:
        """
        Every value of an amendment that is wrong is named.
        """
        wrong: dict[str, Any] = {
            "address": "",
            "kato": "1",
            "conditions": [],
            "categories": ["x"],
            "capacity": "40",
            "phones": ["1415", "x"],
            "emails": "a@example.kz",
        }
        assert _faults(lambda: Amend(on=ON, **wrong)) == [
            (Code.EMPTY, "address"),
            (Code.KATO, "kato"),
            (Code.EMPTY, "conditions"),
            (Code.UNKNOWN_CODE, "categories"),
            (Code.WRONG_TYPE, "capacity"),
            (Code.TELEPHONE, "phones[1]"),
            (Code.WRONG_TYPE, "emails"),
        ]

    @pytest.mark.parametrize("name", ["conditions", "categories"])
    def test_lists_in_lists(self, name: str) -> None:
        """
        A list within the list of codes is a fault like any other.
        """
        assert {path for _, path in _faults(lambda: Amend(on=ON, **{name: [["at_home"]]}))} == {name}  # type: ignore[arg-type]  # the mistake under test


class TestGiveConsent:
    """
    Consent to publication.
    """

    @pytest.mark.parametrize(
        "columns", [[2, 8], (2, 8), {2, 8}, ["name", "phones"], [Column.NAME, 8], [8, 2, 2]]
    )
    def test_columns(self, columns: Any) -> None:
        """
        Columns may be given as words, by code and by number, in any collection.
        """
        assert GiveConsent(on=ON, columns=columns).columns == frozenset({Column.NAME, Column.PHONES})

    def test_all(self) -> None:
        """
        A consent without columns covers all of them.
        """
        assert GiveConsent(on=ON).columns is None

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            ({"columns": []}, [(Code.EMPTY, "columns")]),
            ({"columns": "all"}, [(Code.WRONG_TYPE, "columns")]),
            ({"columns": 5}, [(Code.WRONG_TYPE, "columns")]),
            ({"columns": [0, 18]}, [(Code.UNKNOWN_CODE, "columns")] * 2),
            ({"columns": [2], "until": "x"}, [(Code.WRONG_TYPE, "until")]),
            ({"until": ISSUED}, [(Code.DAY_ORDER, "on")]),
        ],
    )
    def test_wrong(self, values: dict[str, Any], faults: list[tuple[Code, str]]) -> None:
        """
        A consent lists columns that exist and ends no earlier than it begins.
        """
        assert _faults(lambda: GiveConsent(on=ON, **values)) == faults

    def test_for_one_day(self) -> None:
        """
        A consent may count for its first day only.
        """
        assert GiveConsent(on=ON, until=ON).until == ON

    @pytest.mark.parametrize("columns", [[[2]], [{}], ([],)])
    def test_lists_in_lists(self, columns: Any) -> None:
        """
        A list within the list of columns is a fault like any other.
        """
        assert {path for _, path in _faults(lambda: GiveConsent(on=ON, columns=columns))} == {"columns"}


def test_the_union_of_acts_is_complete() -> None:
    """
    Every act class of the module is a kind of act.
    """
    classes = {
        kind
        for kind in vars(acts).values()
        if getattr(kind, "__module__", None) == acts.__name__ and hasattr(kind, "kind")
    }
    assert classes == set(ACTS.values())
