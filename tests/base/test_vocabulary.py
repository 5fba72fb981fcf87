"""
The closed lists: this test pins their codes, and compares their labels with the law.
"""

import copy
import pickle
import re
import unicodedata
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages

import pytest

import kz_social_registry
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import MissingExtra
from kz_social_registry.base.law import ITEM, LANGUAGES, PERMITS, Clause, Language
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    Region,
    ReissueGround,
    ServiceCondition,
    Status,
    SuccessionKind,
    TerminationGround,
    View,
)

for module in walk_packages(kz_social_registry.__path__, "kz_social_registry."):
    with suppress(MissingExtra):  # its words are checked where the extra is installed
        import_module(module.name)

#: Every list of the library, in any module.
LISTS = [kind for kind in Word.__subclasses__() if kind.__module__.startswith("kz_social_registry.")]
WORDS = [word for kind in LISTS for word in kind]

#: Codes never change: programs, files and stores rely on them.
CODES: list[tuple[type[Word], str]] = [
    (ServiceCondition, "inpatient semi_inpatient at_home temporary_stay"),
    (
        RecipientCategory,
        "children_psychoneurological children_musculoskeletal adults_psychoneurological "
        "disability_group_1_2 elderly homeless released_or_probation domestic_violence_victims "
        "trafficking_victims",
    ),
    (
        TerminationGround,
        "expired performed revoked ceased voluntary delicensed not_subject other_law",
    ),
    (
        ReissueGround,
        "person_renamed sole_trader_changed reorganised name_or_location alienated object_address "
        "other_law",
    ),
    (SuccessionKind, "licensed_again merger transformation accession spin_off division restored"),
    (Status, "active suspended terminated excluded"),
    (
        ActKind,
        "issue reissue sign_contract end_contract amend suspend resume terminate exclude give_consent "
        "withdraw_consent",
    ),
    (View, "current full"),
    (Region, "10 11 15 19 23 27 31 33 35 39 43 47 55 59 61 62 63 71 75 79"),
]

CONDITIONS = [
    ("стационар", "стационар", "inpatient"),
    ("жартылай стационар", "полустационар", "semi-inpatient"),
    ("үйде", "на дому", "at home"),
    ("уақытша болу жағдайында", "временное пребывание", "temporary stay"),
]

CATEGORIES = [
    (
        "психоневрологиялық ауытқулары бар мүгедектігі бар балалар",
        "дети с инвалидностью с психоневрологическими патологиями",
        "children with disabilities who have psychoneurological disorders",
    ),
    (
        "тірек-қимыл аппараты бұзылған мүгедектігі бар балалар",
        "дети с инвалидностью с нарушениями опорно-двигательного аппарата",
        "children with disabilities who have musculoskeletal disorders",
    ),
    (
        "психоневрологиялық аурулары бар он сегіз жастан асқан мүгедектігі бар адамдар",
        "лица с инвалидностью старше восемнадцати лет с психоневрологическими заболеваниями",
        "persons with disabilities over eighteen who have psychoneurological diseases",
    ),
    (
        "бірінші және екінші топтағы мүгедектігі бар адамдар",
        "лица с инвалидностью первой и второй групп",
        "persons with disabilities of the first and second groups",
    ),
    (
        "егде жасына байланысты өзіне қызмет көрсетуге мүмкіндігі жоқ адамдар",
        "лица, не способные к самообслуживанию в связи с преклонным возрастом",
        "persons unable to look after themselves because of old age",
    ),
    (
        "белгілі бір тұрғылықты жері жоқ адамдар",
        "лица без определенного места жительства",
        "persons without a fixed place of residence",
    ),
    (
        "бас бостандығынан айыру орындарынан босатылған және (немесе) пробация қызметтерінің "
        "есебінде тұрған адамдар",
        "лица, освобожденные из мест лишения свободы и (или) состоящие на учете службы пробации",
        "persons released from places of deprivation of liberty and (or) registered with the "
        "probation service",
    ),
    (
        "тұрмыстық зорлық-зомбылық құрбандары",
        "жертвы бытового насилия",
        "victims of domestic violence",
    ),
    ("адам саудасының құрбандары", "жертвы торговли людьми", "victims of human trafficking"),
]

