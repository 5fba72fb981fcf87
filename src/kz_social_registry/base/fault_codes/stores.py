"""
The faults of stores: of the file or server, and of a file of facts.

No message contains a path, an address or a password.
"""

from kz_social_registry.base.codelist import FaultCode

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class StoreCode(FaultCode):
    """
    The code of a store's fault; its label is the message.
    """

    DISK_FULL = (
        "disk_full", None, "дискіде орын жоқ; ештеңе жазылған жоқ: орын босатып, қайталаңыз",
        "на диске нет места; ничего не записано: освободите место и повторите",
        "the disk is full; nothing was recorded: free some space and repeat",
    )
    DISK_FULL_LATER = (
        "disk_full_later", None,
        "дискіде орын жоқ; соңғы топтама жазылмады, алдыңғылары жазылды: орын босатып, қайталаңыз",
        "на диске нет места; последний пакет не записан, предыдущие записаны: освободите место и "
        "повторите",
        "the disk is full; the last batch was not recorded, earlier ones are: free some space and "
        "repeat",
    )
    FAILED_LATER = (
        "failed_later", None,
        "қоймада ақау болды: орын не құқық жетіспейді; соңғы топтама жазылмады, алдыңғылары жазылды: "
        "себебін жойып, қайталаңыз",
        "сбой хранилища: не хватает места или прав; последний пакет не записан, предыдущие "
        "записаны: устраните причину и повторите",
        "the store failed for want of space or rights; the last batch was not recorded, earlier ones "
        "are: see to it and repeat",
    )
    NO_REGISTER = (
        "no_register", None, "бұл мекенжайда тіркелім жоқ; жолын немесе дерекқор атауын тексеріңіз",
        "по этому адресу регистра нет; проверьте путь или имя базы",
        "there is no register at this address; check the path or the database's name",
    )
    FILE_EXISTS = (
        "file_exists", None, "мұндай файл бар; ол өзгертілген жоқ, басқа атау беріңіз",
        "такой файл уже есть; он не изменен, укажите другое имя",
        "such a file exists already; it was left alone, give another name",
    )
    BAD_ADDRESS = (
        "bad_address", None,
        "дерекқордың мекенжайы дұрыс жазылмаған; үлгі: «postgresql://пайдаланушы@сервер/дерекқор»",
        "адрес базы записан неверно; образец: «postgresql://пользователь@сервер/база»",
        "the database address is malformed; write it as postgresql://user@server/database",
    )
    UNREACHABLE = (
        "unreachable", None, "сервер жауап бермейді; мекенжайын, портын және желіні тексеріңіз",
        "сервер не отвечает; проверьте адрес, порт и сеть",
        "the server does not answer; check its address, its port and the network",
    )
    LOST = (
        "lost", None,
        "сервермен байланыс үзілді; топтама не тұтас жазылды, не мүлдем жазылмады: тексеріп, "
        "қайталаңыз",
        "связь с сервером прервалась; пакет записан целиком либо не записан: проверьте и повторите",
        "the connection was lost; the batch is recorded whole or not at all: look, and repeat it",
    )
    TRACES_LEFT = (
        "traces_left", None,
        "деректер жойылды, бірақ файлдарда ізі қалды: біреу бұрынғы күйін оқып отыр немесе орын "
        "жетпейді; жоюды кейінірек қайталаңыз",
        "данные стерты, но следы их остались в файлах: кто-то читает прежнее состояние или не хватает "
        "места; повторите стирание позже",
        "the data are erased, but traces of them stay in the files: somebody reads an older state, "
        "or there is no room; repeat the erasure later",
    )
    NOT_STORED = (
        "not_stored", None,
        "қойма жазылған жолдарды сақтамады (бөгде триггер не ереже болуы мүмкін); ештеңе "
        "жазылған жоқ: «verify» командасымен тексеріңіз",
        "хранилище не сохранило строки (возможно, из-за постороннего триггера или правила); ничего не "
        "записано: проверьте командой «verify»",
        "the store did not keep the rows, perhaps for a foreign trigger or rule; nothing was "
        "recorded: check with `verify`",
    )
    CONTENDED = (
        "contended", None,
        "басқалардың бір мезгілде жазуы кедергі болды; ештеңе жазылған жоқ, қайталаңыз",
        "помешала одновременная запись других; ничего не записано, повторите",
        "other writers were in the way; nothing was recorded, repeat it",
    )
    CONTENDED_LATER = (
        "contended_later", None,
        "басқалардың бір мезгілде жазуы кедергі болды; соңғы топтама жазылмады, алдыңғылары жазылды: "
        "қайталаңыз",
        "помешала одновременная запись других; последний пакет не записан, предыдущие записаны: "
        "повторите",
        "other writers were in the way; the last batch was not recorded, earlier ones are: repeat it",
    )
    OTHER_TASK = (
        "other_task", None,
        "топтаманы басқа тапсырма немесе ағын ашқан, онымен тек сол жұмыс істейді; ештеңе істелген "
        "жоқ: топтама жабылған соң қайталаңыз, ішінде «await» қолданбаңыз",
        "пакет открыла другая задача или другой поток, и работать в нем может только она; ничего не "
        "сделано: повторите после закрытия пакета и не применяйте «await» внутри него",
        "another task or thread opened the batch, and it alone may work in it; nothing was done: "
        "repeat after the batch has ended, and do not await inside one",
    )
    WRONG_PASSWORD = (
        "wrong_password", None, "сервер пайдаланушы атын немесе құпиясөзді қабылдамады",
        "сервер не принял имя пользователя или пароль",
        "the server refused the user name or the password",
    )
    REFUSED = (
        "refused", None,
        "сервер қосылуға рұқсат бермеді: пайдаланушы атын, кіру ережелерін («pg_hba.conf») және "
        "қосылымдар санының шегін тексеріңіз",
        "сервер отказал в подключении: проверьте имя пользователя, правила доступа («pg_hba.conf») и "
        "предел числа подключений",
        "the server refused the connection; check the user name, the access rules (`pg_hba.conf`) "
        "and the limit of connections",
    )
    NO_DATABASE = (
        "no_database", None, "серверде мұндай дерекқор жоқ; алдымен оны құрыңыз",
        "на сервере нет такой базы; сначала создайте ее",
        "the server has no such database; create it first",
    )
    NO_RIGHTS = (
        "no_rights", None, "пайдаланушының құқығы жетпейді; дерекқор иесінен сұраңыз",
        "у пользователя не хватает прав; обратитесь к владельцу базы",
        "the user lacks the rights; ask the owner of the database",
    )
    NO_EXCLUSION = (
        "no_exclusion", None,
        "сервер керекті шектеуді («EXCLUDE») білмейді; PostgreSQL 14 немесе одан жаңасы қажет",
        "сервер не знает нужного ограничения («EXCLUDE»); нужен PostgreSQL 14 или новее",
        "the server lacks what the register needs (EXCLUDE); use PostgreSQL 14 or later",
    )
    NOT_UTF8 = (
        "not_utf8", None, "дерекқордың кодтауы UTF-8 емес; UTF-8 кодтауымен жаңасын құрыңыз",
        "кодировка базы – не UTF-8; создайте базу в UTF-8",
        "the database is not encoded in UTF-8; create one that is",
    )


