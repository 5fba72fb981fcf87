"""
Telephones and e-mail addresses, one cell's part at a time.
"""

import copy
import pickle
from functools import partial
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.values.contacts import (
    Contacts,
    as_emails,
    as_telephones,
    email,
    telephone,
)
from support.refusals import faults_of

#: National digits: a mobile number, a town, a rural district, Almaty, toll-free.
NATIONAL = st.from_regex(r"(?:[67]\d\d|800)\d{7}", fullmatch=True, alphabet="0123456789")
SEPARATORS = st.sampled_from(["", " ", "-", "\u00a0", "  ", " - ", "–", "‑", ".", "/"])
LOCAL = st.from_regex(r"[a-zA-Z0-9_+-]{1,20}(\.[a-zA-Z0-9_+-]{1,20}){0,2}", fullmatch=True)
LABEL = st.sampled_from(("abcxyzABCXYZ019", "аәқүіӘҚҮ019")).flatmap(
    lambda letters: st.text(st.sampled_from(letters), min_size=1, max_size=12)
)


def _outcome(parse: Any, text: object) -> Any:
    """
    Return the parsed value, or the codes of its faults.
    """
    try:
        return parse(text)
    except InvalidValue as error:
        return [fault.code for fault in error.faults]


#: As written, and as kept.
TELEPHONES = {
    "8 (7172) 31-42-53": "+77172314253",
    "+7 (727) 214-35-61": "+77272143561",
    "8 (7172) 314-253": "+77172314253",
    "8(7172)31 42 53": "+77172314253",
    "8 7172 314 253": "+77172314253",
    "7 (7172) 314253": "+77172314253",
    "7-701-3141592": "+77013141592",
    "+77013141592": "+77013141592",
    "  +7 701 314 15 92 ": "+77013141592",
    "+7\u00a0701\u00a0314\u00a015\u00a092": "+77013141592",
    "8 (716-36) 2-71-82": "+77163627182",
    "8–701–314–15–92": "+77013141592",
    "8‑701‑314‑15‑92": "+77013141592",
    "8.701.314.15.92": "+77013141592",
    "8/7172/314253": "+77172314253",
    "7013141592": "+77013141592",
    "8 800 314 15 92": "+78003141592",
    "8 727 314 15 92 (вн. 271)": "+77273141592;ext=271",
    "+7 7172 314 159 ішкі 2718": "+77172314159;ext=2718",
    "8 7172 314 159, доб.27": "+77172314159;ext=27",
    "8 7172 314 159; ext: 27": "+77172314159;ext=27",
    "8 7172 314 159 ДОБ 27": "+77172314159;ext=27",
    "+77172314159;ext=271828": "+77172314159;ext=271828",
    "1415": "1415",
    "115": "115",
    "14-15": "1415",
    "7575": "7575",
    "7327": "7327",
    "6116": "6116",
    "8080": "8080",
}
NO_TELEPHONES = (
    "",
    " ",
    "-",
    "жоқ",
    "31-42-53",  # no area code: nothing is guessed
    "+8 (7172) 31 42 53",
    "8 (7172) 31-42-53, 8 (7172) 31-42-54",
    "31-42-53; 31-42-54",
    "8 (7172) 31-42-5",
    "8 (7172) 31-42-533",
    "+7 495 314 15 92",
    "+1 202 314 1592",
    "8 900 314 15 92",
    "0415",
    "12345",
    "11",
    "8 727",  # an area code without a number
    "8 (701)",
    "7 701",
    "8-800",
    "+7 727",
    "727",
    "701",
    "800",
    "7172",
    "8 7172",
    "1415 (вн. 5)",
    "1415 (тегін)",
    "Тел.: 8 (7172) 31-42-53",
    "Факс: 8 (727) 231 42 53",
    "8 (7172) 31-42-53 (вн. 1234567)",
    "8 701 314 15 ٩٢",  # Arabic-Indic digits
    f"8 701 314 15 92{'-' * 100}",
    "８ ７０１ ３１４ １５ ９２",
)


