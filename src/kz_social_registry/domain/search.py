"""
Search: criteria, pages of results, and counts, the same in every store.

`Criteria.match` defines each criterion in Python. Stores that answer with SQL keep the compared values
in columns of each segment; tests compare their answers with `match`.

Results are sorted by name in Kazakh alphabetical order, then by identifier and entry id. A page ends at
a `Cursor`, and the next page begins after it. If others write meanwhile, an entry is skipped or
repeated only if its own position changed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Final, Self, TypeVar, overload
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base import Value, validation
from kz_social_registry.base.codelist import AnyWord, Word
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.text import fold, kazakh_key
from kz_social_registry.base.validation import AnyValue, Checked, Private, instance, optional
from kz_social_registry.base.vocabulary import RecipientCategory, Region, ServiceCondition, Status
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.identifiers import Identifier, as_identifier, identified
from kz_social_registry.domain.values.regions import region_of

#: The most rows of a page; iterating over all results has no limit.
MOST_ROWS: Final = 10_000

_IN_REGISTER: Final = frozenset(status for status in Status if status is not Status.EXCLUDED)


def _conditions(codes: Iterable[ServiceCondition | str] | None) -> frozenset[ServiceCondition] | None:
    return _asked(ServiceCondition, codes)


def _categories(
    codes: Iterable[RecipientCategory | str] | None,
) -> frozenset[RecipientCategory] | None:
    return _asked(RecipientCategory, codes)


def _regions(codes: Iterable[Region | str] | None) -> frozenset[Region] | None:
    return _asked(Region, codes)


def _statuses(codes: Iterable[Status | str] | None) -> frozenset[Status]:
    return _asked(Status, codes) or _IN_REGISTER


def _asked(kind: type[AnyWord], codes: Iterable[AnyWord | str] | None) -> frozenset[AnyWord] | None:
    """
    Convert codes to words; an empty choice of a form, alone or among others, asks nothing.
    """
    if isinstance(codes, (list, tuple, set, frozenset)):
        codes = [code for code in codes if code != ""]
    return validation.words_of(kind, codes) if codes else None


# The type checker's plugin for attrs knows converters by their names and types, and no generic ones.
def _yes_or_no(value: bool | None) -> bool | None:  # noqa: FBT001  # a converter has one argument
    return _chosen(value)


def _places(value: int | None) -> int | None:
    return _chosen(value)


def _day(value: date | None) -> date | None:
    return _chosen(value)


def _chosen(value: AnyValue) -> AnyValue | None:
    return None if value == "" else value


def _text_asked(text: str | None) -> str | None:
    return validation.tidied(text) or None if text is not None else None


def _provider_asked(digits: Identifier | str | None) -> Identifier | None:
    return as_identifier(digits) if digits else None


@frozen(kw_only=True, eq=False, repr=False)
class Criteria(Checked):
    """
    The criteria of a search. All must hold; of the words in a set, one is enough.

    What a form posts for an empty field or choice, an empty text alone or in a list, asks nothing.

    Raises:
        InvalidValue: with every criterion that is wrong.

    >>> Criteria(regions=["71"], text="қамқорлық").regions
    frozenset({<Region.ASTANA: '71'>})
    """

    CHECKS: ClassVar = {
        "identifier": optional(identified),
        "text": optional(validation.text),
        "conditions": optional(validation.words(ServiceCondition)),
        "categories": optional(validation.words(RecipientCategory)),
        "regions": optional(validation.words(Region)),
        "statuses": validation.words(Status),
        "standing": optional(instance(bool, "true or false")),
        "consent": optional(instance(bool, "true or false")),
        "capacity_from": optional(validation.count),
        "capacity_to": optional(validation.count),
        "expires_before": optional(validation.day),
    }

    identifier: Identifier | None = field(default=None, converter=_provider_asked, repr=False)
    #: Each of its words must begin a word of the name or the address. Case and similar letters of the
    #: two alphabets do not matter. A text without letters and digits matches nothing.
    text: str | None = field(default=None, converter=_text_asked, repr=False)
    conditions: frozenset[ServiceCondition] | None = field(default=None, converter=_conditions)
    categories: frozenset[RecipientCategory] | None = field(default=None, converter=_categories)
    #: By the KATO code, or by the address where it leaves no doubt.
    regions: frozenset[Region] | None = field(default=None, converter=_regions)
    #: The recorded statuses; by default those of entries in the register.
    statuses: frozenset[Status] = field(default=_IN_REGISTER, converter=_statuses)
    #: Whether the provider is in the register with a licence in force on that day.
    standing: bool | None = field(default=None, converter=_yes_or_no)
    #: Whether the consent to publication counts on that day.
    consent: bool | None = field(default=None, converter=_yes_or_no)
    capacity_from: int | None = field(default=None, converter=_places)
    capacity_to: int | None = field(default=None, converter=_places)
    #: The licence's last day must be before this one; an open-ended licence does not match.
    expires_before: date | None = field(default=None, converter=_day)

    @property
    def words(self) -> tuple[str, ...]:
        """
        The folded words of the text.
        """
        return tuple(dict.fromkeys(fold(self.text or "").split()))

    @property
    def nothing(self) -> bool:
        """
        Whether the text has signs only, which no entry is found by.
        """
        return bool(self.text) and not self.words

    def match(self, entry: RegistryEntry, on: date) -> bool:
        """
        Return whether an entry, as it stands on a day, meets the criteria.
        """
        last = entry.licence.valid_until
        consents = entry.consent is not None and entry.consent.covers(on)
        stands = entry.in_register and entry.in_force(on)
        return (
            entry.status in self.statuses
            and self.identifier in (None, entry.identifier)
            and (self.conditions is None or bool(self.conditions & entry.conditions))
            and (self.categories is None or bool(self.categories & entry.categories))
            and (self.regions is None or region_code(entry) in self.regions)
            and self.standing in (None, stands)
            and self.consent in (None, consents)
            and (self.capacity_from or 0) <= entry.capacity
            and entry.capacity <= (self.capacity_to or validation.MOST_PLACES)
            and (self.expires_before is None or (last is not None and last < self.expires_before))
            and not self.nothing
            and (not self.text or has_words(searched_text(entry), self.words))
        )


def searched_text(entry: RegistryEntry) -> str:
    """
    Return the entry's folded name and address, with a space before each word.
    """
    return folded_text(entry.name, entry.address)


def folded_text(*texts: str) -> str:
    """
    Return texts folded into one, with a space before each word.
    """
    return f" {fold(' '.join(texts))}"


def has_words(text: str, words: Iterable[str]) -> bool:
    """
    Return whether each of the words begins a word of a text by `folded_text`.
    """
    return all(f" {word}" in text for word in words)


# Pages ----------------------------------------------------------------------------------------------


@frozen(order=True)
class Cursor:
    """
    The position of an entry in the results; its text is given back for the next page.

    The text contains a name and an identifier, so it is only for users who may see the register.

    >>> cursor = Cursor("", "940140000385", UUID(int=1))
    >>> Cursor.parse(str(cursor)) == cursor
    True
    """

    name_key: str = field(repr=False)
    identifier: str = field(repr=False)
    entry_id: UUID

    @classmethod
    def of(cls, entry: RegistryEntry) -> Self:
        """
        Return the position of an entry.
        """
        return cls(kazakh_key(entry.name), str(entry.identifier), entry.id)

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Return the cursor of a text.

        Raises:
            InvalidValue: the text is not a cursor.
        """
        from base64 import urlsafe_b64decode  # noqa: PLC0415  # few programs turn pages

        try:
            name_key, digits, entry_id = json.loads(urlsafe_b64decode(text.encode("ascii")))
            return cls(_text(name_key), _text(digits), UUID(entry_id))
        except (AttributeError, RecursionError, TypeError, ValueError):
            raise InvalidValue(*validation.wrong_type(text, "end of a page")) from None

    def __str__(self) -> str:
        from base64 import urlsafe_b64encode  # noqa: PLC0415  # as above

        plain = [self.name_key, self.identifier, str(self.entry_id)]
        return urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode()


