"""
The page of the law: the lines that it takes from the source, and the outcomes in words.
"""

import pytest

from tools.law_lines import extracts
from tools.law_outcomes import outcomes


@pytest.mark.parametrize(
    ("clause", "place", "text"),
    [
        (
            "Law on Permits, art. 34", "domain.lifecycle._reissued_wrongly",
            "# Law on Permits, art. 34: only legal persons are reorganised, so the successor is a "
            "legal person.\nif isinstance(successor, Bin) and successor.of_joint_enterprise:\n"
            '    faults += (Fault(Code.JOINT_ENTERPRISE, "new_identifier", value=successor),)',
        ),
        (
            "Rules, para. 5(8)", "domain.values.parts.Licence.term",
            "#: Rules, para. 5(8), column 11.\nterm: Term",
        ),
        (
            "Law on Permits, art. 45", "domain.acts.Suspend",
            "class Suspend(_Paper):\n    until: date | None = None",
        ),
        (
            "Social Code, art. 142(2)", "domain.standing",
            "# The procedure of payment is set by an order (Social Code, art. 142(2)).",
        ),
    ],
)  # fmt: skip
def test_lines_are_those_that_a_citation_is_about(clause: str, place: str, text: str) -> None:
    """
    A comment brings the code below it, a docstring its class, and one of a module its sentence.
    """
    assert {one.place: one.text for one in extracts()[clause]}[place] == text


def test_long_code_is_cut() -> None:
    """
    A mark stands for the lines that are left out.
    """
    (whole,) = [one for one in extracts()["Rules, para. 2(2)"] if one.place.endswith("of_entry")]
    assert not whole.text.endswith("…")
    longest = [one.text for found in extracts().values() for one in found if "…" in one.text]
    assert {text.count("\n") for text in longest} == {14}


@pytest.mark.parametrize(
    ("clause", "assumed", "words"),
    [
        (
            "Law on Personal Data, art. 8(4)", (),
            "refused: a natural person's consent must list its columns (Law on Personal Data, "
            "art. 8(4))",
        ),
        ("Rules, para. 5(6)", (), "accepted: the entry is active; new: Total capacity"),
        (
            "Rules, para. 5(13)", ("exclusion is final",),
            "refused: the entry's state does not allow this act",
        ),
        (
            "Law on Permits, art. 45", (),
            "accepted: the entry is suspended; new: Date of suspension; the licence is suspended",
        ),
        (
            "Law on Personal Data, art. 8(7)", (),
            "accepted: the entry is active; gone: Consent; the public sees no row",
        ),
    ],
)  # fmt: skip
def test_outcomes_are_in_words(clause: str, assumed: tuple[str, ...], words: str) -> None:
    """
    An outcome says the status, what is new and what is gone, or the message of the refusal.
    """
    assert words in [one.words for one in outcomes(clause, assumed)]
