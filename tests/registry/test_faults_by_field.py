"""
The faults of the verbs have the names of the verbs' own parameters.
"""

from datetime import date
from inspect import signature
from typing import Any, Final
from uuid import UUID

import pytest

from kz_social_registry.base.errors import RegistryError, UnlawfulAct
from kz_social_registry.base.vocabulary import SuccessionKind
from kz_social_registry.domain.values.parts import Succession
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore

DAY: Final = date(2025, 5, 12)
ISSUE: Final[dict[str, Any]] = {
    "on": DAY, "identifier": "940140000385", "name": "«Мейірім» ЖШС", "address": "Астана",
    "conditions": {"at_home"}, "categories": {"elderly"}, "capacity": 40,
    "licence_issued_on": date(2025, 5, 8), "licence_term": Term(years=3),
}  # fmt: skip
#: A wrong value of each parameter, whatever the verb.
WRONG: Final[dict[str, Any]] = {
    "on": "2025", "identifier": "1", "new_identifier": "1", "name": "", "address": "", "kato": "99",
    "conditions": ["home"], "categories": [], "capacity": 0, "phones": ["1"], "emails": ["1"],
    "licence_issued_on": "2025", "licence_term": 3, "licence_number": "", "reissued_on": "2025",
    "contract_signed_on": "2025", "contract_term": 3, "consent": 5, "succession": 5, "entry_id": 5,
    "document": "", "ground": "x", "term": 3, "signed_on": "2025", "until": "2025", "basis": "",
    "columns": ["x"], "given_on": "2025", "by": "", "number": 0, "reason": "", "replacement": 5,
    "expect": 7,
}  # fmt: skip
RIGHT: Final[dict[str, dict[str, Any]]] = {
    "issue": {**ISSUE, "identifier": "950341000052"},
    "reissue": {"on": DAY, "ground": "name_or_location"},
    "sign_contract": {"on": DAY, "term": Term(years=1)},
    "end_contract": {"on": DAY},
    "amend": {"on": DAY, "capacity": 1},
    "suspend": {"on": DAY},
    "resume": {"on": DAY},
    "terminate": {"on": DAY, "ground": "revoked"},
    "exclude": {"on": DAY, "basis": "сот шешімі"},
    "give_consent": {"on": DAY},
    "withdraw_consent": {"on": DAY},
    "annul": {"number": 1, "reason": "қате"},
    "correct": {"number": 1, "reason": "қате", "replacement": None},
}


@pytest.mark.parametrize("verb", RIGHT)
def test_a_wrong_value_is_at_its_parameter(verb: str) -> None:
    """
    Whatever parameter of a verb is wrong, `by_field` has its sentences under the parameter's name.
    """
    registry = Registry(MemoryStore())
    entry = registry.issue(**ISSUE)
    right = RIGHT[verb] | ({} if verb == "issue" else {"entry": entry})
    if "replacement" in right:
        right["replacement"] = registry.history(entry)[0].content
    parameters = signature(getattr(Registry, verb)).parameters.keys() - {"self", "entry", "notice"}
    found = {name: _fields(registry, verb, right | {name: WRONG[name]}) for name in parameters}
    expected = {name: {name} for name in parameters}
    if verb == "issue":  # a contract has both values
        assert found["contract_signed_on"] == found["contract_term"]
        expected |= {name: found[name] for name in ("contract_signed_on", "contract_term")}
    assert found == expected
    assert len(registry.history(entry)) == 1


def _fields(registry: Registry, verb: str, given: dict[str, Any]) -> set[str]:
    with pytest.raises(RegistryError) as caught:
        getattr(registry, verb)(**given)
    return set(caught.value.by_field("kk"))


def test_an_entry_that_is_not_there() -> None:
    """
    The entry of a verb is its parameter `entry`.
    """
    assert _fields(Registry(MemoryStore()), "resume", {"entry": UUID(int=1), "on": DAY}) == {"entry"}


def test_an_act_as_a_whole_is_the_empty_field() -> None:
    """
    A refusal that concerns no value is at `""`, and a day that is refused at `on`.
    """
    registry = Registry(MemoryStore())
    entry = registry.issue(**ISSUE)
    late = {"entry": entry, "on": date(2028, 5, 9)}
    assert _fields(registry, "resume", {"entry": entry, "on": DAY}) == {""}
    assert _fields(registry, "suspend", late) == {"on"}
    assert _fields(registry, "terminate", {**late, "ground": "voluntary"}) == {"on"}
    assert _fields(registry, "issue", ISSUE) == {"identifier"}
    registry.suspend(entry, on=DAY)
    with pytest.raises(UnlawfulAct) as caught:
        registry.issue(**ISSUE)
    cause = caught.value.faults[0].cause
    assert cause
    assert (cause.fact, cause.fact_act, cause.status, cause.since) == (2, "suspend", "suspended", DAY)
    assert _fields(registry, "annul", {"entry": entry, "number": 9, "reason": "қате"}) == {"number"}


@pytest.mark.parametrize("verb", ["issue", "reissue"])
def test_a_part_of_a_parameter(verb: str) -> None:
    """
    A predecessor that the register does not know is at the verb's parameter, with its place there.
    """
    registry = Registry(MemoryStore())
    values = RIGHT[verb] | ({} if verb == "issue" else {"entry": registry.issue(**ISSUE)})
    values |= {"ground": "reorganised"} if verb == "reissue" else {}
    succession = Succession(kind=SuccessionKind.MERGER, predecessors=(UUID(int=7),))
    assert _fields(registry, verb, values | {"succession": succession}) == {"succession"}
