"""
The notices of the example feed about one invented provider, day after day.

No identifier or number in it is in use. BINs have serials above 99000, which no month reaches; IINs
have years of birth before 1890; telephone numbers of subscribers begin with 0.
Each choice comes from a digest of its subject. It looks random and is equal in every version of Python.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, Final, TypeVar

from kz_social_registry.domain.values.identifiers import control_digit
from kz_social_registry.domain.values.terms import ONE_DAY
from support.feed_words import (
    AT_HOME,
    CENTRES,
    CITIES,
    LIKELY_PROFILES,
    PEOPLE,
    SHELTER,
    STREETS,
    TOWNS,
    WORDS,
)

PROVIDERS: Final = 324
#: The last ones are natural persons, and before them a joint enterprise of sole traders.
JOINT: Final = PROVIDERS - len(PEOPLE)
#: The first Monday under the Rules as amended by Order No 106.
_FIRST_DAY: Final = date(2025, 4, 21)
_SATURDAY: Final = 5
_ADDRESS: Final = 4

Choice = TypeVar("Choice")
Plain = dict[str, Any]


def digest(*key: object) -> int:
    """
    Return a large number that follows from the key.
    """
    return int.from_bytes(sha256(repr(key).encode()).digest()[:6])


def one_of(choices: Sequence[Choice], *key: object) -> Choice:
    """
    Return the choice that follows from the key.
    """
    return choices[digest(*key) % len(choices)]


def bin_of(serial: int, kind: str = "40") -> str:
    """
    Return an invented BIN with that serial and, as digits 5 and 6, that kind.
    """
    for attempt in count():
        year = (94 + digest("year", serial) % 31) % 100  # 1994 to 2024
        month = 1 + (digest("month", serial) + attempt) % 12
        eleven = f"{year:02}{month:02}{kind}{99000 + serial}"
        if (control := control_digit(eleven)) is not None:
            return f"{eleven}{control}"
    raise AssertionError


def iin_of(serial: int) -> str:
    """
    Return the IIN of an invented person, born in the nineteenth century.
    """
    for attempt in count():
        born = date(1850, 1, 1) + timedelta(digest("born", serial) % 14600)
        eleven = f"{born:%y%m%d}{1 + serial % 2}{9000 + serial + 50 * attempt}"
        if (control := control_digit(eleven)) is not None:
            return f"{eleven}{control}"
    raise AssertionError


def working(day: date) -> date:
    """
    Return the day itself, or after it the Monday.
    """
    return day + ONE_DAY * max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else day


# The notices about one provider -----------------------------------------------------------------------


class Story:
    """
    The notices about one provider, added day after day.
    """

    def __init__(self, number: int, taken: set[str]) -> None:
        self.number = number
        self.natural = number > JOINT
        self.notices: list[tuple[date, Plain]] = []
        self.language = one_of(("kk", "kk", "ru"), "language", number)
        self.town = TOWNS[number % len(TOWNS)]
        self.profile = one_of(LIKELY_PROFILES, "profile", number)
        self.identifier = bin_of(number, "60" if number == JOINT else "40")
        self._taken = taken
        if self.natural:
            self._name, self.language = PEOPLE[PROVIDERS - number]
            self.profile, self.identifier = AT_HOME, iin_of(number)
        else:
            self._name = self.new_name()
        self.day = working(_FIRST_DAY + timedelta(digest("begins", number) % 135))
        self.issued_on = self.day

    def tell(self, act: str, *, on: date | None = None, **content: Any) -> str:
        """
        Add a notice about the provider on its present day, and return the notice's id.
        """
        return self.send(act, on=f"{on or self.day}", identifier=self.identifier, **content)

    def send(self, act: str, **content: Any) -> str:
        """
        Add a notice and return its id.
        """
        notice_id = f"L-{self.number:04}-{len(self.notices) + 1:02}"
        self.notices.append((self.day, {"notice": notice_id, "act": act, **content}))
        return notice_id

    def later(self, least: int = 20, most: int = 130) -> "Story":
        """
        Move on to a later working day.
        """
        days = least + digest("later", self.number, len(self.notices)) % (most - least + 1)
        self.day = working(self.day + timedelta(days))
        return self

    def new_name(self) -> str:
        """
        Return a name that no provider has had.
        """
        town = self.town.kk if self.language == "kk" else self.town.adjective
        for attempt in count():
            pattern = one_of(self.profile.names[self.language], "pattern", self.number, attempt)
            word = one_of(WORDS[self.language], "word", self.number, attempt)
            if (name := pattern.format(word=word, town=town)) not in self._taken:
                self._taken.add(name)
                return name
        raise AssertionError

    def address(self, variant: object = 0) -> str:
        """
        Return an address in the provider's town.
        """
        house = 1 + digest("house", self.number) % 140
        street = one_of(STREETS[self.language], "street", self.number, variant)
        kazakh = self.language == "kk"
        town = f"{self.town.kk} қаласы" if kazakh else f"г. {self.town.ru}"
        region = () if self.town.region in CITIES else (self.town.region.labels[self.language],)
        return ", ".join((*region, town, street, f"{house}-үй" if kazakh else f"д. {house}"))

    def phones(self, variant: object = 0) -> list[str]:
        """
        Return one telephone or two, in one of the ways that people write them.
        """
        area, digits = self.town.area, 10 - len(self.town.area)
        found = []
        for index in range(1 + digest("phones", self.number, variant) % 2):
            last = digest("phone", self.number, variant, index) % 10 ** (digits - 1)
            subscriber = f"{last:0{digits}}"
            prose = f"8 ({area}) {subscriber[:-4]}-{subscriber[-4:-2]}-{subscriber[-2:]}"
            found.append(one_of((f"+7{area}{subscriber}", prose), "prose", self.number))
        return found

    def emails(self, variant: object = 0) -> list[str]:
        """
        Return an e-mail address.
        """
        mailbox = one_of(("info", "ortalyq", "center", "komek", "office"), self.number, variant)
        return [f"{mailbox}{self.number}@example.kz"]

    def branches(self, variant: object = 0) -> list[tuple[str, int]]:
        """
        Return the provider's branches: the condition of service and the places of each.
        """
        sizes = range(1 + digest("branches", self.number, variant) % 3)
        conditions = self.profile.conditions
        return [
            (conditions[n % len(conditions)], 10 + digest("places", self.number, n) % 80) for n in sizes
        ]

    def begin(self, *, term: Plain | None = None, consent: object = None) -> "Story":
        """
        Add the notice of a licence, and for most providers of a consent and a contract.
        """
        self.issued_on = self.day
        inclusion = self.day = working(self.day + timedelta(digest("wait", self.number) % 4))
        branches = self.branches()
        centre = TOWNS.index(self.town) < CENTRES
        rest = "0000000" if self.town.region in CITIES else "1010000"
        kato = {"kato": f"{self.town.region}{rest}"} if centre else {}
        self.send(
            "issue",
            on=f"{inclusion}",
            identifier=self.identifier,
            name=self._name,
            address=self.address(),
            **kato,
            conditions=sorted({condition for condition, _ in branches}),
            categories=list(self.profile.categories[: 1 + digest("both", self.number) % 2]),
            capacity=sum(places for _, places in branches),
            phones=self.phones(),
            emails=self.emails(),
            licence={
                "issued_on": f"{self.issued_on}",
                "term": term or {"years": 3},
                "number": f"SSS-{self.issued_on.year}-{self.number:05}",
            },
        )
        self.consent(consent)
        return self.contract() if digest("contract", self.number) % 10 < 7 else self

    def consent(self, given: object = None) -> None:
        """
        Add the notice of a consent: the given one, or a likely one for this provider.
        """
        limited = {"columns": "all", "until": f"{self.day.replace(year=self.day.year + 1, day=1)}"}
        some = {"columns": [2, 4, 5, 6, 7, 8, 9, 15]}
        likely: list[Plain] = [{"columns": "all"}] * 12 + [some] * 3 + [limited, {}, {}]
        if self.natural:
            likely = [{"columns": [2, 5, 6, 7, 8]}, {"columns": [2, 4, 5, 6, 7, 8, 10, 11, 15]}]
        chosen = {"columns": given} if given else one_of(likely, "consent", self.number)
        if chosen:
            self.tell("give_consent", **{**chosen, "columns": self._hidden(chosen["columns"])})

    def _hidden(self, columns: Any) -> object:
        """
        Return the columns; a shelter for victims leaves out its address.
        """
        if self.profile is not SHELTER:
            return columns
        return [
            number for number in (range(2, 18) if columns == "all" else columns) if number != _ADDRESS
        ]

    def contract(self) -> "Story":
        """
        Add the notice of a contract with the local executive body.
        """
        self.later(3, 30)
        year_end = {"until": f"{self.day.year}-12-31"}
        term = one_of((year_end, {"years": 1}, {"months": 6}), "contract term", self.number)
        self.tell("sign_contract", term=term, document=self.document("contract"))
        return self

    def document(self, kind: str = "order") -> str:
        """
        Return the title of an invented document of the present day, in the provider's language.
        """
        number = 1 + digest(kind, self.number, len(self.notices)) % 300
        titles = {
            ("kk", "order"): f"{self.day:%d.%m.%Y} № {number}-ө бұйрық",
            ("ru", "order"): f"приказ № {number}-п от {self.day:%d.%m.%Y}",
            ("kk", "contract"): f"{self.day:%d.%m.%Y} № {number} шарт",
            ("ru", "contract"): f"договор № {number} от {self.day:%d.%m.%Y}",
        }
        return titles[self.language, kind]

    def exclude(self, basis: str = "terminated") -> "Story":
        """
        Add the notice of the exclusion, a few days later.
        """
        self.later(2, 12)
        words = {
            ("kk", "terminated"): "лицензияның қолданысы тоқтатылды",
            ("ru", "terminated"): "прекращение действия лицензии",
            ("kk", "asked"): "өнім берушінің өтініші",
            ("ru", "asked"): "заявление поставщика",
        }
        self.tell("exclude", basis=f"{words[self.language, basis]}; {self.document()}")
        return self
