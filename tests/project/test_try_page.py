"""
The page on which a reader tries the library, without its browser.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from try_page import WORDS, Page
from try_timeline import Bar, drawn

from kz_social_registry import LANGUAGES, Language

FOLDER: Final = Path(__file__).parents[2] / "docs" / "static" / "try"
#: The issue that is proposed takes effect on 2025-11-13, the consent on 2026-01-02.
NOW: Final = datetime(2026, 6, 1, 7, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
NUMBER: Final = "250140998011"


@pytest.fixture
def page() -> Page:
    """
    Return the page with an empty register, in English.
    """
    ticks = count()
    return Page(lambda: NOW + next(ticks) * SECOND)


@pytest.fixture
def consented(page: Page) -> Page:
    """
    Return the page after the issue and the consent that it proposes.
    """
    assert page.submit(page.values)
    assert page.submit(page.values)
    return page


def _html(page: Page) -> str:
    return f"{page.controls()}{page.form()}{page.asked()}{page.answers()}{page.journal()}"


def _answer(page: Page, day: str) -> str:
    page.ask("day", day)
    return page.answers()


def test_shows_what_the_register_answers(consented: Page) -> None:
    """
    The row is public from the consent on, the licence in force from inclusion to the end of its term.
    """
    answers = {
        day: ('<p class="yes">' in text, NUMBER in text)
        for day in ("2025-11-12", "2025-11-13", "2026-01-02", "2028-11-09", "2028-11-10")
        for text in [_answer(consented, day)]
    }
    assert answers == {
        "2025-11-12": (False, False),
        "2025-11-13": (True, False),
        "2026-01-02": (True, True),
        "2028-11-09": (True, True),
        "2028-11-10": (False, True),
    }


def test_a_day_that_is_none_changes_nothing(consented: Page) -> None:
    """
    A half-typed day leaves the answers; the slider names a day by its number.
    """
    before = _answer(consented, "2026-01-02")
    assert _answer(consented, "") == _answer(consented, "999999999999") == before
    consented.ask("day", str(date(2026, 1, 2).toordinal()))
    consented.ask("published_on", "2026-01-01")
    assert "No row is published." in consented.answers()


def test_a_correction_keeps_the_earlier_answer(consented: Page) -> None:
    """
    A corrected inclusion changes the answer, and the answer before it stays known.
    """
    consented.correct(1)
    assert consented.submit({**consented.values, "on": ["2025-12-01"], "reason": ["a wrong day"]})
    answer = _answer(consented, "2025-11-20")
    now, _, before = answer.partition("</svg>")[2].partition("known before the last record")
    assert "not yet included" in now
    assert '<p class="yes">in the register, licence in force</p>' in before
    journal = consented.journal()
    assert [journal.count(one) for one in ("<li class=annulled>", 'data-do="correct"')] == [1, 2]


def test_a_licence_that_passes_to_another_is_in_force_throughout(consented: Page) -> None:
    """
    The answer about a day is that of the provider who has the licence on it.
    """
    consented.choose("reissue")
    new = {"ground": ["reorganised"], "new_identifier": ["250140998021"], "name": ["«Үміт» ҚҚ"]}
    assert consented.submit({"on": ["2026-03-01"], **new})
    answers = [_answer(consented, day) for day in ("2026-02-28", "2026-03-01")]
    assert ['<p class="yes">' in answer for answer in answers] == [True, True]


def test_a_withdrawn_consent_hides_earlier_days_too(consented: Page) -> None:
    """
    A row needs consent on the day described and on the day of publishing.
    """
    consented.choose("withdraw_consent")
    assert consented.submit({"on": ["2026-05-01"]})
    answers = []
    for published_on in ("2026-05-01", "2026-04-30"):
        consented.ask("published_on", published_on)
        answers.append(NUMBER in _answer(consented, "2026-04-01"))
    assert answers == [False, True]


def test_faults_are_at_their_fields(consented: Page) -> None:
    """
    A refused act stays in the form, with sentences in the language that is chosen afterwards.
    """
    consented.correct(2)
    assert not consented.submit({"on": ["<b>"], "reason": []})
    consented.speak("ru", {"on": ["<b>"], "reason": []})
    form = consented.form()
    assert 'id="on-fault"' in form
    assert "Действие не записано." in form
    assert "<b>" not in form
    consented.choose("resume")
    assert not consented.submit(consented.values)
    assert 'id="-fault"' in consented.form()  # of the act as a whole: nothing is suspended


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_names_a_field(consented: Page, language: Language) -> None:
    """
    Identifiers are unique, and every label and description leads to one, in the form of each act.
    """
    consented.speak(language, {})
    for kind in ("give_consent", "reissue", "terminate"):
        consented.choose(kind)
        consented.submit({})
        html = _html(consented)
        found = re.findall(r'\bid="([^"]+)"', html)
        named = re.findall(r'\b(?:for|aria-describedby)="([^"]+)"', html)
        assert len(found) == len(set(found))
        assert set(named) <= set(found)


def test_words_are_all_used_and_in_three_languages() -> None:
    """
    Every word of the page is in Kazakh, Russian and English, and the page needs it.
    """
    source = (FOLDER / "try_page.py").read_text("utf-8")
    assert [name for name in WORDS if f'"{name}"' not in source and f"'{name}'" not in source] == []
    assert {len(set(words)) for words in WORDS.values()} <= {2, 3}
    assert json.loads((FOLDER / "parts.json").read_text("utf-8")) == []  # a build puts them there


def test_the_timeline_has_the_days_in_proportion() -> None:
    """
    A bar takes its share of the axis, and a day outside of the axis is drawn at its end.
    """
    axis: Sequence[date] = [date(2026, 1, 1), date(2026, 1, 11), date(2026, 2, 10)]
    bars = [Bar(0, axis[1], axis[2], True, "<&>"), Bar(1, axis[0], axis[1], False, "no")]  # noqa: FBT003  # as above
    drawing = drawn("title", ("one", "two"), axis, bars, date(2030, 1, 1))
    assert re.findall(r'<rect class="(\w+)" x="([\d.]+)%".*?width="([\d.]+)%"', drawing) == [
        ("full", "25.0", "75.00"),
        ("half", "0.0", "25.00"),
    ]
    assert "11.01.2026 – 09.02.2026: &lt;&amp;&gt;" in drawing
    assert 'class="asked" x1="100' in drawing
