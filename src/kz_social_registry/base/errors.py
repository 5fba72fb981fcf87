"""
Errors as data: each fault has a code, a path, a clause and the accepted values.

    RegistryError                   carries one fault or more
    ├── InvalidValue (ValueError)   a value that its type or the Order does not allow
    ├── UnlawfulAct                 an act that the lifecycle refuses
    ├── NotFound (LookupError)      no such entry, provider or notice
    ├── Conflict                    others wrote meanwhile, or a notice id was used before
    ├── Erased                      the entry's data were erased under the law
    ├── StoreError                  the register's file or server failed
    └── MissingExtra (ImportError)  an optional package is not installed

A fault carries its value and never prints it, since the value may be personal data.
"""

from collections.abc import Iterable
from typing import Self

from attrs import Factory, evolve, field, frozen

from kz_social_registry.base.assumptions import Basis
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.fault_codes.general import EXPECTED
from kz_social_registry.base.law import Language


def _words(allowed: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(word) for word in allowed)


@frozen
class Fault:
    """
    One fault of a value, an act or a store.

    >>> from kz_social_registry.base.fault_codes import Code
    >>> print(Fault(Code.NO_CONSENT, "act"))
    act: there is no consent to withdraw (Rules, para. 7)
    """

    #: A `Code`, or a word of another list of faults.
    code: Word
    #: The path of attribute names and indexes, as `contacts.phones[1]`; empty for the whole value.
    path: str = ""
    #: The faulty value, for programs; neither `str` nor `repr` shows it.
    value: object = field(default=None, repr=False, eq=False, kw_only=True)
    #: The accepted codes or acts, a rule, or counts with their limit; never a value of an entry. The
    #: message names them all, or each by its position.
    allowed: tuple[str, ...] = field(default=(), kw_only=True, converter=_words)
    #: The clause of the rule, or the assumption; by default that of the code.
    clause: Basis | None = field(
        default=Factory(lambda fault: getattr(fault.code, "clause", None), takes_self=True),
        kw_only=True,
    )

    def describe(self, language: Language) -> str:
        """
        Return the fault as a sentence in Kazakh, Russian or English.
        """
        allowed = self.allowed
        if self.code is Code.WRONG_TYPE:  # codes and fields are not translated
            allowed = tuple(EXPECTED.get(word, {}).get(language, word) for word in allowed)
        message = self.code.label(language).format(*allowed, allowed=", ".join(allowed) or "–")
        where = f"{self.path}: " if self.path else ""
        return f"{where}{message}" + (f" ({self.clause.cite(language)})" if self.clause else "")

    def under(self, path: str) -> Self:
        """
        Return the fault with a longer path, for a value that holds the faulty one at `path`.
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
        All faults.
        """
        return self.args

    def describe(self, language: Language) -> str:
        """
        Return all faults, one a line, in Kazakh, Russian or English.
        """
        return "\n".join(fault.describe(language) for fault in self.faults)

    def under(self, path: str) -> Self:
        """
        Return the error with longer paths, for a value that holds the faulty one at `path`.
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
    An act that the lifecycle refuses; nothing has changed.
    """


class NotFound(RegistryError, LookupError):
    """
    An entry, provider or notice that does not exist.
    """


class Conflict(RegistryError):
    """
    A commit that came too late, or a notice id that was used before.
    """


class Erased(RegistryError):
    """
    An entry whose data were erased, as the law demands.
    """


class StoreError(RegistryError):
    """
    A failure of the register's file or server.
    """


class MissingExtra(RegistryError, ImportError):
    """
    An optional package that is not installed.
    """
