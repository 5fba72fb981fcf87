"""
The strategy of each public type, for `st.from_type`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Any, Final
from uuid import UUID

from hypothesis import assume
from hypothesis.strategies import SearchStrategy

from kz_social_registry import form, registry
from kz_social_registry.base import errors
from kz_social_registry.base.errors import Cause, Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind, Status, Withholding
from kz_social_registry.domain import acts
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import Withheld
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.feed import Outcome, Receipt, receive
from kz_social_registry.feed.notices import outcomes
from kz_social_registry.form.importing.plan import Survey
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.testing.draws import lives, registers, values
from kz_social_registry.testing.strategies import strategy

_ERRORS: Final = (
    errors.RegistryError, errors.InvalidValue, errors.UnlawfulAct, errors.NotFound, errors.Conflict,
    errors.Erased, errors.StoreError, errors.MissingExtra, form.FormError,
)  # fmt: skip


def _fault(rng: Random) -> Fault:
    path = rng.choice(("", "name", "contacts.phones[1]"))
    return Fault(rng.choice(tuple(Code)), path, value=values.maybe(rng, (values.a_text(rng),)))


def _error(kind: type[errors.RegistryError], rng: Random) -> errors.RegistryError:
    return kind(*(_fault(rng) for _ in range(1 + rng.randrange(3))))


def _cause(rng: Random) -> Cause:
    return Cause(
        fact=1 + rng.randrange(20),
        fact_act=rng.choice(tuple(ActKind)),
        fact_on=values.a_day(rng),
        status=values.maybe(rng, tuple(Status)),
    )


def _given_consent(rng: Random) -> acts.GivenConsent:
    provider = values.an_identifier(rng)
    return acts.GivenConsent(**values.terms_of_consent(rng, values.a_day(rng), provider))


Question = Callable[[Registry, UUID], Iterable[Any]]
#: What a register answers about an entry; one of the answers is drawn.
_ANSWERS: Final[dict[type, Question]] = {
    registry.Change: lambda held, _: held.changes(),
    registry.Checkpoint: lambda held, _: [held.checkpoint()],
    registry.Diff: lambda held, entry: (
        held.public_diff(held.public(on=one.starts, published_on=one.starts))
        for one in held.timeline(entry)
    ),
    registry.Extract: lambda held, entry: (
        held.extract(one.entry.identifier, on=one.starts) for one in held.timeline(entry)
    ),
    registry.Facets: lambda held, _: [held.facets()],
    Fact: Registry.history,
    registry.History: lambda held, _: held.store.histories(),
    registry.JournalLine: Registry.journal,
    registry.Page: lambda held, _: [held.search()],
    registry.Period: lambda held, _: held.periods(),
    registry.Record: lambda held, entry: held.store.records(entry),
    registry.Segment: Registry.timeline,
    registry.Verification: lambda held, _: [held.verify()],
}


def _answer(ask: Question, rng: Random) -> Any:  # noqa: ANN401  # of any type
    found = registers.answers(rng, ask)
    assume(found)
    return rng.choice(found)


def _feed(rng: Random) -> list[dict[str, Any]]:
    """
    Draw notices, the first of them again, and one that is no notice.
    """
    notices = registers.some_notices(rng)
    return [*notices, notices[0], {}]


def _address(rng: Random) -> form.CellAddress:
    return form.CellAddress("", 1 + rng.randrange(5000), 1 + rng.randrange(17))


def _finding(rng: Random) -> form.Finding:
    return form.Finding(
        severity=rng.choice(tuple(form.Severity)),
        fault=_fault(rng),
        address=_address(rng),
        raw=values.a_text(rng),
    )


def _report(rng: Random) -> form.FormReport:
    verdicts = Counter(rng.choices(tuple(form.RowVerdict), k=1 + rng.randrange(9)))
    rejected, differing = verdicts[form.RowVerdict.REJECTED], verdicts[form.RowVerdict.DIFFERING]
    known = verdicts.total() - rejected - verdicts[form.RowVerdict.ACCEPTED]
    missing = rng.randrange(4)
    survey = Survey(
        rows=verdicts.total(), unreadable=rejected, known=known, differing=differing, missing=missing,
        registered=known + missing,
    )  # fmt: skip
    first = tuple(_finding(rng) for _ in range(rejected + differing))
    return form.FormReport(verdicts=verdicts, repaired=0, survey=survey, first=first)


_MAKERS: Final[dict[type, Callable[[Random], Any]]] = {
    Bin: values.a_bin,
    Iin: values.an_iin,
    Term: values.a_term,
    Contacts: values.some_contacts,
    acts.Licence: values.a_licence,
    acts.Contract: values.a_contract,
    acts.Consent: values.a_consent,
    acts.GivenConsent: _given_consent,
    acts.Succession: lives.a_succession,
    **{acts.ACTS[kind]: partial(lives.an_act_of, kind=kind) for kind in lives.LATER},
    acts.Issue: partial(lives.an_issue, predecessors=lives.STRANGERS),
    RegistryEntry: lives.an_entry,
    Criteria: registers.some_criteria,
    Standing: registers.a_standing,
    PublicEntry: registers.a_row,
    Publication: registers.a_publication,
    Withheld: lambda rng: Withheld(rng.choice(tuple(Withholding))),
    Registry: registers.a_register,
    RegistryReader: lambda rng: RegistryReader(registers.a_register(rng).store),
    **{kind: partial(_answer, ask) for kind, ask in _ANSWERS.items()},
    registry.Cursor: lambda rng: registry.Cursor.of(lives.an_entry(rng)),
    registry.Notice: lambda rng: registry.Notice(
        f"L-{rng.randrange(9999):06}", rng.choice(registers.some_notices(rng))
    ),
    Outcome: lambda rng: rng.choice([*outcomes(registers.empty(), _feed(rng))]),
    Receipt: lambda rng: receive(registers.empty(), _feed(rng)),
    form.ActField: lambda rng: rng.choice(form.act_fields(rng.choice(tuple(ActKind)))),
    form.CellAddress: _address,
    form.Finding: _finding,
    form.FormReport: _report,
    Fault: _fault,
    Cause: _cause,
    **{kind: partial(_error, kind) for kind in _ERRORS},
}
#: The strategy of each type that a program is given or constructs.
TYPES: Final[dict[type, SearchStrategy[Any]]] = {
    kind: strategy(make)() for kind, make in _MAKERS.items()
}
