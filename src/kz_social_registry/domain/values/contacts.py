"""
Contact details (Rules, para. 5(7)): telephones and e-mail addresses.

A telephone is `+7` and ten national digits, followed by an extension such as `;ext=241`; a short number
such as 1414 stays as it is. An e-mail address keeps its local part; its domain is in small letters.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar, Final

from attrs import field, frozen

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import pattern, tidy
from kz_social_registry.base.validation import Checked, Faults, taking, wrong_type

_WRITTEN: Final = pattern(
    r"(?P<number>\+?[0-9\s()./‑–-]+?)"
    r"(?:[\s(,;]*(?:вн|ішкі|доб|ext)[\s.:=]*(?P<extension>[0-9]{1,6})\)?)?",
    re.IGNORECASE,
)
#: Ten national digits that begin with an area or mobile code; +7, 7 or the trunk prefix 8 may precede.
_NATIONAL: Final = pattern(r"(?:\+7|[78])?((?:[67]\d\d|800)\d{7})", re.ASCII)
_KEPT: Final = pattern(r"\+7(?:[67]\d\d|800)\d{7}(?:;ext=\d{1,6})?", re.ASCII)
_SHORT: Final = pattern(r"[1-9]\d{2,3}", re.ASCII)
#: An area or mobile code without a number, with or without a prefix. Area codes of four digits begin
#: with 71 and 72; codes of mobile networks and of free calls have three digits.
_AREA: Final = pattern(r"[78]?(?:[67]\d\d|800)|7[12]\d\d", re.ASCII)

_EMAIL: Final = pattern(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[^\W_](?:[^\W_]|-){0,62}(?<!-)\.)+[^\W\d_]{2,63}"
)
#: An address as nearly all are, in the register's form and no longer than a local part may be.
_KEPT_EMAIL: Final = pattern(
    r"(?!.{65})[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+@(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{2,63}"
)
#: Letters of two alphabets in one word of a domain: the address looks like another one.
_MIXED: Final = pattern(
    r"[a-z][^.-]*[\u0370-\u052f]|[\u0370-\u052f][^.-]*[a-z]", re.IGNORECASE | re.ASCII
)
#: No written telephone is longer; the time of matching grows with the length.
_LONGEST_TELEPHONE: Final = 100
_LONGEST_LOCAL_PART: Final = 64
_LONGEST_EMAIL: Final = 254


def telephone(text: str) -> str:
    """
    Return a telephone number of Kazakhstan in the register's form.

    Raises:
        InvalidValue: not one such number, or an area code that is missing or alone.

    >>> telephone("8 (7172) 74-36-54")
    '+77172743654'
    >>> telephone("8 727 357 42 84 (вн. 241)")
    '+77273574284;ext=241'
    """
    if not isinstance(text, str):
        raise InvalidValue(*wrong_type(text, "text"))
    if _KEPT().fullmatch(text):
        return text
    written = tidy(text)
    found = _WRITTEN().fullmatch(written) if len(written) <= _LONGEST_TELEPHONE else None
    number = re.sub(r"[^\d+]", "", found["number"]) if found else ""
    extension = found["extension"] if found else None
    if national := _NATIONAL().fullmatch(number):
        return f"+7{national[1]}" + (f";ext={extension}" if extension else "")
    if _SHORT().fullmatch(number) and not extension and not _AREA().fullmatch(number):
        return number
    raise InvalidValue(Fault(Code.TELEPHONE, value=text))


def email(text: str) -> str:
    """
    Return an e-mail address in the register's form; a Kazakh domain is spelt with its letters.

    Raises:
        InvalidValue: not one e-mail address, or a domain that looks like another one.

    >>> email(" Info@Example.KZ ")
    'Info@example.kz'
    """
    if not isinstance(text, str):
        raise InvalidValue(*wrong_type(text, "text"))
    if _KEPT_EMAIL().fullmatch(text):
        return text
    local, at, domain = tidy(text).rpartition("@")
    # Small letters first, since lower() may return something that is not a letter, as for «İ».
    domain = _spelt_out(domain.lower())
    kept = f"{local}{at}{domain}"
    short = len(kept) <= _LONGEST_EMAIL and len(local) <= _LONGEST_LOCAL_PART
    disguised = not domain.isascii() and _is_disguised(domain)
    if not short or not _EMAIL().fullmatch(kept) or disguised:
        raise InvalidValue(Fault(Code.EMAIL, value=text))
    return kept


def _spelt_out(domain: str) -> str:
    """
    Return a domain with Kazakh letters in the place of their ASCII form; a wrong form stays.

    >>> _spelt_out("xn--80awbu3c.xn--80ao21a")
    'мысал.қаз'
    """
    if "xn--" not in domain:  # as nearly all domains; the codec takes long
        return domain
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _is_disguised(domain: str) -> bool:
    return bool(_MIXED().search(domain) or validation.text(domain))


def as_telephones(texts: Iterable[str]) -> tuple[str, ...]:
    """
    Convert telephones to the register's form, each once; a list with a fault stays a list.
    """
    return _each(_KEPT().fullmatch, telephone, texts)


def as_emails(texts: Iterable[str]) -> tuple[str, ...]:
    """
    Convert e-mail addresses to the register's form, each once; a list with a fault stays a list.
    """
    return _each(_KEPT_EMAIL().fullmatch, email, texts)


def _each(
    is_kept: Callable[[str], object], parse: Callable[[str], str], texts: Iterable[str]
) -> tuple[str, ...]:
    """
    Parse the texts of a list in their order, each once; a list with a fault stays a list.

    Texts that are all in the register's form stay as they are.
    """
    if not isinstance(texts, (list, tuple)):
        return texts  # type: ignore[return-value]  # a text alone, say: the check reports it
    try:
        found = tuple(texts if all(map(is_kept, texts)) else map(parse, texts))
    except (InvalidValue, TypeError):
        return list(texts)  # type: ignore[return-value]  # for the check to report
    return found if len(found) <= 1 else tuple(dict.fromkeys(found))


def _wrong_ones(parse: Callable[[str], str], texts: object) -> Faults:
    """
    Check a list of texts, each at its index.
    """
    if not isinstance(texts, list):
        return wrong_type(texts, "list")
    faults: list[Fault] = []
    for index, text in enumerate(texts):
        try:
            parse(text)
        except InvalidValue as error:
            faults += error.under(f"[{index}]").faults
    return tuple(faults)


# Each text of a tuple was parsed.
telephones: Final = taking(partial(_wrong_ones, telephone), tuple)
emails: Final = taking(partial(_wrong_ones, email), tuple)


@frozen(kw_only=True, eq=False, repr=False)
class Contacts(Checked):
    """
    Telephones and e-mail addresses of a provider; `repr` does not show them.

    Raises:
        InvalidValue: with every telephone and address that is wrong.

    >>> Contacts(phones=["8 701 234 56 78"]).phones
    ('+77012345678',)
    """

    CHECKS: ClassVar = {"phones": telephones, "emails": emails}

    #: Rules, para. 5(7); column 8.
    phones: tuple[str, ...] = field(default=(), converter=as_telephones, repr=False)
    #: Rules, para. 5(7); column 9.
    emails: tuple[str, ...] = field(default=(), converter=as_emails, repr=False)

    def __attrs_post_init__(self) -> None:
        # As most contact details, which need not be asked for their checks.
        if not type(self.phones) is type(self.emails) is tuple:
            super().__attrs_post_init__()
