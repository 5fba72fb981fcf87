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

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar, Final, Self

from attrs import Factory, evolve, field, frozen

from kz_social_registry.base import Value
from kz_social_registry.base.assumptions import Basis
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import Language
from kz_social_registry.base.text import pattern
from kz_social_registry.base.vocabulary import ActKind, Status


def _words(allowed: Iterable[str]) -> tuple[str, ...]:
    return tuple(word if isinstance(word, Word) else str(word) for word in allowed)


@frozen(kw_only=True, eq=False, repr=False)
class Cause(Value):
    """
    The recorded fact that is in the way of a refused act, and the status of the entry.
    """

    #: The number of the fact within its entry, as the history shows it.
    fact: int
    fact_act: ActKind
    #: The day on which the fact takes effect.
    fact_on: date
    #: The status that the act found, and its first day; None before the issue, or where the fact in the
    #: way takes effect later than the act.
    status: Status | None = None
    since: date | None = None

    def describe(self, language: Language) -> str:
        """
        Return status and fact in Kazakh, Russian or English.
        """
        state, fact = _CAUSE[language]
        act, clause = self.fact_act, self.fact_act.clause
        told = fact.format(self.fact, act.label(language), f"{self.fact_on:%d.%m.%Y}")
        told += f" ({clause.cite(language)})" if clause else ""
        if self.status is None or self.since is None:
            return told
        return f"{state.format(self.status.label(language), f'{self.since:%d.%m.%Y}')}; {told}"


#: The status and the fact in the way, as parts of a sentence.
_CAUSE: Final[Mapping[Language, tuple[str, str]]] = {
    "kk": ("жазбаның күйі – «{}» ({} күнінен бастап)", "{}-факт кедергі: {}, {}"),
    "ru": ("состояние записи – «{}» (с {})", "мешает факт № {} – {}, {}"),
    "en": ("the entry is {} (since {})", "fact No {} is in the way: {}, {}"),
}


@frozen(eq=False, repr=False)
class Fault(Value):
    """
    One fault of a value, an act or a store.

    >>> from kz_social_registry.base.fault_codes import Code
    >>> fault = Fault(Code.NO_CONSENT, "act")
    >>> print(fault)
    act: no_consent: there is no consent to withdraw (Rules, para. 7)
    >>> fault.describe("en")
    'Act: there is no consent to withdraw (Rules, para. 7)'
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

    #: The recorded fact in the way, where a timeline refuses an act.
    cause: Cause | None = field(default=None, kw_only=True)

    def describe(self, language: Language) -> str:
        """
        Return the fault as a sentence for people, which begins with the name of the field.

        It is in Kazakh, Russian or English, without codes and paths. A name that the library does not
        know, such as the caller's own, stands in quotation marks.
        """
        from kz_social_registry.base.fields import field_name  # noqa: PLC0415  # for people only

        name = field_name(self.path, language)
        text = f"{name}: {self.message(language)}" if name else self.message(language)
        return text[:1].upper() + text[1:]

    def message(self, language: Language) -> str:
        """
        Return the sentence without the name of the field, to be added to one.
        """
        from kz_social_registry.base.fields import accepted  # noqa: PLC0415  # for people only

        told = [accepted(text, self.code, language) for text in self.allowed]
        joint = "; " if any("," in one for one in told) else ", "
        text = self.code.label(language).format(*told, *_UNSAID, allowed=joint.join(told) or "–")
        text += f" ({self.clause.cite(language)})" if self.clause else ""
        return f"{text}; {self.cause.describe(language)}" if self.cause else text

    def renamed(self, names: Mapping[str, str]) -> Self:
        """
        Return the fault with other names for some paths, as the caller knows them.

        Where two days are out of order, the fault is at the one that the caller gave.
        """
        if self.code is not Code.DAY_ORDER:
            return evolve(self, path=_renamed(self.path, names))
        days = [_renamed(path, names) for path in self.allowed]
        given = [new for new, old in zip(days, self.allowed, strict=True) if new != old]
        return evolve(self, path=[*given, self.path][0], allowed=days)

    def under(self, path: str) -> Self:
        """
        Return the fault with a longer path, for a value that holds the faulty one at `path`.
        """
        inner = self.path
        joint = "." if path and inner and not inner.startswith("[") else ""
        return evolve(self, path=f"{path}{joint}{inner}")

    def __str__(self) -> str:
        named = ", ".join(self.allowed) or "–"
        message = self.code.label("en").format(*self.allowed, *_UNSAID, allowed=named)
        text = f"{self.path}: {self.code}: {message}" if self.path else f"{self.code}: {message}"
        return text + (f" ({self.clause})" if self.clause else "")


def _renamed(path: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        if path == old or path.startswith((f"{old}.", f"{old}[")):
            return new + path.removeprefix(old)
    return path


#: A fault in others' plain data may lack the values that its message names.
_UNSAID: Final = ("–",) * 3
#: The first step of a path, and the rest.
_ROOT: Final = pattern(r"([^.\[]*)\.?(.*)", re.DOTALL)
#: The name of a posted field, and the index of one of its values.
_FIELD: Final = pattern(r"(.*?)((?:\[\d+\])?)", re.DOTALL)


class RegistryError(Exception):
    """
    The base of all errors; `faults` is never empty.
    """

    #: The first steps of paths that name no parameter of a verb.
    _whole: ClassVar[frozenset[str]] = frozenset(("store",))
    #: Whether paths name the fields of a form, where `consent.until` is one.
    of_fields = False

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

    def by_field(self, language: Language) -> dict[str, list[str]]:
        """
        Return the sentences of each field of a form, without the field's name.

        The keys are the parameters of the verb that was called, as `phones`, or the posted fields, as
        `consent.until`; "" is for the whole.

        >>> InvalidValue(Fault(Code.EMPTY, "phones[1]")).by_field("en")
        {'phones': ['№ 2: must not be empty']}
        """
        found: dict[str, list[str]] = {}
        for fault in self.faults:
            root, rest = _ROOT().fullmatch(fault.path).groups()  # type: ignore[union-attr]  # any path
            if root in self._whole:
                root, rest = "", fault.path.removesuffix(root)
            elif self.of_fields:
                root, rest = _FIELD().fullmatch(fault.path).groups()  # type: ignore[union-attr]  # as above
            found.setdefault(root, []).append(evolve(fault, path=rest).describe(language))
        return found

    def under(self, path: str) -> Self:
        """
        Return the error with longer paths, for a value that holds the faulty one at `path`.
        """
        return type(self)(*(fault.under(path) for fault in self.faults))

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class InvalidValue(RegistryError, ValueError):
    """
    A value that its type or the Order does not allow.
    """


class UnlawfulAct(RegistryError):
    """
    An act that the lifecycle refuses; nothing has changed.
    """

    _whole = frozenset(("act", "facts"))


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
