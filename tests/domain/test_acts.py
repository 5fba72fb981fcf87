"""
The acts: each checks its values when it is made.
"""

import copy
import pickle
from datetime import date
from typing import Any

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
    TerminationGround,
)
from kz_social_registry.domain import acts
from kz_social_registry.domain.acts import (
    ACTS,
    Act,
    Amend,
    Exclude,
    GiveConsent,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
)
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.testing import strategies as draws
from support.refusals import faults_of
from support.samples import an_issue

ON = date(2025, 4, 22)
BIN = "950341000052"
SAMPLES: list[Act] = [
    an_issue(document="№ 314"),
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


def _values(act: Act) -> dict[str, Any]:
    return {attribute.name: getattr(act, attribute.name) for attribute in fields(type(act))}


class TestEveryAct:
    """
    The attributes and checks of all acts.
    """

    def test_one_class_for_each_kind(self) -> None:
        """
        Every kind of act has its class, which knows its kind.
        """
        assert [(kind, act.kind) for kind, act in ACTS.items()] == [(kind, kind) for kind in ActKind]
        assert [type(act) for act in SAMPLES] == [ACTS[act.kind] for act in SAMPLES]

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("on", "x", Code.WRONG_TYPE),
            ("on", date(1900, 1, 1), Code.IMPLAUSIBLE_DAY),
            ("document", "", Code.EMPTY),
            ("document", 5, Code.WRONG_TYPE),
        ],
    )
    def test_day_and_document(self, name: str, value: object, code: Code) -> None:
        """
        Every act takes effect on a plausible day, and a document is a text.
        """
        wrong = [_values(act) | {"kind": act.kind, name: value} for act in SAMPLES]
        found = [faults_of(lambda v=v: ACTS[v.pop("kind")](**v)) for v in wrong]  # type: ignore[misc]
        assert found == [[(code, name)]] * len(SAMPLES)

    def test_document_is_tidied(self) -> None:
        """
        The name of a document is tidied.
        """
        made = [type(act)(**_values(act) | {"document": " №\n314 "}) for act in SAMPLES]
        assert {act.document for act in made} == {"№ 314"}

    def test_frozen(self) -> None:
        """
        No attribute of an act can be changed.
        """
        for act in SAMPLES:
            with pytest.raises(FrozenInstanceError):
                act.on = ON  # type: ignore[misc]  # the mistake under test

    @given(draws.histories())
    def test_pickle_and_copies(self, life: list[Act]) -> None:
        """
        An act that was pickled or copied is equal and hashes alike.
        """
        assert {*pickle.loads(pickle.dumps(life)), *copy.deepcopy(life)} == {*life}  # noqa: S301  # our own bytes

    def test_repr_shows_no_personal_data(self) -> None:
        """
        The representation of an act shows no name, number, address or document.
        """
        personal = [
            an_issue(identifier="061211600012", name="Сәуле", address="Сәуле"),
            Reissue(on=ON, ground=ReissueGround.PERSON_RENAMED, name="Сәуле", document="Сәуле"),
            Amend(on=ON, address="Сәуле", phones=("1415",), emails=("saule@example.kz",)),
            Exclude(on=ON, basis="Сәуле"),
        ]
        shown = "".join(map(repr, personal))
        assert [part for part in ("Сәуле", "0612", "1415", "saule") if part in shown] == []


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
        Each ground allows changes of its own values; only reorganisation changes the BIN.
        """
        values: Any = {change: CHANGES[change]}
        if change in MAY_CHANGE[ground]:
            act = Reissue(on=ON, ground=ground, **values)
            assert getattr(act, change) == CHANGES[change]
        else:
            found = faults_of(lambda: Reissue(on=ON, ground=ground, **values))
            assert found == [(Code.CHANGE_NEEDS_GROUND, change)]

    @pytest.mark.parametrize("ground", [ReissueGround.ALIENATED, ReissueGround.OBJECT_ADDRESS])
    def test_grounds_of_other_licences(self, ground: ReissueGround) -> None:
        """
        Grounds for licences of another class are refused, and nothing else is checked.
        """
        found = faults_of(lambda: Reissue(on=ON, ground=ground, new_identifier=Bin(BIN)))
        assert found == [(Code.GROUND_NEVER_HERE, "ground")]

    def test_allowed_grounds_are_named(self) -> None:
        """
        The refusal of a ground lists the possible grounds.
        """
        with pytest.raises(InvalidValue) as caught:
            Reissue(on=ON, ground=ReissueGround.ALIENATED)
        assert caught.value.faults[0].allowed == tuple(MAY_CHANGE)

    def test_no_ground_of_another_licence_is_offered(self) -> None:
        """
        The refusal of an unknown ground lists the grounds for this licence.
        """
        with pytest.raises(InvalidValue) as caught:
            Reissue(on=ON, ground="moved")  # type: ignore[arg-type]  # on purpose
        assert caught.value.faults[0].allowed == tuple(MAY_CHANGE)

    def test_licence_number_may_always_change(self) -> None:
        """
        A reissue on any ground may change the licence number.
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
        Every wrong value of a reissue is reported.
        """
        assert faults_of(lambda: Reissue(**{"on": ON, "ground": "reorganised", **values})) == faults

    @pytest.mark.parametrize("digits", ["061211600012", "950341000053", "95"])
    def test_new_identifier_must_be_a_bin(self, digits: Any) -> None:
        """
        A licence passes to a legal person, and its BIN is checked.
        """
        ground = ReissueGround.REORGANISED
        found = faults_of(lambda: Reissue(on=ON, ground=ground, new_identifier=digits))
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
        A licence ceases only on one of the eight grounds.
        """
        assert faults_of(lambda: Terminate(on=ON, ground=ground)) == [(Code.UNKNOWN_CODE, "ground")]

    @pytest.mark.parametrize(("basis", "code"), [(" ", Code.EMPTY), (None, Code.WRONG_TYPE)])
    def test_exclusion_needs_a_basis(self, basis: Any, code: Code) -> None:
        """
        The basis in column 17 is not empty.
        """
        assert faults_of(lambda: Exclude(on=ON, basis=basis)) == [(code, "basis")]

    @pytest.mark.parametrize("term", [None, 3, "3 жыл", {"years": 3}])
    def test_contract_needs_a_term(self, term: Any) -> None:
        """
        A contract has a term.
        """
        assert faults_of(lambda: SignContract(on=ON, term=term)) == [(Code.WRONG_TYPE, "term")]

    def test_contract_term_out_of_range(self) -> None:
        """
        A contract that ends before it is signed is refused when the act is made.
        """
        found = faults_of(lambda: SignContract(on=ON, term=Term(until=date(2025, 4, 20))))
        assert [code for code, _ in found] == [Code.TERM_OUT_OF_RANGE]


