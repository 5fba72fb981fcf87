"""
Service conditions and recipient categories as people list them.

A cell may list labels of any language, codes, or the Order's own numbers, in lines, bullets or with
separators, in any case, with look-alike letters and case endings. Every word of the cell must belong to
a known wording: one that does not makes the cell unknown, for it may say the opposite. A wording other
than the label itself is taken and listed.
"""

import re
from collections.abc import Sequence
from typing import Final, Generic

from attrs import frozen

from kz_social_registry.forms.inflection import stems
from kz_social_registry.forms.messages import Problem, Repair
from kz_social_registry.forms.notes import Notes, refuse
from kz_social_registry.text import fold
from kz_social_registry.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.words import AnyWord, in_order

#: Other wordings than the labels, as they occur; folded like them, so case and letters do not matter.
_CONDITIONS: Final = {
    ServiceCondition.INPATIENT: "стационарный; стационарлық; residential",
    ServiceCondition.SEMI_INPATIENT: (
        "полустационарный; жартылай стационарлық; жартылайстационар; semi-residential; semi inpatient"
    ),
    ServiceCondition.AT_HOME: (
        "надомный; надомное обслуживание; на дом; дома; домашний; үй жағдайында; үйге бару; үй; home; "
        "home care"
    ),
    ServiceCondition.TEMPORARY_STAY: "временно пребывания; уақытша болу; уақытша тұру",
}
_CATEGORIES: Final = {
    RecipientCategory.CHILDREN_PSYCHONEUROLOGICAL: (
        "дети с психоневрологическими патологиями; дети с психоневрологическими заболеваниями; "
        "дети-инвалиды с психоневрологическими патологиями; "
        "психоневрологиялық патологиялары бар балалар; психоневрологиялық ауытқулары бар балалар; "
        "психоневрологиялық патологиялары бар мүгедектігі бар балалар; "
        "children with psychoneurological disorders"
    ),
    RecipientCategory.CHILDREN_MUSCULOSKELETAL: (
        "дети с нарушениями опорно-двигательного аппарата; "
        "дети-инвалиды с нарушениями опорно-двигательного аппарата; "
        "дети с инвалидностью с нарушением функций опорно-двигательного аппарата; "
        "тірек-қимыл аппараты бұзылған балалар; "
        "тірек-қимыл аппаратының бұзылуы бар мүгедектігі бар балалар; "
        "children with musculoskeletal disorders"
    ),
    RecipientCategory.ADULTS_PSYCHONEUROLOGICAL: (
        "лица с инвалидностью старше 18 лет с психоневрологическими заболеваниями; "
        "лица старше 18 лет с психоневрологическими заболеваниями; "
        "лица старше восемнадцати лет с психоневрологическими заболеваниями; "
        "инвалиды старше 18 лет с психоневрологическими заболеваниями; "
        "психоневрологиялық аурулары бар 18 жастан асқан мүгедектігі бар адамдар; "
        "психоневрологиялық аурулары бар 18 жастан асқан адамдар; "
        "persons with disabilities over 18 who have psychoneurological diseases"
    ),
    RecipientCategory.DISABILITY_GROUP_1_2: (
        "лица с инвалидностью 1 и 2 группы; лица с инвалидностью I и II группы; "
        "лица с инвалидностью первой и второй группы; инвалиды 1 и 2 группы; "
        "инвалиды I и II группы; инвалиды первой и второй группы; "
        "1 және 2 топтағы мүгедектігі бар адамдар; I және II топтағы мүгедектігі бар адамдар; "
        "1, 2 топтағы мүгедектігі бар адамдар; persons with disabilities of groups 1 and 2"
    ),
    RecipientCategory.ELDERLY: (
        "престарелые; пожилые; лица преклонного возраста; пожилые люди; одинокие престарелые; "
        "лица, неспособные к самообслуживанию в связи с преклонным возрастом; "
        "лица, не способные самостоятельно себя обслуживать в связи с преклонным возрастом; "
        "қарттар; қарт адамдар; егде жастағы адамдар; elderly persons"
    ),
    RecipientCategory.HOMELESS: (
        "лица без определенного места жительства (БОМЖ); лица без определенного места жительства БОМЖ; "
        "бездомные; бомж; белгілі тұрғылықты жері жоқ адамдар; панасыз адамдар; homeless persons"
    ),
    RecipientCategory.RELEASED_OR_PROBATION: (
        "лица, освобожденные из мест лишения свободы и состоящие на учете службы пробации; "
        "лица, освобожденные из мест лишения свободы или состоящие на учете службы пробации; "
        "лица, освобожденные из мест лишения свободы; лица, состоящие на учете службы пробации; "
        "лица, состоящие на учете служб пробации; "
        "бас бостандығынан айыру орындарынан босатылған адамдар; "
        "пробация қызметінің есебінде тұрған адамдар"
    ),
    RecipientCategory.DOMESTIC_VIOLENCE_VICTIMS: (
        "жертвы насилия в быту; пострадавшие от бытового насилия; "
        "тұрмыстық зорлық-зомбылықтан зардап шеккендер; зорлық-зомбылық құрбандары; "
        "тұрмыстық зорлық құрбандары; domestic violence victims"
    ),
    RecipientCategory.TRAFFICKING_VICTIMS: (
        "жертвы торговли людей; пострадавшие от торговли людьми; жертвы траффика; жертвы трафика; "
        "адам саудасы құрбандары; адам саудасынан зардап шеккендер; trafficking victims"
    ),
}
#: Words that say nothing of their own in such a list.
_GLUE: Final = frozenset(
    fold(
        "и или а также мен және сондай ақ в во условиях условия условие жағдайында жағдайы шарты "
        "шарттары оказание оказания услуг услуги обслуживание ухода уход қызмет қызметі көрсету күтім "
        "and or the in care service services conditions"
    ).split()
)

