"""
Faults as sentences for people: no code, no English path, no comparison, whatever the fault.
"""

import re
from collections.abc import Iterator
from inspect import signature
from typing import Any, Final

import pytest
from attrs import evolve, fields

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Cause, Fault, InvalidValue, NotFound, UnlawfulAct
from kz_social_registry.base.fault_codes import Code, Note, Problem, Refusal, Repair, lists
from kz_social_registry.base.fields import FieldName, field_name
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import (
    ActKind,
    FactAct,
    RecipientCategory,
    Region,
    ReissueGround,
    ServiceCondition,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.acts import ACTS, GivenConsent
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.parts import Consent, Contract, Licence, Succession
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.serialization.codec import from_plain, to_plain
from support.samples import LATER
from support.source import MODULES

#: Text in quotation marks is the caller's, or something to type.
QUOTED: Final = re.compile(r"«[^«»]*»|\"[^\"]*\"|`[^`]*`")
#: Names that are written so in every language: file formats, encodings, programs and time.
NAMES: Final = {
    "CSV", "Excel", "JSON", "Lines", "PostgreSQL", "UTC", "UTF", "XLS", "XLSX", "XML",
}  # fmt: skip
#: The kinds of accepted values that the code names in faults, by the code; others are the caller's.
ALLOWED: Final[dict[FaultCode, list[tuple[str, ...]]]] = {
    Code.UNKNOWN_CODE: [
        (*kind,)
        for kind in (ServiceCondition, RecipientCategory, ActKind, FactAct, Region, Status, Column)
    ],
    Code.UNEXPECTED: [("notice", "entry", "identifier", "on", "licence_number", "kato", "entry_id")],
    Code.NOTHING_TO_CHANGE: [("address", "kato", "conditions", "capacity", "phones", "emails")],
    Code.CHANGE_NEEDS_GROUND: [("name", "address", "kato", "new_identifier", "succession")],
    Code.GROUND_NEVER_HERE: [(*ReissueGround,)],
    Code.GROUND_FOR_OTHERS: [(*ReissueGround,)],
    Code.NOT_ALLOWED: [(*ActKind,), ()],
    Code.AFTER_EXPIRY: [(*ActKind,)],
    Code.ALREADY_IN_REGISTER: [(*ActKind,)],
    Code.STATUS_MISMATCH: [(one,) for one in Status],
    Code.IMPLAUSIBLE_DAY: [("1991-12-16 … 2199-12-31",)],
    Code.OUT_OF_RANGE: [("1 … 1000000",)],
    Code.KATO: [(*Region,)],
    Code.DAY_ORDER: [("licence.issued_on", "on"), ("consent.counts_from", "consent.until")],
    Problem.UNKNOWN_WORDING: [(*RecipientCategory,)],
    Problem.NEEDS_GROUND: [(*TerminationGround,)],
    Repair.WORDING: [(*RecipientCategory,)],
    Note.GROUND_SUPPLIED: [(*TerminationGround,)],
    Refusal.SHORT_HEADER: [(*Column,)],
}  # fmt: skip
CAUSE: Final = Cause(
    fact=3, fact_act=ActKind.EXCLUDE, fact_on=LATER, status=Status.EXCLUDED, since=LATER
)  # fmt: skip


def _types() -> set[str]:
    """
    Return the types that the checks of the source name.
    """
    asked = re.compile(r'(?:wrong_type|\binstance|\bexactly)\((?:[^"()\n]|\([^()\n]*\))*"([^"]+)"')
    classes = re.compile(r"validation\.instance\((\w+)\)|[ (]instance\(([A-Z]\w+)\)")
    texts = [path.read_text("utf-8") for path in MODULES.values()]
    named = {name for text in texts for name in asked.findall(text)}
    found = named | {"".join(names) for text in texts for names in classes.findall(text)}
    return {name for name in found if "{" not in name}


def _faults() -> Iterator[Fault]:
    for codes in lists():
        for code in codes:
            kinds = ALLOWED.get(code, [("1", "2", "50%")])
            yield from (Fault(code, allowed=allowed) for allowed in kinds)
    yield from (Fault(Code.WRONG_TYPE, allowed=(one,)) for one in sorted(_types()))
    yield Fault(Code.NOT_ALLOWED, "facts[3].act", cause=CAUSE)
    yield Fault(Code.NOT_ALLOWED, "act", cause=evolve(CAUSE, status=None))
    yield from (Fault(Code.EMPTY, name) for name in (*FieldName, *Column))
    yield from (
        Fault(Code.EMPTY, path) for path in ("contacts.phones[1]", "licence.term.years", "Книга 1.xlsx")
    )


def _strange(sentence: str, language: Language) -> list[str]:
    bare = QUOTED.sub("", sentence)
    found = re.findall(r"\w*_\w*|\w+\.\w+_\w+|[≤≥]|--\w+|\{|None", bare)
    if language != "en":
        found += [word for word in re.findall(r"[A-Za-z]+", bare) if word not in NAMES]
    return found


def test_a_fault_without_its_values_is_a_sentence_too() -> None:
    """
    Others' plain data may have the code alone; the message then has dashes.
    """
    bare = [from_plain(Fault, {"code": one.code.value, "path": ""}) for one in _faults()]
    assert all(one.describe("kk") and str(one) for one in bare)
    assert Fault(Code.DAY_ORDER).describe("en") == "– must not be later than –"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_code_a_path_or_a_comparison(language: Language) -> None:
    """
    Every message, with accepted values of each kind that the code names, is in the reader's words.
    """
    sentences = [fault.describe(language) for fault in _faults()]
    wrong = {one: found for one in sentences if (found := _strange(one, language))}
    assert wrong == {}
    assert len(sentences) > 250


def test_every_list_of_words_is_shown_by_its_labels() -> None:
    """
    Words are shown by their labels; where digits or options are asked for, with their codes.
    """
    shown = Fault(Code.UNKNOWN_CODE, "conditions", allowed=ServiceCondition).describe("ru")
    assert shown == (
        "Условия оказания услуг: такого значения в списке нет; допустимы: стационар, полустационар, "
        "на дому, временное пребывание"
    )
    assert Fault(Code.KATO, "kato", allowed=Region).message("kk").endswith("62, 63, 71, 75, 79")
    option = Fault(Problem.NEEDS_GROUND, "terminated_on", allowed=[TerminationGround.REVOKED])
    assert "«revoked» – лишение (отзыв) лицензии" in option.describe("ru")


def test_a_fault_from_plain_data_has_the_same_words() -> None:
    """
    A fault that crossed a process as JSON names words by their labels, as before.
    """
    faults = [
        Fault(Code.NOT_ALLOWED, "act", allowed=ActKind, cause=CAUSE),
        Fault(Code.UNKNOWN_CODE, "categories", allowed=RecipientCategory),
        Fault(Refusal.FEW_ROWS, allowed=("10", "11")),
        Fault(Code.EMPTY, "name"),
    ]
    again = [from_plain(Fault, to_plain(fault)) for fault in faults]
    assert again == faults
    assert [one.describe("kk") for one in again] == [one.describe("kk") for one in faults]


@pytest.mark.parametrize(
    ("path", "kk", "ru", "en"),
    [
        ("phones[1]", "Телефон 2", "Телефон 2", "Telephone 2"),
        ("contacts.phones[1]", "Телефон 2", "Телефон 2", "Telephone 2"),
        ("licence.issued_on", "Лицензияның берілген", "Дата выдачи лицензии", "Licence issue date"),
        ("consent.until", "Келісім, соңғы күні", "Согласие, последний день", "Consent, last day"),
        ("facts[3].act", "Факт 3", "Факт 3", "Fact 3"),
        ("licence", "Лицензия", "Лицензия", "Licence"),
        ("store", "", "", ""),
        ("form.xlsx", "«form.xlsx»", "«form.xlsx»", '"form.xlsx"'),
        ("consent.x y", "Келісім, «x y»", "Согласие, «x y»", 'Consent, "x y"'),
    ],
)
def test_a_sentence_begins_with_the_field(path: str, kk: str, ru: str, en: str) -> None:
    """
    A path is the field's name in the reader's language; the caller's own names stand in quotes.
    """
    assert field_name(path, "en") == en
    for language, name in zip(LANGUAGES, (kk, ru, en), strict=True):
        assert Fault(Code.EMPTY, path).describe(language).startswith(name)


def test_every_parameter_and_attribute_has_a_name() -> None:
    """
    Whatever a verb or a question takes, and an entry has, has a name in the reader's language.
    """
    kinds: list[Any] = [
        *ACTS.values(), RegistryEntry, GivenConsent, Consent, Contract, Licence, Contacts, Succession,
        Term, Criteria, Annul,
    ]  # fmt: skip
    questions = [
        verb
        for kind in (Registry, RegistryReader)
        for name, verb in vars(kind).items()
        if name[0] != "_" and callable(verb)
    ]
    names = {attribute.name for kind in kinds for attribute in fields(kind)}
    names |= {name for verb in questions for name in signature(verb).parameters}
    names -= {"self", "more", "progress", "pairs", "total", "earlier"}  # never at fault
    assert [name for name in sorted(names) if "«" in field_name(name, "kk")] == []


def test_days_out_of_order_are_a_sentence() -> None:
    """
    Which day may not be later than which other is said by the names of both.
    """
    fault = Fault(Code.DAY_ORDER, "on", allowed=("included_on", "on"))
    assert fault.describe("ru") == ("Дата: «Дата включения в регистр» не может быть позже, чем «Дата»")


def test_faults_by_field() -> None:
    """
    Sentences are found by the first name of the path, and do not repeat it; the whole is `""`.
    """
    errors = [
        InvalidValue(
            Fault(Code.TELEPHONE, "phones[1]"), Fault(Code.MISSING, "name"), Fault(Code.EMPTY, "name"),
            Fault(Code.MISSING, "consent.until"), Fault(Code.TERM_SHAPE),
        ),
        UnlawfulAct(Fault(Code.NO_CONSENT, "act"), Fault(Code.NOT_ALLOWED, "facts[2].act")),
        NotFound(Fault(Code.UNKNOWN_ENTRY, "entry")),
    ]  # fmt: skip
    found = [error.by_field("ru") for error in errors]
    errors[1].of_fields = True  # as the verbs and posted acts have it
    assert errors[1].by_field("ru") == found[1]
    assert found == [
        {
            "phones": [
                "№ 2: номер телефона не распознан; например: +7 (7172) 74-36-54 (подпункт 7) пункта 5 "
                "Правил)"
            ],
            "name": ["Обязательное значение не указано", "Не должно быть пустым"],
            "consent": ["Последний день: обязательное значение не указано"],
            "": [Fault(Code.TERM_SHAPE).describe("ru")],
        },
        {
            "": [
                "Действующего согласия нет (пункт 7 Правил)",
                "Факт 2: в текущем состоянии записи это действие невозможно; можно: –",
            ]
        },
        {"entry": ["Такой записи в регистре нет"]},
    ]


def test_a_fault_with_other_names() -> None:
    """
    A path and a rule take the caller's names; a fault of two days is at the one that the caller gave.
    """
    names = {"terminated_on": "on", "contacts.phones": "phones"}
    faults = [
        Fault(Code.TELEPHONE, "contacts.phones[0]"),
        Fault(Code.DAY_ORDER, "reissued_on", allowed=("reissued_on", "terminated_on")),
        Fault(Code.EMPTY, "name"),
    ]
    assert [fault.renamed(names) for fault in faults] == [
        Fault(Code.TELEPHONE, "phones[0]"),
        Fault(Code.DAY_ORDER, "on", allowed=("reissued_on", "on")),
        Fault(Code.EMPTY, "name"),
    ]


def test_developers_read_path_code_and_english() -> None:
    """
    The text of a fault has the path, the code and English, with codes and paths as they are.
    """
    fault = Fault(Code.DAY_ORDER, "on", allowed=("included_on", "on"))
    assert str(fault) == "on: day_order: included_on must not be later than on"
    assert str(InvalidValue(fault, Fault(Code.EMPTY))) == f"{fault}\nempty: must not be empty"
