"""
Grounds of a reissue, by the kind of person.
"""

import pytest

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.acts import Reissue
from kz_social_registry.domain.lifecycle import apply
from support.samples import JOINT_BIN, LATER, an_entry

#: Art. 33(1) by the persons that its points name; "other_law" is for all.
OF_EACH = {
    "940140000385": ("reorganised", "name_or_location"),
    JOINT_BIN: ("sole_trader_changed", "name_or_location"),
}


@pytest.mark.parametrize("digits", OF_EACH)
def test_each_person_has_its_own(digits: str) -> None:
    """
    Law on Permits, art. 33(1); those of a joint enterprise are the assumption "joint enterprise".
    """
    with pytest.raises(UnlawfulAct) as caught:
        apply(an_entry(identifier=digits), Reissue(on=LATER, ground="person_renamed", name="Жаңа атау"))
    (fault,) = caught.value.faults
    assert fault.code is Code.GROUND_FOR_OTHERS
    assert fault.allowed == (*OF_EACH[digits], "other_law")
