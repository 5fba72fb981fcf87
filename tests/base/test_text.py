"""
Tidying, folding and Kazakh alphabetical order.
"""

import sqlite3
import sys
from typing import Literal
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kz_social_registry.base.text import fold, kazakh_key, tidy

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

#: The characters of the Kazakh standard of one byte each.
ORDINARY = bytes(range(256)).decode("kz1048", "ignore")

#: Any text that can be written to a file.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
#: Text as it occurs: both alphabets, digits, signs, all sorts of space, invisible marks.
written = st.text(
    st.sampled_from(
        f"{ALPHABET}{ALPHABET.upper()}abchiopxyzABCHIOPXYZ0189 -–.,«»\"'№()/\\"
        "\t\n\r\v\f\x1c\x85\u00a0\u2003\u202f\u3000\u200b\u2060\ufeff\u00ad\u0301\u0306\u0308"
    ),
    max_size=40,
)
words = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=8)


class TestTidy:
    """
    Text prepared for storage.
    """

    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("Қамқорлық", "Қамқорлық"),
            ("  Қамқорлық  орталығы ", "Қамқорлық орталығы"),
            ("Қамқорлық\r\n\tорталығы\u00a0", "Қамқорлық орталығы"),
            ("Қам\u00adқор\u200bлық\ufeff", "Қамқорлық"),
            ("\ufeffҚамқорлық \u200b орталығы", "Қамқорлық орталығы"),
            ("И\u0306ога", "Йога"),
            ("\u200eҚамқорлық\u200f\u061c", "Қамқорлық"),
            (" \u200b\t", ""),
            ("", ""),
        ],
    )
    def test_examples(self, raw: str, kept: str) -> None:
        """
        White space becomes one space or none, invisible marks are removed, letters are composed.
        """
        assert tidy(raw) == kept

    def test_other_control_characters_stay(self) -> None:
        """
        Other control characters stay, for a check to report.
        """
        assert tidy("а\x00б\u202e") == "а\x00б\u202e"

    @given(texts | written)
    @example("и\u00ad\u0306")  # a mark removed brings a letter and its accent together
    def test_idempotent(self, raw: str) -> None:
        """
        Tidy text stays as it is.
        """
        assert tidy(tidy(raw)) == tidy(raw)

    @given(texts | written)
    @example("и\u00ad\u0306")
    def test_composed(self, raw: str) -> None:
        """
        Tidy text is in NFC.
        """
        assert is_normalized("NFC", tidy(raw))

    @given(texts | written)
    def test_single_inner_spaces(self, raw: str) -> None:
        """
        Tidy text has single plain spaces between its words and none at its ends.
        """
        assert tidy(raw).split() == ([*tidy(raw).split(" ")] if tidy(raw) else [])

    @given(st.text(st.sampled_from(f"{ALPHABET}ABZ019 \t\n\u00a0\u200b\ufeff\u00ad")))
    def test_letters_stay(self, raw: str) -> None:
        """
        Tidying removes spaces and invisible marks, and no letter or digit.
        """
        kept, before = ("".join(filter(str.isalnum, text)) for text in (tidy(raw), raw))
        assert kept == before