class TestTelephone:
    """
    One telephone number, in any shape that people write.
    """

    def test_kept_as(self) -> None:
        """
        A number becomes +7, ten digits and an extension; a short number stays as it is.
        """
        assert {written: _outcome(telephone, written) for written in TELEPHONES} == TELEPHONES

    def test_refused(self) -> None:
        """
        Anything but one number of Kazakhstan is refused; the form reads labels and lists.
        """
        assert [text for text in NO_TELEPHONES if _outcome(telephone, text) != [Code.TELEPHONE]] == []

    def test_not_a_text(self) -> None:
        """
        A number must come as text.
        """
        values: list[object] = [None, 77172314253, [], b"1415"]
        assert [_outcome(telephone, value) for value in values] == [[Code.WRONG_TYPE]] * 4

    @given(
        st.sampled_from(["+7", "8", "7", ""]), NATIONAL, st.lists(SEPARATORS, min_size=10, max_size=10)
    )
    def test_separators_make_no_difference(self, trunk: str, national: str, marks: list[str]) -> None:
        """
        Prefixes and separators do not change the number.
        """
        parted = "".join(mark + digit for mark, digit in zip(marks, national, strict=True))
        assert telephone(trunk + parted if trunk else parted.lstrip("-–‑./ ")) == f"+7{national}"

    @given(NATIONAL, st.from_regex(r"\d{1,6}", fullmatch=True, alphabet="0123456789") | st.none())
    def test_what_is_kept_stays(self, national: str, extension: str | None) -> None:
        """
        A number in the register's form stays as it is.
        """
        kept = f"+7{national}" + (f";ext={extension}" if extension else "")
        assert telephone(kept) == kept

    @pytest.mark.parametrize(("signs", "codes"), [(89, []), (90, [Code.TELEPHONE])])
    def test_the_longest_text(self, signs: int, codes: list[Code]) -> None:
        """
        A text of a hundred characters may be a telephone, and a longer one may not.
        """
        outcome = _outcome(telephone, f"8{'-' * signs}7012345678")
        assert outcome == (codes or "+77012345678")

    def test_a_long_text_is_refused_at_once(self) -> None:
        """
        A text that is too long is refused at once, whatever its length.
        """
        began = process_time()
        assert _outcome(telephone, "( " * 100_000) == [Code.TELEPHONE]
        assert process_time() - began < 1

    @given(st.text(st.sampled_from("+0123456789 ()-./;=вндобext"), max_size=24))
    def test_parsing_twice_is_parsing_once(self, written: str) -> None:
        """
        An accepted number is accepted again, as the same number.
        """
        kept = as_telephones([written])
        assert as_telephones(kept) == kept


#: The longest labels; an address has at most 254 characters.
DOMAIN = f"{'a' * 63}.{'b' * 63}.{'c' * 63}."
#: As written, and as kept.
EMAILS = {
    "info@example.kz": "info@example.kz",
    " Info@Example.KZ\r\n": "Info@example.kz",
    "first.second@mail.example.kz": "first.second@mail.example.kz",
    "314abc@example.kz": "314abc@example.kz",
    "o'brien+tag_1@ex-ample.kz": "o'brien+tag_1@ex-ample.kz",
    "info@ҚАМҚОРЛЫҚ.ҚАЗ": "info@қамқорлық.қаз",
    "a@1.kz": "a@1.kz",
    "info@үміт.kz": "info@үміт.kz",
    "info@үміт-24.қаз": "info@үміт-24.қаз",
    "info@it-орталық.қаз": "info@it-орталық.қаз",
    "info@орталық-IT-24.kz": "info@орталық-it-24.kz",
    "info@münchen.example.de": "info@münchen.example.de",
    "info@xn--80awbu3c.xn--80ao21a": "info@мысал.қаз",
    "info@XN--80AWBU3C.kz": "info@мысал.kz",
    "info@xn--zzzzzzzzz9999.kz": "info@xn--zzzzzzzzz9999.kz",  # no ASCII form of anything
    f"{'a' * 64}@example.kz": f"{'a' * 64}@example.kz",
    f"info@{DOMAIN}{'d' * 54}.kz": f"info@{DOMAIN}{'d' * 54}.kz",
}
NO_EMAILS = (
    "",
    "жоқ",
    "отсутствует",
    "info",
    "info@",
    "@example.kz",
    "info@example",
    "info@example.k",
    "info@example.123",
    "info@-example.kz",
    "info@example-.kz",
    "info@exam_ple.kz",
    "info@.kz",
    "info@example..kz",
    "info@example.kz.",
    ".info@example.kz",
    "info.@example.kz",
    "in..fo@example.kz",
    "in fo@example.kz",
    "info@@example.kz",
    "ақпарат@example.kz",
    "info@examplе.kz",  # a Cyrillic е
    "info@mаil.example.kz",  # a Cyrillic а
    "info@eхample.қаз",  # a Cyrillic х
    "info@оrталық.қаз",  # a Latin r
    "info@it-оrталық.қаз",
    "info@орталық-iт.қаз",
    "info@exampleο.kz",  # a Greek ο
    "info@exam\u3164ple.kz",  # a letter that shows nothing
    "info@xn--ggle-55da.kz",  # the ASCII form of «gооgle» with two Cyrillic letters
    "info@example.kz, other@example.kz",
    "info@example.kz және other@example.kz",
    "e-mail: info@example.kz",
    "info@example.kz\x00",
    f"{'a' * 65}@example.kz",
    f"info@{DOMAIN}{'d' * 55}.kz",
    f"info@{'a' * 64}.kz",
    f"info@{'a' * 62}İ.kz",
    "a@İx.kz",  # its small letter is an i with a dot of its own, which no domain has
)