class TransferCode(FaultCode):
    """
    A fault of a file of facts, or of the store into which it is loaded.
    """

    NOT_FACTS = (
        "not_facts", None,
        "бұл жол тіркелім фактісі емес; «export» командасы жазған файлды өзгертпей беріңіз",
        "эта строка – не факт регистра; дайте файл в том виде, в каком его записала команда «export»",
        "the line is no fact of a register; give the file as `export` wrote it",
    )
    ALTERED = (
        "altered", None, "факт тізбекке сәйкес емес: файл өзгертілген; түпнұсқасын алыңыз",
        "факт не соответствует цепочке: файл изменен; возьмите исходный",
        "the fact does not fit its chain: the file was altered; take the original",
    )
    CUT_OFF = (
        "cut_off", None, "файлдың соңы жоқ; толығын алып, қайталаңыз: жүктеу үзілген жерінен жалғасады",
        "файл обрывается; возьмите целый и повторите: загрузка продолжится с места обрыва",
        "the file is cut off; take the whole one and repeat: loading goes on where it stopped",
    )
    UNREADABLE = (
        "unreadable", None, "қоймадағы факт оқылмайды; «verify» командасымен тексеріңіз",
        "факт в хранилище не читается; проверьте командой «verify»",
        "a fact in the store cannot be read; check with `verify`",
    )
    OTHER_FACTS = (
        "other_facts", None, "қоймада басқа фактілер бар; бос қоймаға жүктеңіз",
        "в хранилище другие факты; загружайте в пустое",
        "the store has other facts; load into an empty one",
    )


# fmt: on
