"""
Every error as data: what is wrong, where, by which clause, and what can be done.

    RegistryError                   carries one fault or more
    ├── InvalidValue (ValueError)   a value that its type or the Order does not allow
    ├── UnlawfulAct                 an act that the lifecycle refuses
    ├── NotFound (LookupError)      no such entry, provider or notice
    ├── Conflict                    somebody else wrote meanwhile, or a notice id was used before
    ├── Erased                      the entry's data are gone, by law
    ├── StoreError                  the file or the server under the register
    └── MissingExtra (ImportError)  an optional package is not installed

Faults carry the value that they are about, and never print it: it may be personal data.
"""

from collections.abc import Iterable
from typing import Self

from attrs import Factory, evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.fault_codes.general import EXPECTED
from kz_social_registry.base.law import Clause, Language


def _words(allowed: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(word) for word in allowed)


@frozen
class Fault:
    """
    One thing that is wrong.

    >>> from kz_social_registry.base.fault_codes import Code
    >>> print(Fault(Code.NO_CONSENT, "act"))
    act: there is no consent to withdraw (Rules, para. 7)
    """

    #: A `Code`, or a word of another list of faults.
    code: Word
    #: Where: attribute names and indexes, as in `contacts.phones[1]`; empty for the whole.
    path: str = ""
    #: The value itself, for programs; neither `str` nor `repr` shows it.
    value: object = field(default=None, repr=False, eq=False, kw_only=True)
    #: What would have been accepted: codes, acts, a rule, or counts and their limit; never a value of
    #: an entry. A message names all of it, or each by its place.
    allowed: tuple[str, ...] = field(default=(), kw_only=True, converter=_words)
    #: The clause that asks for it; by default that of the code.
    clause: Clause | None = field(
        default=Factory(lambda fault: getattr(fault.code, "clause", None), takes_self=True),
        kw_only=True,
    )

    def describe(self, language: Language) -> str:
        """
        Return the fault as a sentence in Kazakh, Russian or English.
        """
        allowed = self.allowed
        if self.code is Code.WRONG_TYPE:  # what else is allowed is written as it stands: codes, fields
            allowed = tuple(EXPECTED.get(word, {}).get(language, word) for word in allowed)
        message = self.code.label(language).format(*allowed, allowed=", ".join(allowed) or "–")
        where = f"{self.path}: " if self.path else ""
        return f"{where}{message}" + (f" ({self.clause.cite(language)})" if self.clause else "")

    def under(self, path: str) -> Self:
        """
        Return the fault as seen from the value that holds this one at `path`.
        """
        inner = self.path
        joint = "." if path and inner and not inner.startswith("[") else ""
        return evolve(self, path=f"{path}{joint}{inner}")

    def __str__(self) -> str:
        return self.describe("en")


class RegistryError(Exception):
    """
    The base of all errors; `faults` is never empty.
    """

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """
        What is wrong, every fault of it.
        """
        return self.args

    def describe(self, language: Language) -> str:
        """
        Return all faults, one a line, in Kazakh, Russian or English.
        """
        return "\n".join(fault.describe(language) for fault in self.faults)

    def under(self, path: str) -> Self:
        """
        Return the same error as seen from the value that holds the faulty one at `path`.
        """
        return type(self)(*(fault.under(path) for fault in self.faults))

    def __str__(self) -> str:
        return self.describe("en")


class InvalidValue(RegistryError, ValueError):
    """
    A value that its type or the Order does not allow.
    """


class UnlawfulAct(RegistryError):
    """
    An act that the lifecycle refuses; nothing was changed.
    """


class NotFound(RegistryError, LookupError):
    """
    There is no such entry, provider or notice.
    """


class Conflict(RegistryError):
    """
    Somebody else wrote meanwhile, or the notice's id was used before.
    """


class Erased(RegistryError):
    """
    The entry's data were erased, as the law demands.
    """


class StoreError(RegistryError):
    """
    The file or the server under the register does not do its part.
    """


class MissingExtra(RegistryError, ImportError):
    """
    An optional package is not installed.
    """
