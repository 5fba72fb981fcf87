"""
How tests state that a call is refused: the error, and its faults.
"""

from collections.abc import Callable

import pytest

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, RegistryError


def refused(call: Callable[[], object], kind: type[RegistryError] = RegistryError) -> RegistryError:
    """
    Return the error with which a call is refused.

    Raises:
        Failed: the call succeeded.
    """
    with pytest.raises(kind) as caught:
        call()
    return caught.value


def only_fault(call: Callable[[], object], kind: type[RegistryError] = RegistryError) -> Fault:
    """
    Return the only fault with which a call is refused.
    """
    (fault,) = refused(call, kind).faults
    return fault


def faults_of(
    call: Callable[[], object], kind: type[RegistryError] = RegistryError
) -> list[tuple[Word, str]]:
    """
    Return the code and path of every fault with which a call is refused.
    """
    return [(fault.code, fault.path) for fault in refused(call, kind).faults]


def code_of(call: Callable[[], object]) -> Word | None:
    """
    Return the code of the first fault with which a call is refused; None if it succeeds.
    """
    try:
        call()
    except RegistryError as error:
        return error.faults[0].code
    return None
