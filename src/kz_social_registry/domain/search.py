"""
Search: what is asked for, the pages that answer, and counts; the same in every store.

`Criteria.match` says in Python what each criterion means. Stores that answer with indexes and SQL keep
what it asks for in columns beside each segment, and are tested to agree with it.

Results come in Kazakh alphabetical order of names, then by identifier and entry id. A page ends at a
`Cursor`, and the next one begins after it. Whatever others write meanwhile, no entry is skipped or
repeated that did not itself move.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar, Final, Self
from uuid import UUID

from attrs import converters, field, frozen

from kz_social_registry.base import validation
from kz_social_registry.base.codelist import AnyWord, Word
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import fold, kazakh_key
from kz_social_registry.base.validation import (
    Checked,
    Faults,
    instance,
    optional,
    parsed,
    tidied,
    words_of,
)
from kz_social_registry.base.vocabulary import RecipientCategory, Region, ServiceCondition, Status
from kz_social_registry.domain.entry import RegistryEntry, as_categories, as_conditions
from kz_social_registry.domain.values.identifiers import Identifier, identified, identifier

#: Rows a page; a longer answer has more pages, and iterating has no limit.
MOST_ROWS: Final = 10_000

_IN_REGISTER: Final = frozenset(status for status in Status if status is not Status.EXCLUDED)


def _identifier(digits: Identifier | str) -> Identifier:
    return parsed(identifier, digits) if type(digits) is str else digits  # type: ignore[return-value]  # parsed


def _regions(codes: Iterable[Region]) -> frozenset[Region]:
    return words_of(Region, codes)


def _statuses(codes: Iterable[Status]) -> frozenset[Status]:
    return words_of(Status, codes)


@frozen(kw_only=True, slots=False)
class Criteria(Checked):
    """
    What is looked for: all that is named must hold; of several words one is enough.

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

    identifier: Identifier | None = field(
        default=None, converter=converters.optional(_identifier), repr=False
    )
    #: Each of its words begins a word of the name or the address; case and look-alikes do not matter.
    text: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    conditions: frozenset[ServiceCondition] | None = field(
        default=None, converter=converters.optional(as_conditions)
    )
    categories: frozenset[RecipientCategory] | None = field(
        default=None, converter=converters.optional(as_categories)
    )
    regions: frozenset[Region] | None = field(default=None, converter=converters.optional(_regions))
    #: As recorded; by default those of what is in the register.
    statuses: frozenset[Status] = field(default=_IN_REGISTER, converter=_statuses)
    #: Whether the provider may be reimbursed for a service on that day.
    standing: bool | None = None
    #: Whether the consent to publication counts on that day.
    consent: bool | None = None
    capacity_from: int | None = None
    capacity_to: int | None = None
    #: The licence's last day is before this one; an open-ended licence has none.
    expires_before: date | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """
        The words looked for, folded.
        """
        return tuple(dict.fromkeys(fold(self.text or "").split()))

    def match(self, entry: RegistryEntry, on: date) -> bool:
        """
        Whether an entry as it stands on a day is among what is looked for.
        """
        last = entry.licence.valid_until
        consents = entry.consent is not None and entry.consent.covers(on)
        stands = entry.in_register and entry.in_force(on)
        return (
            entry.status in self.statuses
            and self.identifier in (None, entry.identifier)
            and (self.conditions is None or bool(self.conditions & entry.conditions))
            and (self.categories is None or bool(self.categories & entry.categories))
            and (self.regions is None or region_of(entry) in self.regions)
            and self.standing in (None, stands)
            and self.consent in (None, consents)
            and (self.capacity_from or 0) <= entry.capacity
            and entry.capacity <= (self.capacity_to or validation.MOST_PLACES)
            and (self.expires_before is None or (last is not None and last < self.expires_before))
            and _has_words(entry, self.words)
        )


def region_of(entry: RegistryEntry) -> Region | None:
    """
    Return the region of an entry's address, if its code was given (KATO).
    """
    return Region.of(region_code(entry))


def searched_text(entry: RegistryEntry) -> str:
    """
    Return what of an entry is searched for words: its name and address folded, a space before each.
    """
    return f" {fold(f'{entry.name} {entry.address}')}"


