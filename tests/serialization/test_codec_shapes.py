"""
The shape of values in plain data.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args, get_origin

import pytest
from attrs import fields, has
from hypothesis import given

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import (
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.domain.acts import Act, GiveConsent, Reissue, Terminate
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import admit
from kz_social_registry.domain.timeline import Annul, Content
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.testing import strategies as draws
from support.plain_values import ENTRY_ID, ISSUE, ON, entry_data, leaves
from support.source import classes


class TestShapes:
    """
    The shape of plain data, on which programs rely.
    """

    def test_issue_as_a_notice(self) -> None:
        """
        An issue is written as the licensing system writes it: contact details flat, words in order.
        """
        assert to_plain(from_plain(Act, ISSUE)) == ISSUE

    @given(draws.histories())
    def test_what_is_absent_is_left_out(self, life: list[Act]) -> None:
        """
        The plain form of an act holds no null.
        """
        assert None not in [*leaves(to_plain(life[-1]))]

    @pytest.mark.parametrize(
        ("columns", "plain"),
        [
            (None, {"act": "give_consent", "on": "2025-04-22"}),
            ([9, 2], {"act": "give_consent", "on": "2025-04-22", "columns": [2, 9]}),
        ],
    )
    def test_columns_are_numbers(self, columns: Any, plain: dict[str, Any]) -> None:
        """
        The columns of a consent are numbers in order; for all columns there is no list.
        """
        assert to_plain(GiveConsent(on=ON, columns=columns)) == plain

    @pytest.mark.parametrize(
        "data",
        [
            {"act": "give_consent", "on": "2025-04-22", "columns": "all"},
            {"act": "give_consent", "on": "2025-04-22"},
        ],
    )
    def test_all_columns(self, data: dict[str, Any]) -> None:
        """
        Consent to all columns is "all" or an absent list.
        """
        assert from_plain(Act, data) == GiveConsent(on=ON)

    @pytest.mark.parametrize(
        ("value", "plain"),
        [
            (ON, "2025-04-22"),
            (datetime(2025, 4, 22, 9, 30, 0, 5, tzinfo=UTC), "2025-04-22T09:30:00.000005+00:00"),
            (ENTRY_ID, "00000000-0000-0000-0000-000000000001"),
            (b"\x00\xff", "00ff"),
            (Bin("940140000385"), "940140000385"),
            (Iin("061211600012"), "061211600012"),
            (TerminationGround.REVOKED, "revoked"),
            (frozenset(ServiceCondition), ["inpatient", "semi_inpatient", "at_home", "temporary_stay"]),
            (frozenset({Column.EMAILS, Column.NAME}), [2, 9]),
            (frozenset(), []),
            ((ON, 5), ["2025-04-22", 5]),
            (None, None),
            (Term(open_ended=True), {"open_ended": True}),
        ],
    )
    def test_single_values(self, value: object, plain: object) -> None:
        """
        Days and moments are ISO 8601, bytes hexadecimal, words codes, sets lists in form order.
        """
        assert to_plain(value) == plain

    def test_withheld_cell(self) -> None:
        """
        A withheld cell is an object that names its reason.
        """
        entry = from_plain(
            RegistryEntry, entry_data(consent={"columns": [2], "given_on": "2025-04-22"})
        )
        plain = to_plain(admit(entry, on=ON, latest=entry, published_on=ON))
        assert (plain["name"], plain["identifier"]) == (
            "«Шапағат» орталығы",
            {"withheld": "outside_consent"},
        )

    def test_moments_are_read_in_any_zone(self) -> None:
        """
        A moment in any time zone is read as a moment in UTC.
        """
        moment = from_plain(datetime, "2025-04-22T09:30:00+05:00")
        assert (moment, moment.tzinfo) == (
            datetime(2025, 4, 22, 9, 30, tzinfo=timezone(timedelta(hours=5))),
            UTC,
        )


@pytest.mark.parametrize(
    ("data", "act"),
    [
        (
            {"act": "terminate", "on": "2025-04-22", "ground": "voluntary"},
            Terminate(on=ON, ground=TerminationGround.VOLUNTARY),
        ),
        (
            {
                "act": "reissue",
                "on": "2025-04-22",
                "ground": "reorganised",
                "new_identifier": "950341000052",
            },
            Reissue(on=ON, ground="reorganised", new_identifier=Bin("950341000052")),  # type: ignore[arg-type]  # a code is welcome
        ),
        ({"act": "annul", "of": 2, "reason": "қате"}, Annul(of=2, reason="қате")),
    ],
)
def test_notices(data: dict[str, Any], act: object) -> None:
    """
    The acts of the feed are read as they are written.
    """
    assert from_plain(Content, data) == act


def test_sets_of_two_lists_have_no_code_in_common() -> None:
    """
    A set of words is written from a memory that knows it by its codes, so no other list may have one.
    """
    of_attributes = (one.type for kind in classes() if has(kind) for one in fields(kind))
    sets = (one for found in of_attributes for one in (found, *get_args(found)))
    words = {get_args(one)[0] for one in sets if get_origin(one) is frozenset}
    lists = [one for one in words if isinstance(one, type) and issubclass(one, Word)]
    codes = [word.value for one in lists for word in one]
    assert {Column, ServiceCondition} < set(lists)
    assert len(codes) == len(set(codes))