class TestFold:
    """
    Text prepared for comparison.
    """

    @pytest.mark.parametrize(
        "variant",
        [
            "«ҚАМҚОРЛЫҚ» орталығы",
            "қамқорлық орталығы",
            '"Қамқорлық"   орталығы',
            "Камкорлык орталыгы",
            "КAMKOPЛЫК орталыгы",  # Latin A, M, K, O, P
            "Қамқорлық-орталығы.",
        ],
    )
    def test_variants_fall_together(self, variant: str) -> None:
        """
        Case, quotation marks, look-alike letters and a Russian keyboard make no difference.
        """
        assert fold(variant) == fold("Қамқорлық орталығы")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXY"),
            ("авсеікмортху", "abceikmoptxy"),
            ("әғқңөұүһіё", "агкноуухие"),
            ("Әлеуметтiк", "әлеуметтік"),
            ("Ёлка", "елка"),
            ("ӘӨЁәөё", "ƏƟËəɵë"),
            ("Центр №5", "центр № 5"),
            ("№5", "5"),
            ("ΐ", "ΐ".upper()),
            ("Мейірі́м", "мейірім"),
            ("İстанбул", "iстанбул"),
            ("Қам\u00adқор", "қамқор"),
            ("и\u0306ога", "йога"),
            ("ǅ", "ǆ"),
            ("straße", "STRASSE"),
        ],
    )
    def test_pairs_fall_together(self, one: str, other: str) -> None:
        """
        Letters that look alike in one case are equal, and so are Kazakh letters and their plain forms.
        """
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("бала", "балалар"), ("1 мектеп", "11 мектеп"), ("ана", "апа")]
    )
    def test_other_words_stay_apart(self, one: str, other: str) -> None:
        """
        Folding does not make different words the same.
        """
        assert fold(one) != fold(other)

    def test_only_letters_and_digits_matter(self) -> None:
        """
        Text of signs alone folds to an empty text.
        """
        assert fold(" «—»_./ ") == ""

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    @given(raw=st.text(st.characters(exclude_categories=["Cs"]) | st.characters(categories=["M"])))
    def test_composition_makes_no_difference(self, form: Literal["NFC", "NFD"], raw: str) -> None:
        """
        Texts that are canonically equivalent are one, over all of Unicode.
        """
        assert fold(normalize(form, raw)) == fold(raw)

    def test_no_single_character_changes_with_composition(self) -> None:
        """
        Each character between two letters folds as its decomposed form does.
        """
        composed = (
            chr(code) for code in range(sys.maxunicode) if normalize("NFD", chr(code)) != chr(code)
        )
        texts = [f"а{character}б" for character in composed]
        assert len(texts) > 10_000
        assert [text for text in texts if fold(normalize("NFD", text)) != fold(text)] == []

    @given(written | st.text(st.sampled_from(ORDINARY)))
    @example(ORDINARY)
    def test_an_invisible_mark_makes_no_difference(self, raw: str) -> None:
        """
        Text of ordinary letters and signs, which takes fewer steps, changes as any other text does.
        """
        assert fold(raw) == fold(f"{raw}\u200b")
        assert kazakh_key(raw) == kazakh_key(f"{raw}\u200b")

    @given(written)
    def test_idempotent(self, raw: str) -> None:
        """
        Folded text stays as it is.
        """
        assert fold(fold(raw)) == fold(raw)

    @given(st.text(st.sampled_from(f"{ALPHABET}abcdefghijklmnopqrstuvwxyz0189 «»-")))
    def test_case_makes_no_difference(self, raw: str) -> None:
        """
        Text in capitals folds as the same text in small letters.
        """
        assert fold(raw.upper()) == fold(raw)


class TestKazakhKey:
    """
    Text prepared for sorting.
    """

    def test_alphabet(self) -> None:
        """
        Letters are sorted in the order of the Kazakh alphabet, which differs from that of code points.
        """
        assert "".join(sorted(sorted(ALPHABET), key=kazakh_key)) == ALPHABET

    @given(words, words)
    def test_words_sort_letter_by_letter(self, one: str, other: str) -> None:
        """
        Words are sorted by the positions of their letters in the alphabet.
        """
        by_key = kazakh_key(one) < kazakh_key(other)
        assert by_key is ([*map(ALPHABET.index, one)] < [*map(ALPHABET.index, other)])

    @given(texts | written, texts | written)
    def test_order_is_that_of_utf8_bytes(self, one: str, other: str) -> None:
        """
        Keys have the same order by code point as by their UTF-8 bytes, which databases compare.
        """
        keys = kazakh_key(one), kazakh_key(other)
        assert (keys[0] < keys[1]) is (keys[0].encode() < keys[1].encode())

    @given(st.lists(written, max_size=6))
    def test_sqlite_sorts_alike(self, names: list[str]) -> None:
        """
        A database that compares keys by their bytes gives the same order as Python.
        """
        with sqlite3.connect(":memory:") as store:
            rows = store.execute(
                "SELECT key.value FROM json_each(json_array(?, ?, ?, ?, ?, ?)) AS key"
                " WHERE key.value IS NOT NULL ORDER BY key.value",
                [*map(kazakh_key, names), *[None] * (6 - len(names))],
            ).fetchall()
        store.close()
        assert [key for (key,) in rows] == sorted(map(kazakh_key, names))

    @pytest.mark.parametrize(
        "names",
        [
            ["Әділ", "Бақыт", "Ғалым", "Дана", "Қайрат", "Лаура", "Ңұр", "Өмір", "Ұлан", "Үміт"],
            ["Ақ бота", "Ақбота"],
            ["№ 1 үй", "№ 12 үй", "№ 2 үй", "Үй"],
            ["Ана", "Аналар", "Апа"],
            ["Ясли", "Alpha", "Zeta"],
        ],
    )
    def test_sequences(self, names: list[str]) -> None:
        """
        Spaces precede digits, digits precede Kazakh letters, and those precede all other letters.
        """
        assert sorted(sorted(names), key=kazakh_key) == names

    @pytest.mark.parametrize(
        "variant", ["«қамқорлық»", "ҚАМҚОРЛЫҚ", '"Қам-қорлық"', " Қамқорлық. ", "Қамқорлық"]
    )
    def test_case_and_signs_do_not_count(self, variant: str) -> None:
        """
        Capitals and quotation marks do not change the alphabetical order.
        """
        assert kazakh_key(variant) == kazakh_key("қамқорлық")