_BULLET: Final = re.compile(r"(?:^|(?<=[\n;]))\s*(?:\d{1,2}[.)](?!\d)|[-–—•●*·▪])\s*")
_NUMBERS: Final = re.compile(r"\s*\d{1,2}(?:[\s,;.]+\d{1,2})*[\s.]*", re.ASCII)


@frozen
class _Wording(Generic[AnyWord]):
    """
    One way to say a word of a list, as words to be found one after another.
    """

    word: AnyWord
    tokens: tuple[str, ...]
    #: Whether it is a label or the code, not another wording.
    own: bool

    def fits(self, words: Sequence[str], start: int) -> bool:
        """
        Whether the words from `start` on say it, with other endings perhaps.
        """
        found = words[start : start + len(self.tokens)]
        return len(found) == len(self.tokens) and not any(
            stems(word).isdisjoint(stems(token)) for word, token in zip(found, self.tokens, strict=True)
        )


class WordReader(Generic[AnyWord]):
    """
    Reads a list of words of one kind from a cell.
    """

    def __init__(self, kind: type[AnyWord], others: dict[AnyWord, str]) -> None:
        self._kind = kind
        own = [(word, text) for word in kind for text in (word.value, *word.labels.values())]
        more = [(word, text) for word in kind for text in others[word].split(";")]
        self._wordings = sorted(
            {_wording(word, text, own=True) for word, text in own}
            | {_wording(word, text, own=False) for word, text in more},
            key=lambda wording: (-len(wording.tokens), not wording.own, wording.tokens),
        )
        self._exact = {wording.tokens: wording.word for wording in self._wordings if wording.own}

    def __call__(self, text: str, notes: Notes) -> tuple[AnyWord, ...]:
        """
        Return the words that a cell lists, in the Order's sequence.

        Raises:
            InvalidValue: something in the cell is not known.
        """
        items = text.split("; ")
        exact = [self._exact.get(tuple(fold(item).split())) for item in items]
        if None not in exact:
            return in_order({word for word in exact if word})
        if _NUMBERS.fullmatch(text):
            return self._numbered(text)
        return self._worded(text, notes)

    def _numbered(self, text: str) -> tuple[AnyWord, ...]:
        """
        Read the Order's own numbers: 1 to 4 of the conditions, 1 to 9 of the categories.
        """
        members = list(self._kind)
        numbers = {int(number) for number in re.findall(r"\d+", text)}
        if not numbers <= set(range(1, len(members) + 1)):
            refuse(Problem.UNKNOWN_WORDING, (f"1 … {len(members)}",))
        return tuple(members[number - 1] for number in sorted(numbers))

    def _worded(self, text: str, notes: Notes) -> tuple[AnyWord, ...]:
        words = fold(_BULLET.sub(" ", text)).split()
        found: set[AnyWord] = set()
        start, own = 0, True
        while start < len(words):
            wording = next((one for one in self._wordings if one.fits(words, start)), None)
            if wording is None and words[start] not in _GLUE:
                refuse(Problem.UNKNOWN_WORDING, self._kind)
            if wording is None:
                start, own = start + 1, False
                continue
            end = start + len(wording.tokens)
            own = own and wording.own and tuple(words[start:end]) == wording.tokens
            found.add(wording.word)
            start = end
        if not found:
            refuse(Problem.UNKNOWN_WORDING, self._kind)
        if not own:
            notes.add(Repair.WORDING, in_order(found))
        return in_order(found)


def _wording(word: AnyWord, text: str, *, own: bool) -> _Wording[AnyWord]:
    return _Wording(word, tuple(fold(text).split()), own)


read_conditions: Final = WordReader(ServiceCondition, _CONDITIONS)
read_categories: Final = WordReader(RecipientCategory, _CATEGORIES)
