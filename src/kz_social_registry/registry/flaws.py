"""
The kinds of flaws that `verify` finds in the contents of a store.
"""

from attrs import frozen

from kz_social_registry.base.codelist import Word

# fmt: off


class FlawKind(Word):
    """
    A kind of flaw in the contents of a store.
    """

    UNREADABLE = (
        "unreadable", None,
        "жазбаның бір бөлігі оқылмайды немесе іздеу деректері оған сәйкес емес",
        "часть записи не читается, или поисковые данные ей не соответствуют",
        "part of the entry cannot be read, or what it is found by does not agree with it",
    )
    BROKEN_CHAIN = (
        "broken_chain", None,
        "факт тізбекке сәйкес емес: өзгертілген, қосылған немесе орны ауыстырылған",
        "факт не соответствует цепочке: изменен, вставлен или переставлен",
        "the fact does not fit the chain: it was altered, inserted or moved",
    )
    UNLAWFUL = (
        "unlawful", None,
        "фактілерден заңды тізбек шықпайды", "из фактов не складывается законная история",
        "the facts do not make a lawful timeline",
    )
    UNERASED = (
        "unerased", None,
        "деректер өшіру фактісінсіз жойылған немесе өшірілгеніне қарамастан сақталып тұр",
        "данные исчезли без факта стирания либо хранятся вопреки ему",
        "data are gone without an erasure, or are there in spite of one",
    )
    RECORDED_AHEAD = (
        "recorded_ahead", None,
        "жазылған уақыты сағаттан бес минуттан астам озып тұр: жазған не осы компьютердің сағаты қате",
        "момент записи опережает часы больше чем на пять минут: часы при записи или сейчас неверны",
        "its moment of recording is more than five minutes ahead of the clock: one of them is wrong",
    )
    FOREIGN_SEGMENT = (
        "foreign_segment", None,
        "күндер бойынша мәліметтер фактілерден туындамайды",
        "сведения по дням не следуют из фактов",
        "what is kept for the days does not follow from the facts",
    )
    FOREIGN_NAME = (
        "foreign_name", None,
        "жазба іздестірілетін нөмірлер фактілерден туындамайды",
        "номера, по которым ищется запись, не следуют из фактов",
        "the numbers that the entry is found by do not follow from the facts",
    )
    MISPLACED = (
        "misplaced", None,
        "фактілердің жалпы ағындағы орны тіркелу ретіне сәйкес емес",
        "места фактов в общем потоке не соответствуют порядку записи",
        "the positions of facts in the feed of changes do not agree with the order of recording",
    )
    SECOND_ENTRY = (
        "second_entry", None,
        "сол күні тіркелімде осы нөмірлі басқа жазба бар",
        "в тот же день в регистре есть другая запись с этим номером",
        "on the same day another entry of this number is in the register",
    )
    PREDECESSOR_CYCLE = (
        "predecessor_cycle", None,
        "бұрынғы жазбалар тізбегі осы жазбаның өзіне қайтып келеді",
        "цепочка прежних записей приводит к самой этой записи",
        "the chain of the entry's predecessors leads back to it",
    )
    FOREIGN_OBJECT = (
        "foreign_object", None,
        "дерекқорда бөгде триггер, ереже, индекс я көрініс бар немесе тіркелімнің құрылымы өзгертілген",
        "в базе есть посторонний триггер, правило, индекс или представление либо изменена ее структура",
        "the database has a foreign trigger, rule, index or view, or its own schema was altered",
    )
    DROPPED = (
        "dropped", None,
        "бақылау нүктесінде болған фактілер жоғалған", "пропали факты, бывшие в контрольной точке",
        "facts that the checkpoint had are gone",
    )
    REWRITTEN = (
        "rewritten", None,
        "тізбек бақылау нүктесінен кейін қайта жазылған",
        "цепочка переписана после контрольной точки",
        "the chain was rewritten after the checkpoint",
    )
    BACKDATED = (
        "backdated", None,
        "факт бақылау нүктесінен кейін жазылған, ал жазылу сәті одан бұрын деп көрсетілген",
        "факт записан после контрольной точки, а моментом записи назван более ранний",
        "the fact was recorded after the checkpoint under an earlier moment",
    )
    OTHER_REGISTER = (
        "other_register", None,
        "бақылау нүктесінің мәні сәйкес келмейді", "значение контрольной точки не соответствует",
        "the checkpoint's value does not agree",
    )


# fmt: on


@frozen
class Flaw:
    """
    A flaw in the contents of a store.
    """

    finding: FlawKind
    #: The entry's id as the store has it; empty for the whole register.
    entry_id: str = ""
    #: The number of the fact; None for the whole entry.
    number: int | None = None
