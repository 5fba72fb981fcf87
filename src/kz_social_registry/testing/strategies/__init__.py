"""
Hypothesis strategies: invented identifiers, entries, acts, whole lawful lives, and registers.

Identifiers have correct control digits and belong to real persons only by chance.
Names consist of common words. The module needs the extra `testing`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import update_wrapper
from random import Random
from typing import Concatenate, Final, ParamSpec, TypeVar
from uuid import UUID

from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ImportError as error:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[testing]",))) from error

from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.testing.draws import cells as _cells
from kz_social_registry.testing.draws import lives, values
from kz_social_registry.testing.draws import registers as _registers
from kz_social_registry.testing.draws.values import FIRST_DAY, LAST_DAY

__all__ = [
    "FIRST_DAY", "LAST_DAY", "acts", "bins", "cells", "consents", "contacts", "contracts", "criteria",
    "days", "emails", "entries", "facts", "histories", "identifiers", "iins", "issues", "katos",
    "licences", "notices", "public_entries", "publications", "registers", "standings", "successions",
    "telephones", "terms", "texts", "unlawful_acts",
]  # fmt: skip

Options = ParamSpec("Options")
Value = TypeVar("Value")

_RANDOM: Final = st.randoms(note_method_calls=False, use_true_random=False)


def strategy(
    make: Callable[Concatenate[Random, Options], Value],
) -> Callable[Options, SearchStrategy[Value]]:
    """
    Return the strategy of what a function draws.
    """

    def drawn(draw: DrawFn, /, *args: Options.args, **kwargs: Options.kwargs) -> Value:
        return make(draw(_RANDOM), *args, **kwargs)

    update_wrapper(drawn, make)
    return st.composite(drawn)


days = strategy(values.a_day)
texts = strategy(values.a_text)
bins = strategy(values.a_bin)
iins = strategy(values.an_iin)
identifiers = strategy(values.an_identifier)
terms = strategy(values.a_term)
katos = strategy(values.a_kato)
telephones = strategy(values.some_telephones)
emails = strategy(values.some_emails)
contacts = strategy(values.some_contacts)
licences = strategy(values.a_licence)
contracts = strategy(values.a_contract)
consents = strategy(values.a_consent)
successions = strategy(lives.a_succession)
acts = strategy(lives.an_act)
entries = strategy(lives.an_entry)
unlawful_acts = strategy(lives.an_unlawful_act)
notices = strategy(_registers.some_notices)
facts = strategy(_registers.some_facts)
registers = strategy(_registers.a_register)
publications = strategy(_registers.a_publication)
public_entries = strategy(_registers.a_row)
standings = strategy(_registers.a_standing)
criteria = strategy(_registers.some_criteria)
cells = strategy(_cells.a_cell)


@st.composite
def issues(
    draw: DrawFn,
    identifier: SearchStrategy[Identifier] | None = None,
    first: date = FIRST_DAY,
    last: date = LAST_DAY,
    *,
    predecessors: Sequence[UUID] = (),
) -> Issue:
    """
    Return issues of licences with an inclusion between two days.

    Some continue entries among `predecessors`; a register refuses those that it does not have.
    """
    number = None if identifier is None else draw(identifier)
    return lives.an_issue(draw(_RANDOM), number, first, last, predecessors=predecessors)


@st.composite
def histories(
    draw: DrawFn,
    identifier: SearchStrategy[Identifier] | None = None,
    *,
    longest: int = lives.LONGEST_LIFE,
    predecessors: Sequence[UUID] = (),
) -> list[Act]:
    """
    Return the acts of one lawful life in the order of their days; the first is an issue.

    Some continue entries among `predecessors`; a register refuses those that it does not have.
    """
    number = None if identifier is None else draw(identifier)
    return lives.a_life(draw(_RANDOM), number, longest=longest, predecessors=predecessors)[0]
