"""
Inflection: whether two words are forms of one word.

Kazakh adds endings of plural, possession and case to a word, and endings that negate it: «стационарсыз»
is without a ward, «босатылмаған» is not released. So only endings that keep the meaning are known. The
forms of short words are listed, for many other words begin with the same letters.
"""

from functools import lru_cache
from itertools import product
from typing import Final

from kz_social_registry.base.text import fold

_PLURAL: Final = ("", "лар", "лер", "дар", "дер", "тар", "тер")
_POSSESSIVE: Final = ("", "ы", "і", "сы", "сі")
_CASES: Final = (
    "", "ның", "нің", "дың", "дің", "тың", "тің", "ға", "ге", "қа", "ке", "на", "не", "а", "е", "н",
    "ны", "ні", "ды", "ді", "ты", "ті", "да", "де", "та", "те", "нда", "нде", "дан", "ден", "тан",
    "тен", "нан", "нен", "мен", "бен", "пен", "дағы", "дегі", "тағы", "тегі", "ндағы", "ндегі",
)  # fmt: skip
_RUSSIAN: Final = (
    "а", "я", "о", "е", "у", "ю", "ы", "и", "ь", "й", "ой", "ей", "ою", "ею", "ом", "ем", "ам", "ям",
    "ами", "ями", "ах", "ях", "ов", "ев", "ия", "ие", "ии", "ию", "ий", "ием", "иям", "иями", "иях",
    "ью", "ьми", "ый", "ая", "яя", "ое", "ее", "ые", "ого", "его", "ому", "ему", "ым", "им", "ых",
    "их", "ую", "юю", "ыми", "ими",
)  # fmt: skip
_ENGLISH: Final = ("s", "es", "y", "ies")
_KAZAKH: Final = map("".join, product(_PLURAL, _POSSESSIVE, _CASES))
_ENDINGS: Final = frozenset(map(fold, (*_KAZAKH, *_RUSSIAN, *_ENGLISH)))

#: Short words in the forms that occur, and the words for a person, which are synonyms here.
_FORMS: Final = (
    "лица лицо лиц лицу лицам лицами лицах люди людей людям людьми людях граждане граждан гражданам "
    "гражданами гражданах", "дети детей детям детьми детях",
    "дом дома дому домах", "места мест местам местах",
    "бомж бомжи бомжей бомжам бомждар бомждарға бомждың",
    "үйде үй үйге үйінде үйдегі үйдің үйлерінде", "жері жерлері",
    "адам адамның адамды адамға адаммен адамдар адамдардың адамдарды адамдарға адамдармен азамат "
    "азаматтар азаматтардың азаматтарды азаматтарға азаматтармен тұлғалар тұлғалардың тұлғаларды "
    "тұлғаларға тұлғалармен кісілер кісілердің кісілерді кісілерге кісілермен",
    "болу болуы болуға болуда болатын", "тұру тұруы тұруға", "бару баруы баруға барып",
    "children child", "persons person people",
)  # fmt: skip
_FIRST_OF: Final = {form: forms[0] for forms in (fold(one).split() for one in _FORMS) for form in forms}
_SHORT: Final = 4
_SHORTEST_STEM: Final = 3


@lru_cache(maxsize=4096)
def stems(word: str) -> frozenset[str]:
    """
    Return the possible stems of a folded word; two words are forms of one if they share a stem.

    >>> stems("кызметтер") & stems("кызметинин")
    frozenset({'кызмет'})
    >>> stems("уйде") & stems("уйирме")
    frozenset()
    """
    if word in _FIRST_OF or len(word) <= _SHORT:
        return frozenset((f"={_FIRST_OF.get(word, word)}",))  # the word has no endings
    places = range(_SHORTEST_STEM, len(word) + 1)
    return frozenset(word[:place] for place in places if word[place:] in _ENDINGS)