class TestAmend:
    """
    Data that change without a reissue.
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
        Each value may change alone; contact details may also be removed.
        """
        assert getattr(Amend(on=ON, **{name: value}), name) == kept

    def test_nothing_to_change(self) -> None:
        """
        An empty amendment is refused, with the values that it may change.
        """
        with pytest.raises(InvalidValue) as caught:
            Amend(on=ON, document="№ 1")
        (fault,) = caught.value.faults
        assert (fault.code, fault.allowed) == (
            Code.NOTHING_TO_CHANGE,
            ("address", "kato", "conditions", "categories", "capacity", "phones", "emails"),
        )

    def test_every_fault_at_once(self) -> None:
        """
        Every wrong value of an amendment is reported.
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
        assert faults_of(lambda: Amend(on=ON, **wrong)) == [
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
        A list within the list of codes is a fault.
        """
        assert {path for _, path in faults_of(lambda: Amend(on=ON, **{name: [["at_home"]]}))} == {name}  # type: ignore[arg-type]  # the mistake under test


class TestGiveConsent:
    """
    Consent to publication.
    """

    @pytest.mark.parametrize(
        "columns", [[2, 8], (2, 8), {2, 8}, ["name", "phones"], [Column.NAME, 8], [8, 2, 2]]
    )
    def test_columns(self, columns: Any) -> None:
        """
        Columns may be given as words, codes or numbers, in any collection.
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
            ({"until": date(2025, 4, 21)}, [(Code.DAY_ORDER, "on")]),
        ],
    )
    def test_wrong(self, values: dict[str, Any], faults: list[tuple[Code, str]]) -> None:
        """
        A consent lists existing columns, and does not end before it begins.
        """
        assert faults_of(lambda: GiveConsent(on=ON, **values)) == faults

    def test_for_one_day(self) -> None:
        """
        A consent may count for its first day only.
        """
        assert GiveConsent(on=ON, until=ON).until == ON

    @pytest.mark.parametrize("columns", [[[2]], [{}], ([],)])
    def test_lists_in_lists(self, columns: Any) -> None:
        """
        A list within the list of columns is a fault.
        """
        assert {path for _, path in faults_of(lambda: GiveConsent(on=ON, columns=columns))} == {
            "columns"
        }


def test_the_union_of_acts_is_complete() -> None:
    """
    Every act class of the module is a kind of act.
    """
    named = (kind for kind in vars(acts).values() if isinstance(kind, type))
    classes = {kind for kind in named if isinstance(getattr(kind, "kind", None), ActKind)}
    assert classes == set(ACTS.values())