class TestEmail:
    """
    One e-mail address.
    """

    def test_kept_as(self) -> None:
        """
        The local part is kept as written, the domain in small letters.
        """
        assert {written: _outcome(email, written) for written in EMAILS} == EMAILS

    def test_refused(self) -> None:
        """
        Anything but one address is refused; the form reads labels and lists.
        """
        assert [text for text in NO_EMAILS if _outcome(email, text) != [Code.EMAIL]] == []

    def test_not_a_text(self) -> None:
        """
        An address must come as text.
        """
        values: list[object] = [None, 5, [], b"a@example.kz"]
        assert [_outcome(email, value) for value in values] == [[Code.WRONG_TYPE]] * 4

    def test_local_part_is_ascii(self) -> None:
        """
        A letter that only folds to a Latin letter is refused.
        """
        assert _outcome(email, "\N{LATIN SMALL LETTER LONG S}@example.kz") == [Code.EMAIL]

    @given(LOCAL, st.lists(LABEL, min_size=1, max_size=3), st.sampled_from(["kz", "KZ", "қаз", "com"]))
    def test_what_is_kept_stays(self, local: str, labels: list[str], top: str) -> None:
        """
        An address in the register's form stays as it is.
        """
        kept = email(f"{local}@{'.'.join([*labels, top])}")
        assert email(kept) == kept == f"{local}@{'.'.join([*labels, top]).lower()}"

    @given(st.text(st.sampled_from("aZ.-") | st.characters(), min_size=1, max_size=8))
    @example("İx")
    def test_parsing_twice_is_parsing_once(self, label: str) -> None:
        """
        An accepted address is accepted again as the same address, whatever the letters of its domain.
        """
        kept = as_emails([f"a@{label}.kz"])
        assert as_emails(kept) == kept


class TestLists:
    """
    Several telephones or addresses.
    """

    def test_each_once_and_in_order(self) -> None:
        """
        A list keeps its order, and a number written in two ways is one.
        """
        written = ["8 701 314 15 92", "1415", "+7 (701) 314-15-92", "8 701 314 15 91"]
        assert as_telephones(written) == ("+77013141592", "1415", "+77013141591")
        assert as_telephones(written[::2]) == ("+77013141592",)

    def test_addresses_differ_by_local_part_only(self) -> None:
        """
        Addresses that differ only in the case of the domain are one.
        """
        written = ["info@example.kz", "info@EXAMPLE.KZ", "Info@example.kz"]
        assert as_emails(written) == ("info@example.kz", "Info@example.kz")

    def test_what_cannot_be_parsed_stays(self) -> None:
        """
        Converting a list never raises: a list with a fault stays for the check to report.
        """
        assert as_telephones(("31-42-53", "1415")) == ["31-42-53", "1415"]

    def test_places_are_those_that_were_written(self) -> None:
        """
        A repeated number does not shift the indexes in the faults.
        """
        with pytest.raises(InvalidValue) as caught:
            Contacts(phones=["1415", "1415", "x"])
        assert [fault.path for fault in caught.value.faults] == ["phones[2]"]


class TestContacts:
    """
    Contact details of a provider.
    """

    def test_empty(self) -> None:
        """
        A provider may have neither telephone nor address.
        """
        assert (Contacts().phones, Contacts().emails) == ((), ())

    def test_lists_and_tuples(self) -> None:
        """
        Contact details come as lists or tuples and are kept as tuples.
        """
        lists = Contacts(phones=["1415"], emails=["a@example.kz"])
        tuples = Contacts(phones=("1415",), emails=("a@example.kz",))
        assert lists == tuples
        assert (lists.phones, lists.emails) == (("1415",), ("a@example.kz",))

    def test_every_fault_with_its_place(self) -> None:
        """
        Every wrong number and address is reported with its index.
        """
        with pytest.raises(InvalidValue) as caught:
            Contacts(phones=["1415", "x", 5], emails=["a@example.kz", "жоқ"])  # type: ignore[list-item]  # the mistake under test
        assert [(fault.code, fault.path, fault.value) for fault in caught.value.faults] == [
            (Code.TELEPHONE, "phones[1]", "x"),
            (Code.WRONG_TYPE, "phones[2]", 5),
            (Code.EMAIL, "emails[1]", "жоқ"),
        ]

    def test_not_a_list(self) -> None:
        """
        A text is not a list, and a set has no order.
        """
        values: tuple[Any, ...] = ("1415", None, {"1415"}, 1415, {})
        found = [faults_of(partial(Contacts, phones=value, emails=value)) for value in values]
        assert found == [[(Code.WRONG_TYPE, "phones"), (Code.WRONG_TYPE, "emails")]] * len(values)

    def test_repr_hides_them(self) -> None:
        """
        A representation shows no number and no address: they may be a person's.
        """
        shown = repr(Contacts(phones=["8 701 314 15 92"], emails=["saule@example.kz"]))
        assert not any(part in shown for part in ("314", "saule", "example"))

    def test_value(self) -> None:
        """
        Contact details are equal, hashed, pickled and copied as values.
        """
        contacts = Contacts(phones=["1415"])
        copies = {pickle.loads(pickle.dumps(contacts)), copy.deepcopy(contacts)}  # noqa: S301  # our own bytes
        assert copies == {Contacts(phones=("14-15",))}
