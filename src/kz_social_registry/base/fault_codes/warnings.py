"""
The warnings about an entry: unusual values, which are accepted all the same.
"""

from kz_social_registry.base.assumptions import CONTRACT_WITHIN_LICENCE, LICENSING_SINCE
from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import LICENCE_KIND

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class WarningCode(FaultCode):
    """
    The code of a warning; its label is the message.
    """

    ODD_MONTH = (
        "odd_month", None, "нөмірде күнтізбеде жоқ ай немесе күн көрсетілген",
        "в номере указан месяц или день, которого нет в календаре",
        "the number names a month or day that does not exist",
    )
    ODD_ATTRIBUTE = (
        "odd_attribute", None, "нөмірдегі түр немесе белгі әдеттегідей емес",
        "необычный тип или признак в номере", "the number has an unusual type or attribute",
    )
    BORN_LATER = (
        "born_later", None, "ЖСН бойынша адам тіркелімге енгізілген күннен кейін туған",
        "судя по ИИН, человек родился после даты включения в регистр",
        "by the IIN, the person was born after the inclusion",
    )
    BEFORE_LICENSING = (
        "before_licensing", LICENSING_SINCE,
        "лицензия бұл қызметтерді лицензиялау басталған 2025 жылғы 1 қаңтардан бұрын берілген",
        "лицензия выдана до 1 января 2025 года, когда началось лицензирование этих услуг",
        "the licence was issued before 1 January 2025, when licensing of these services began",
    )
    UNUSUAL_TERM = (
        "unusual_term", LICENCE_KIND,
        "мерзім мұндай лицензия берілетін үш жылға тең емес",
        "срок не равен трем годам, на которые выдается такая лицензия",
        "the term is not the three years for which such a licence is issued",
    )
    CONTRACT_OUTLIVES_LICENCE = (
        "contract_outlives_licence", CONTRACT_WITHIN_LICENCE,
        "шарттың мерзімі лицензияның мерзімінен кейін аяқталады",
        "срок договора заканчивается позже срока лицензии",
        "the contract runs longer than the licence",
    )
