"""
Errors as data.
"""

import copy
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import (
    Conflict,
    Erased,
    Fault,
    InvalidValue,
    MissingExtra,
    NotFound,
    RegistryError,
    StoreError,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import ITEM, LANGUAGES, PUBLICITY, REISSUE, Language
from kz_social_registry.base.vocabulary import Status

TREE: list[tuple[type[RegistryError], type[Exception]]] = [
    (InvalidValue, ValueError),
    (UnlawfulAct, RegistryError),
    (NotFound, LookupError),
    (Conflict, RegistryError),
    (Erased, RegistryError),
    (StoreError, RegistryError),
    (MissingExtra, ImportError),
]
KINDS = [kind for kind, _ in TREE]
TWO = (Fault(Code.EMPTY, "name", value=""), Fault(Code.CONTROL_DIGIT, "identifier", value="1"))

segments = st.sampled_from(["name", "contacts", "phones", "[0]", "[12]", "licence"])
paths = st.one_of(
    st.just(""),
    st.lists(segments, min_size=1, max_size=4).map(lambda parts: ".".join(parts).replace(".[", "[")),
)


class TestFault:
    """
    One fault.
    """

    def test_clause_is_that_of_the_code(self) -> None:
        """
        A fault cites the clause of its code unless it names another.
        """
        faults = (Fault(Code.NO_CONSENT), Fault(Code.NO_CONSENT, clause=ITEM[3]))
        assert [fault.clause for fault in faults] == [PUBLICITY, ITEM[3]]

    def test_allowed_are_texts(self) -> None:
        """
        The accepted values may be words, which keep their labels, or anything with a text.
        """
        words = Fault(Code.UNKNOWN_CODE, allowed=Status).allowed
        assert (words, {type(word) for word in words}) == (tuple(Status), {Status})
        assert Fault(Code.EMPTY, allowed=[date(2026, 1, 1)]).allowed == ("2026-01-01",)  # type: ignore[list-item]  # a caller's

    def test_describe_joins_field_message_and_clause(self) -> None:
        """
        The description has the field's name, then the message, then the clause in that language.
        """
        fault, code = Fault(Code.NO_CONSENT, "consent"), Code.NO_CONSENT
        names = ("Келісім", "Согласие", "Consent")
        assert [fault.describe(language) for language in LANGUAGES] == [
            f"{name}: {code.label(language)} ({PUBLICITY.cite(language)})"
            for name, language in zip(names, LANGUAGES, strict=True)
        ]

    @pytest.mark.parametrize(
        ("language", "expected"), [("kk", "бүтін сан"), ("ru", "целое число"), ("en", "whole number")]
    )
    def test_a_type_is_named_in_the_language(self, language: Language, expected: str) -> None:
        """
        The name of an expected type is translated.
        """
        fault = Fault(Code.WRONG_TYPE, allowed=("whole number",))
        assert fault.message(language) == Code.WRONG_TYPE.label(language).format(allowed=expected)

    def test_nothing_allowed_is_a_dash(self) -> None:
        """
        If nothing is accepted, the message shows a dash.
        """
        message = Fault(Code.NOT_ALLOWED, clause=REISSUE).message("kk")
        assert message.startswith(Code.NOT_ALLOWED.label("kk").replace("{allowed}", "–"))

    def test_value_is_data_and_not_identity(self) -> None:
        """
        Programs can read the value; faults are compared without it.
        """
        one, other = Fault(Code.EMAIL, "emails[0]", value="a@"), Fault(Code.EMAIL, "emails[0]")
        assert (one, hash(one), one.value) == (other, hash(other), "a@")

    @pytest.mark.parametrize(
        ("inner", "outer", "path"),
        [
            ("", "name", "name"),
            ("name", "", "name"),
            ("", "", ""),
            ("phones", "contacts", "contacts.phones"),
            ("[1]", "phones", "phones[1]"),
            ("phones[1]", "contacts", "contacts.phones[1]"),
            ("on", "facts[3]", "facts[3].on"),
        ],
    )
    def test_under(self, inner: str, outer: str, path: str) -> None:
        """
        Paths are joined in the syntax of attributes and indexes.
        """
        assert Fault(Code.EMPTY, inner).under(outer).path == path

    def test_under_keeps_the_rest(self) -> None:
        """
        A fault with a longer path differs in its path only.
        """
        fault = Fault(Code.DAY_ORDER, "on", value=1, allowed=("a", "b"), clause=ITEM[9])
        seen = fault.under("act")
        assert seen == Fault(Code.DAY_ORDER, "act.on", allowed=("a", "b"), clause=ITEM[9])
        assert seen.value == fault.value

    @given(inner=paths, middle=paths, outer=paths)
    def test_under_is_associative(self, inner: str, middle: str, outer: str) -> None:
        """
        The steps in which a path is joined make no difference.
        """
        steps = Fault(Code.EMPTY, inner).under(middle).under(outer)
        assert steps == Fault(Code.EMPTY, inner).under(Fault(Code.EMPTY, middle).under(outer).path)

    def test_pickle(self) -> None:
        """
        A fault can be pickled and deep-copied.
        """
        fault = Fault(Code.KATO, "kato", value="99", allowed=("10",))
        assert pickle.loads(pickle.dumps(fault)) == copy.deepcopy(fault) == fault  # noqa: S301  # our own bytes


@pytest.mark.parametrize(("kind", "base"), TREE)
def test_tree(kind: type[RegistryError], base: type[Exception]) -> None:
    """
    Every error is a `RegistryError`, and an exception of the standard library where one fits.
    """
    assert issubclass(kind, RegistryError)
    assert issubclass(kind, base)


@pytest.mark.parametrize("kind", KINDS)
def test_error_carries_all_faults(kind: type[RegistryError]) -> None:
    """
    An error returns its faults in their order.
    """
    assert kind(*TWO).faults == TWO


@pytest.mark.parametrize("kind", KINDS)
def test_errors_survive_pickle(kind: type[RegistryError]) -> None:
    """
    An error that crossed a process is of the same kind, with the same faults and values.
    """
    error = pickle.loads(pickle.dumps(kind(*TWO)))  # noqa: S301  # our own bytes
    assert (type(error), error.faults) == (kind, TWO)
    assert [fault.value for fault in error.faults] == ["", "1"]


@pytest.mark.parametrize("kind", KINDS)
def test_error_under_keeps_its_kind(kind: type[RegistryError]) -> None:
    """
    An error with a longer path is of the same kind, and all its faults have longer paths.
    """
    error = kind(*TWO).under("act")
    assert (type(error), [fault.path for fault in error.faults]) == (
        kind,
        ["act.name", "act.identifier"],
    )


def test_error_is_described_line_by_line() -> None:
    """
    The description of an error has one fault a line.
    """
    error = InvalidValue(*TWO)
    for language in LANGUAGES:
        assert error.describe(language).splitlines() == [f.describe(language) for f in TWO]


def test_traceback_text_hides_values() -> None:
    """
    Neither `str` nor `repr` of an error shows the faulty value.
    """
    error = InvalidValue(Fault(Code.CONTROL_DIGIT, "identifier", value="061211600013"))
    assert "061211600013" not in f"{error!s} {error!r} {error.args!r}"