GROUNDS = [
    (
        "берілген мерзімінің өтуі",
        "истечение срока, на который выдана лицензия",
        "expiry of its term",
    ),
    (
        "әрекеттердің (операциялардың) толық көлемде жасалуы",
        "совершение действий (операций) в полном объеме",
        "the acts (operations) were performed in full",
    ),
    ("лицензиядан айыру (қайтарып алу)", "лишение (отзыв) лицензии", "revocation"),
    (
        "жеке тұлға қызметінің тоқтатылуы, заңды тұлғаның таратылуы",
        "прекращение деятельности физического лица, ликвидация юридического лица",
        "the person ceased business or was liquidated",
    ),
    (
        "лицензиаттың ерікті өтініші",
        "добровольное обращение лицензиата",
        "the licensee's own application",
    ),
    (
        "лицензияның немесе қызмет түрінің Заңға 1-қосымшадан алып тасталуы",
        "исключение лицензии или вида деятельности из приложения 1 к Закону",
        "the licence or the activity was removed from Appendix 1 to the Law",
    ),
    (
        "лицензиаттың лицензиялануға жататын тұлғалар қатарынан алып тасталуы",
        "исключение лицензиата из числа лиц, подлежащих лицензированию",
        "the licensee was removed from the persons subject to licensing",
    ),
    (
        "заңдарда көзделген өзге де жағдайлар",
        "иные случаи, предусмотренные законами",
        "other cases provided by law",
    ),
]

REISSUE_GROUNDS = [
    ("жеке тұлғаның тегінің, атының, әкесінің атының өзгеруі",
     "изменение фамилии, имени, отчества физического лица",
     "a natural person's surname, name or patronymic changed"),
    ("дара кәсіпкердің қайта тіркелуі, оның атауының немесе заңды мекенжайының өзгеруі",
     "перерегистрация индивидуального предпринимателя, изменение его наименования или юридического "
     "адреса",
     "a sole trader was registered anew, or its name or legal address changed"),
    ("заңды тұлғаның қайта ұйымдастырылуы", "реорганизация юридического лица",
     "the legal person was reorganised"),
    ("заңды тұлға атауының және (немесе) орналасқан жерінің өзгеруі",
     "изменение наименования и (или) места нахождения юридического лица",
     "a legal person's name and (or) location changed"),
    ("лицензияның иеліктен шығарылуы", "отчуждение лицензии", "the licence was alienated"),
    ("объект нақты көшірілмей, орналасқан жері мекенжайының өзгеруі",
     "изменение адреса места нахождения объекта без его физического перемещения",
     "an object's address changed without its physical move"),
    ("заңдарда қайта ресімдеу туралы талаптың болуы", "требование закона о переоформлении",
     "a law demands the reissue"),
]  # fmt: skip

#: The forms of reorganisation by the Law on Permits, art. 34.
REORGANISATIONS = [
    ("бірігу", "слияние", "merger"),
    ("қайта құру", "преобразование", "transformation"),
    ("қосылу", "присоединение", "accession"),
    ("бөліп шығару", "выделение", "spin-off"),
    ("бөліну", "разделение", "division"),
]

REGIONS = """
10 Абай облысы · область Абай · Abai
11 Ақмола облысы · Акмолинская область · Akmola
15 Ақтөбе облысы · Актюбинская область · Aktobe
19 Алматы облысы · Алматинская область · Almaty Region
23 Атырау облысы · Атырауская область · Atyrau
27 Батыс Қазақстан облысы · Западно-Казахстанская область · West Kazakhstan
31 Жамбыл облысы · Жамбылская область · Zhambyl
33 Жетісу облысы · область Жетісу · Zhetisu
35 Қарағанды облысы · Карагандинская область · Karaganda
39 Қостанай облысы · Костанайская область · Kostanay
43 Қызылорда облысы · Кызылординская область · Kyzylorda
47 Маңғыстау облысы · Мангистауская область · Mangystau
55 Павлодар облысы · Павлодарская область · Pavlodar
59 Солтүстік Қазақстан облысы · Северо-Казахстанская область · North Kazakhstan
61 Түркістан облысы · Туркестанская область · Turkistan
62 Ұлытау облысы · область Ұлытау · Ulytau
63 Шығыс Қазақстан облысы · Восточно-Казахстанская область · East Kazakhstan
71 Астана қаласы · город Астана · Astana
75 Алматы қаласы · город Алматы · Almaty
79 Шымкент қаласы · город Шымкент · Shymkent
"""