def as_cursor(after: Cursor | str | None) -> Cursor | None:
    """
    Return the cursor after which a page begins, from a cursor or its text.

    Raises:
        InvalidValue: it is neither.
    """
    if after is None or isinstance(after, Cursor):
        return after
    try:
        return Cursor.parse(after)
    except InvalidValue as error:
        raise error.under("after") from None


def _text(value: object) -> str:
    """
    Return a text that every store can compare.
    """
    if not isinstance(value, str) or "\0" in value:
        raise TypeError
    value.encode()  # refuses a lone surrogate
    return value


Row_co = TypeVar("Row_co", covariant=True)


class Rows(Sequence[Row_co]):
    """
    A sequence of its `entries`; it is false without any, and a slice is a tuple.
    """

    __slots__ = ()
    entries: tuple[Row_co, ...]

    @overload
    def __getitem__(self, place: int) -> Row_co: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row_co, ...]: ...
    def __getitem__(self, place: int | slice) -> Row_co | tuple[Row_co, ...]:
        return self.entries[place]

    def __iter__(self) -> Iterator[Row_co]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


@frozen(kw_only=True, eq=False, repr=False)
class Page(Rows[RegistryEntry], Private):
    """
    A page of the entries found, in order.
    """

    entries: tuple[RegistryEntry, ...]
    #: The cursor of the next page; None if this is the last.
    next: Cursor | None = None
    #: How many there are on all pages, if that was asked.
    total: int | None = None


