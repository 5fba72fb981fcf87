"""
A lifecycle under test: the protocol in plain data, and how its states are compared.

An act and a state are plain data as `to_plain` gives them, so a lifecycle may be an ORM, a service
over HTTP or a program in another language. A pure function like `lifecycle.apply` is adapted.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, Protocol, runtime_checkable

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.serialization.codec import from_plain, to_plain

Plain = dict[str, Any]
#: A pure function like `lifecycle.apply`.
Apply = Callable[[RegistryEntry | None, Act], RegistryEntry]


class Refused(Exception):  # the word for the outcome of an act
    """
    An act is refused and nothing has changed; `code` is the fault code if the lifecycle has one.
    """

    def __init__(self, code: str | None = None) -> None:
        super().__init__(code)
        self.code = code


@runtime_checkable
class Lifecycle(Protocol):
    """
    The life of one entry, in plain data.
    """

    def reset(self) -> None:
        """
        Return to the time when nothing has happened.
        """

    def do(self, act: Plain) -> None:
        """
        Perform a well-formed act as `to_plain` gives it.

        Raises:
            Refused: the act is unlawful, and nothing has changed.
        """

    def state(self) -> Plain | None:
        """
        Return the entry as `to_plain` gives it, or None before the issue of the licence.

        It has `status` and whichever other keys the lifecycle keeps; null means absent.
        """


class AlteredError(Exception):
    """
    A pure function changed the entry that it was given.
    """


@lru_cache(maxsize=4096)
def _act(text: str) -> Act:
    act: Act = from_plain(Act, json.loads(text))
    return act


def act_of(plain: Plain) -> Act:
    """
    Return the act that plain data describe; acts seen lately are not built again.
    """
    return _act(json.dumps(plain))


class Pure:
    """
    A pure function like `lifecycle.apply` as a lifecycle in plain data.
    """

    def __init__(self, apply: Apply) -> None:
        self._apply = apply
        self.reset()

    def reset(self) -> None:
        """
        Forget the entry.
        """
        self._entry: RegistryEntry | None = None
        self._plain: Plain | None = None

    def do(self, act: Plain) -> None:
        """
        Apply an act; the entry before it must stay as it was.

        Raises:
            AlteredError: it did not.
        """
        before, mark = self._entry, hash(self._entry)
        try:
            self._entry = self._apply(before, act_of(act))
            self._plain = None
        finally:
            if hash(before) != mark:
                raise AlteredError

    def state(self) -> Plain | None:
        """
        Return the entry as plain data.
        """
        if self._plain is None and self._entry is not None:
            self._plain = to_plain(self._entry)
        return self._plain


def subject_of(subject: Lifecycle | Apply) -> Lifecycle:
    """
    Return a lifecycle in plain data: the subject itself, or the adapter of a pure function.
    """
    return subject if isinstance(subject, Lifecycle) else Pure(subject)


def codes_of(error: Refused | RegistryError) -> tuple[str, ...]:
    """
    Return the fault codes of a refusal; none if it has none.
    """
    if isinstance(error, RegistryError):
        return tuple(str(fault.code) for fault in error.faults)
    return (error.code,) if error.code else ()


#: Lists whose order means nothing.
_UNORDERED: Final = ("conditions", "categories", "columns")

Picture = dict[str, object]


def values_of(state: Mapping[str, Any] | None) -> dict[str, Any]:
    """
    Return the values of a state by path, such as `consent.until`, as they stand there.
    """
    found = {**(state or {})}
    for key, value in (state or {}).items():
        if isinstance(value, dict):
            found |= {f"{key}.{name}": one for name, one in value.items()}
    return found


def picture(state: Mapping[str, Any] | None) -> Picture:
    """
    Return the values of a state by path, in a form that can be compared, without absent ones.

    What `to_plain` leaves out has its default here: the status, and the first day of a consent.
    """
    if state is None:
        return {}
    found: Picture = {"status": "active"}
    found |= {path: _comparable(path, value) for path, value in values_of(state).items()}
    if "consent" in found:
        found.setdefault("consent.counts_from", found.get("consent.given_on"))
    return {path: value for path, value in found.items() if value is not None}


def _comparable(path: str, value: Any) -> object:  # noqa: ANN401  # plain data
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if one is not None} if "." in path else True
    if isinstance(value, (list, tuple)):
        return (sorted(value) if path.endswith(_UNORDERED) else list(value)) or None
    return value