def _labels(kind: type[Word]) -> list[tuple[str, ...]]:
    return [tuple(map(word.label, LANGUAGES)) for word in kind]


@pytest.mark.parametrize(("kind", "codes"), CODES)
def test_codes(kind: type[Word], codes: str) -> None:
    """
    The codes of each list and their sequence never change.
    """
    assert [word.value for word in kind] == codes.split()


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (ServiceCondition, CONDITIONS),
        (RecipientCategory, CATEGORIES),
        (TerminationGround, GROUNDS),
        (ReissueGround, REISSUE_GROUNDS),
    ],
)
def test_labels_are_those_of_the_law(kind: type[Word], labels: list[tuple[str, ...]]) -> None:
    """
    Conditions, categories and grounds have the wording of the Order and the Law.

    Russian labels may rest on the assumption "labels".
    """
    assert _labels(kind) == labels


def test_reorganisations_are_those_of_the_law() -> None:
    """
    The kinds of succession that the Law on Permits, art. 34 names have its wording.
    """
    assert _labels(SuccessionKind)[1 : 1 + len(REORGANISATIONS)] == REORGANISATIONS


def test_regions() -> None:
    """
    The twenty regions have these names by the first two digits of KATO.
    """
    written = [f"{r.value} {' · '.join(map(r.label, LANGUAGES))}" for r in Region]
    assert written == REGIONS.strip().splitlines()


def test_conditions_and_categories_cite_their_items() -> None:
    """
    Conditions are item 4 and categories item 5 of paragraph 5.

    Rules, para. 5(4) and Rules, para. 5(5).
    """
    cited = [{word.clause for word in kind} for kind in (ServiceCondition, RecipientCategory)]
    assert cited == [{ITEM[4]}, {ITEM[5]}]


def test_termination_grounds_cite_their_points() -> None:
    """
    The eight grounds are the points of the Law on Permits, art. 35(1), in order.

    Rules, para. 6 and Law on Permits, art. 35(1)(1)–(8).
    """
    points = [Clause(PERMITS, article=35, paragraph=1, point=point) for point in range(1, 9)]
    assert [ground.clause for ground in TerminationGround] == points


def test_reissue_grounds_cite_their_points() -> None:
    """
    The seven grounds are the points of the Law on Permits, art. 33(1), in order.

    Law on Permits, art. 33(1)(1)–(7).
    """
    points = [Clause(PERMITS, article=33, paragraph=1, point=point) for point in range(1, 8)]
    assert [ground.clause for ground in ReissueGround] == points


def test_words_of_a_list_have_different_labels() -> None:
    """
    No two words of a list share all their labels.
    """
    assert [kind for kind in LISTS if len(set(_labels(kind))) != len(kind)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_tidy_text(language: Language) -> None:
    """
    Every word has a label in every language: NFC, printable, no stray space.
    """
    labels = [word.label(language) for word in WORDS]
    tidy = [" ".join(unicodedata.normalize("NFC", label).split()) for label in labels]
    assert labels == tidy
    assert all(label and label.isprintable() for label in labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_look_alike_letters_in_labels(language: Language) -> None:
    """
    No word of a label mixes Latin and Cyrillic letters, although the source of the Order does.
    """
    tokens = re.findall(r"[^\W\d_]+", " ".join(word.label(language) for word in WORDS))
    mixed = [token for token in tokens if not token.isascii() and re.search("[A-Za-z]", token)]
    assert mixed == []


def test_english_labels_are_in_latin_letters() -> None:
    """
    An English label contains no Cyrillic letter.
    """
    assert [word for word in WORDS if re.search("[\u0400-\u04ff]", word.label("en"))] == []


def test_words_survive_pickle_and_copies() -> None:
    """
    A word that was pickled or copied is the same object again.
    """
    copies = (pickle.loads(pickle.dumps(WORDS)), copy.deepcopy(WORDS), [*map(copy.copy, WORDS)])  # noqa: S301  # our own bytes
    pairs = [pair for one in copies for pair in zip(WORDS, one, strict=True)]
    assert [word for word, other in pairs if word is not other] == []


def test_codes_are_plain_ascii() -> None:
    """
    A code consists of small ASCII letters, digits and underscores.
    """
    assert [word for word in WORDS if not re.fullmatch(r"[a-z0-9_]+", word.value)] == []