def _has_words(entry: RegistryEntry, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = searched_text(entry)
    return all(f" {word}" in text for word in words)


# Pages ----------------------------------------------------------------------------------------------


@frozen(order=True)
class Cursor:
    """
    The place of an entry among results; as text it is what a caller hands back for the next page.

    It tells an entry's name and identifier, not always of one that was found: it is for those who may
    see the register.

    >>> place = Cursor("", "940140000385", UUID(int=1))
    >>> Cursor.parse(str(place)) == place
    True
    """

    name_key: str = field(repr=False)
    identifier: str = field(repr=False)
    entry_id: UUID

    @classmethod
    def of(cls, entry: RegistryEntry) -> Self:
        """
        Return the place of an entry.
        """
        return cls(kazakh_key(entry.name), str(entry.identifier), entry.id)

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Return the place that a text tells.

        Raises:
            InvalidValue: it is none.
        """
        try:
            name_key, digits, entry_id = json.loads(urlsafe_b64decode(text.encode("ascii")))
            return cls(_text(name_key), _text(digits), UUID(entry_id))
        except (AttributeError, RecursionError, TypeError, ValueError):
            raise InvalidValue(*validation.wrong_type(text, "end of a page")) from None

    def __str__(self) -> str:
        plain = [self.name_key, self.identifier, str(self.entry_id)]
        return urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode()


def place(after: Cursor | str | None) -> Cursor | None:
    """
    Return where a page is to begin, given as a place or as the text of one.

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
    value.encode()  # refuses half a letter
    return value


@frozen(kw_only=True)
class Page:
    """
    Some of the entries found, in order.
    """

    entries: tuple[RegistryEntry, ...]
    #: Where the next page begins; None if this is the last.
    next: Cursor | None = None
    #: How many there are on all pages, if that was asked.
    total: int | None = None

    def __iter__(self) -> Iterator[RegistryEntry]:
        return iter(self.entries)


def rows(limit: object) -> Faults:
    """
    Check the number of rows a page.
    """
    if not isinstance(limit, int) or isinstance(limit, bool):
        return validation.wrong_type(limit, "whole number")
    allowed = (f"1 … {MOST_ROWS}",)
    within = 1 <= limit <= MOST_ROWS
    return () if within else (Fault(Code.OUT_OF_RANGE, value=limit, allowed=allowed),)


# Counts ---------------------------------------------------------------------------------------------


@frozen
class Count:
    """
    How many entries there are, and their total capacity.
    """

    entries: int
    capacity: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.entries + other.entries, self.capacity + other.capacity)


@frozen(kw_only=True)
class Facets:
    """
    What was found, counted by condition, category and region; every word of each list is there.

    An entry counts under each of its conditions and categories with its whole capacity: the register
    does not tell how the places are divided among them.
    """

    total: Count
    conditions: Mapping[ServiceCondition, Count]
    categories: Mapping[RecipientCategory, Count]
    #: By region; entries whose region was not given count in the total alone.
    regions: Mapping[Region, Count]


def region_code(entry: RegistryEntry) -> str:
    """
    Return the first two digits of the address code, or nothing.
    """
    return (entry.kato or "")[:2]


def bits(words: Iterable[Word]) -> int:
    """
    Return a set of words as bits, the first word of the list lowest.
    """
    return sum(1 << word.rank for word in words)


def facets_of(entries: Iterable[RegistryEntry]) -> Facets:
    """
    Return the counts of some entries.
    """
    return facets(
        (bits(entry.conditions), bits(entry.categories), region_code(entry), Count(1, entry.capacity))
        for entry in entries
    )


def facets(kinds: Iterable[tuple[int, int, str, Count]]) -> Facets:
    """
    Return the facets of entries that were counted by kind.

    A kind is the conditions and the categories, each set as bits, and the region's two digits.
    """
    conditions: dict[int, Count] = {}
    categories: dict[int, Count] = {}
    regions: dict[str, Count] = {}
    nothing = Count(0, 0)
    for these_conditions, these_categories, region, count in kinds:
        conditions[these_conditions] = conditions.get(these_conditions, nothing) + count
        categories[these_categories] = categories.get(these_categories, nothing) + count
        regions[region] = regions.get(region, nothing) + count
    return Facets(
        total=sum(regions.values(), nothing),
        conditions=_each(ServiceCondition, conditions),
        categories=_each(RecipientCategory, categories),
        regions={region: regions.get(region.value, nothing) for region in Region},
    )


def _each(kind: type[AnyWord], counts: Mapping[int, Count]) -> dict[AnyWord, Count]:
    """
    Return the counts of each word from those of sets of words.
    """
    by_word = dict.fromkeys(kind, Count(0, 0))
    for words, count in counts.items():
        for word in kind:
            if words >> word.rank & 1:
                by_word[word] += count
    return by_word