#: Check the number of rows of a page.
rows: Final = validation.up_to(MOST_ROWS)


# Counts ---------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Count(Value):
    """
    A number of entries, and their total capacity.
    """

    entries: int
    capacity: int


@frozen(kw_only=True, eq=False, repr=False)
class Facets(Value):
    """
    The entries found, counted by condition, category and region, with every word of each list.

    An entry counts under each of its conditions and categories with its whole capacity, since the
    register does not divide the capacity among them.
    """

    total: Count
    conditions: Mapping[ServiceCondition, Count]
    categories: Mapping[RecipientCategory, Count]
    #: By region; entries without a region count in the total only. Empty for a publication, whose rows
    #: show no region.
    regions: Mapping[Region, Count]


def region_code(entry: RegistryEntry) -> str:
    """
    Return the region by the address code, else by the address where it is certain, or an empty text.
    """
    return entry.kato[:2] if entry.kato else region_of(entry.address) or ""


@lru_cache(maxsize=1024)  # entries have few different sets
def bits(words: frozenset[Word] | tuple[Word, ...]) -> int:
    """
    Return a set of words as bits; the first word of the list is the lowest bit.
    """
    return sum(1 << word.rank for word in words)


def facets_of(entries: Iterable[RegistryEntry]) -> Facets:
    """
    Return the counts of some entries.
    """
    return facets(
        (bits(entry.conditions), bits(entry.categories), region_code(entry), 1, entry.capacity)
        for entry in entries
    )


def facets(kinds: Iterable[tuple[int, int, str, int, int]]) -> Facets:
    """
    Return the facets of entries that were counted by kind.

    A kind is the conditions and the categories, each set as bits, and the region's two digits; the
    number of its entries and their total capacity follow.
    """
    by_conditions, by_categories, by_region = (_Sums(lambda: [0, 0]) for _ in range(3))
    for conditions, categories, region, entries, places in kinds:
        for count in (by_conditions[conditions], by_categories[categories], by_region[region]):
            count[0] += entries
            count[1] += places
    return Facets(
        total=_sum(by_region.values()),
        conditions=_of_each(ServiceCondition, by_conditions),
        categories=_of_each(RecipientCategory, by_categories),
        regions={region: Count(*by_region[region.value]) for region in Region},
    )


#: Entries and places, by a set of words as bits, or by a region's digits.
_Sums = defaultdict[Any, list[int]]


def _of_each(kind: type[AnyWord], sums: _Sums) -> dict[AnyWord, Count]:
    return {
        word: _sum(count for words, count in sums.items() if words >> word.rank & 1) for word in kind
    }


def _sum(counts: Iterable[Sequence[int]]) -> Count:
    return Count(*map(sum, zip((0, 0), *counts, strict=True)))
