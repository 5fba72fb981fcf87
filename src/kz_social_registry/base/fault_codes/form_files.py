"""
Notes and refusals of a whole form, in three languages.
"""

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import CESSATION, REISSUE

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class Note(FaultCode):
    """
    A note in a report.
    """

    ENCODING = (
        "encoding", None, "файлдың кодтауы: {allowed}", "кодировка файла: {allowed}",
        "the file's encoding: {allowed}",
    )
    EXTRA_COLUMN = (
        "extra_column", None, "нысанда мұндай баған жоқ, ол оқылмады",
        "такой графы в форме нет, она не прочитана", "the form has no such column; it was not read",
    )
    COLUMNS_LACKING = (
        "columns_lacking", None,
        "файлда нысанның мына бағандары жоқ, олар салыстырылмайды: {allowed}",
        "в файле нет граф формы, они не сравниваются: {allowed}",
        "the file lacks columns of the form, which are not compared: {allowed}",
    )
    CONSENT_DIFFERS = (
        "consent_differs", None,
        "тіркелімдегі келісім өзгеше; нысан оны өзгертпейді, келісімді бөлек жазыңыз",
        "в регистре другое согласие; форма его не меняет, внесите согласие отдельно",
        "the register has another consent; the form does not change it, record the consent by itself",
    )
    TOTAL_ROW = (
        "total_row", None, "жиынтық жол, ол оқылмады", "строка итогов, она не прочитана",
        "the row holds totals; it was not read",
    )
    NO_ROW = (
        "no_row", None,
        "бұл ұйымның жолы емес, ол оқылмады (тақырып, аумақ, ескертпе немесе қолтаңба)",
        "это не строка организации, она не прочитана (заголовок, регион, сноска или подпись)",
        "this is no row of an organisation and was not read (a heading, region, footnote or signature)",
    )
    SHEET_SKIPPED = (
        "sheet_skipped", None,
        "парақта нысанның тақырыбы жоқ, ол оқылмады", "на листе нет шапки формы, он не прочитан",
        "the sheet has no header of the form; it was not read",
    )
    SHEET_HIDDEN = (
        "sheet_hidden", None, "парақ жасырылған, ол оқылмады", "лист скрыт, он не прочитан",
        "the sheet is hidden; it was not read",
    )
    ROWS_HIDDEN = (
        "rows_hidden", None, "парақта жасырын жолдар бар, олар да оқылды; саны: {allowed}",
        "на листе есть скрытые строки, они прочитаны; их число: {allowed}",
        "the sheet has hidden rows, which were read; their number: {allowed}",
    )
    ROWS_UNSEEN = (
        "rows_unseen", None,
        "бұл пішімде мәнсіз немесе қате формулалар, жасырын және сызып тасталған жолдар көрінбейді; "
        "олар маңызды болса, XLSX етіп сақтаңыз",
        "в этом формате не видно формул без значения или с ошибкой, скрытых и зачеркнутых строк; если "
        "они важны, сохраните файл как XLSX",
        "in this format formulas without a value or with an error, and hidden or struck-out rows "
        "cannot be seen; if they matter, save the file as XLSX",
    )
    BRANCHES = (
        "branches", None,
        "мына жолдар бір жазбаға біріктірілді: {allowed}; атауы мен мекенжайы бірінші жолдан алынды",
        "строки объединены в одну запись: {allowed}; название и адрес взяты из первой",
        "these rows are combined in one entry: {allowed}; name and address are those of the first",
    )
    GROUND_SUPPLIED = (
        "ground_supplied", CESSATION, "тоқтату негізін оператор көрсетті: {allowed}",
        "основание прекращения указано оператором: {allowed}",
        "the operator named the ground of termination: {allowed}",
    )
    REISSUE_GROUND_SUPPLIED = (
        "reissue_ground_supplied", REISSUE, "қайта ресімдеу негізін оператор көрсетті: {allowed}",
        "основание переоформления указано оператором: {allowed}",
        "the operator named the ground of reissue: {allowed}",
    )
    EXCLUSION_DAY_SUPPLIED = (
        "exclusion_day_supplied", None,
        "шығару күнін оператор көрсетті: {allowed}", "день исключения указан оператором: {allowed}",
        "the operator named the day of exclusion: {allowed}",
    )


class Refusal(FaultCode):
    """
    A reason why a whole file was refused; none of its rows was recorded.
    """

    UNKNOWN_HEADER = (
        "unknown_header", None,
        "нысанның тақырыбы табылмады: 2–17-бағандардың атаулары қажет; танылғаны: {allowed}",
        "шапка формы не найдена: нужны заголовки граф 2–17; распознаны: {allowed}",
        "there is no header of the form: the headings of columns 2 to 17 are needed; recognised: "
        "{allowed}",
    )
    ACTS_HEADER = (
        "acts_header", None,
        "әрекеттер кестесінің тақырыптары табылмады: «Әрекет» және «БСН немесе ЖСН» бағандары қажет; "
        "файлдағы тақырыптар: {allowed}",
        "шапка таблицы действий не найдена: нужны графы «Действие» и «БИН или ИИН»; заголовки файла: "
        "{allowed}",
        'there is no header of a table of acts: the columns "Act" and "BIN or IIN" are needed; the '
        "file's headings: {allowed}",
    )
    BIN_COLUMN = (
        "bin_column", None,
        "өнім берушінің БСН не ЖСН жазылған баған анық емес: оның тақырыбын «--bin» арқылы көрсетіңіз; "
        "файлдағы тақырыптар: {allowed}",
        "неясно, в какой графе БИН или ИИН поставщика: укажите ее заголовок в «--bin»; заголовки "
        "файла: {allowed}",
        "it is not clear which column has the provider's BIN or IIN: name its heading with `--bin`; "
        "the file's headings: {allowed}",
    )
    DAY_COLUMN = (
        "day_column", None,
        "қызмет көрсетілген күн жазылған баған анық емес: оның тақырыбын «--day» арқылы көрсетіңіз; "
        "файлдағы тақырыптар: {allowed}",
        "неясно, в какой графе день услуги: укажите ее заголовок в «--day»; заголовки файла: {allowed}",
        "it is not clear which column has the day of the service: name its heading with `--day`; the "
        "file's headings: {allowed}",
    )
    NO_SUCH_SHEET = (
        "no_such_sheet", None, "мұндай көрінетін парақ жоқ; бар парақтар: {allowed}",
        "такого видимого листа нет; есть листы: {allowed}",
        "there is no such visible sheet; the sheets are: {allowed}",
    )
    SHORT_HEADER = (
        "short_header", None, "тақырыпта бағандар жетіспейді: {allowed}",
        "в шапке не хватает граф: {allowed}", "the header lacks columns: {allowed}",
    )
    HEADER_SEEN = (
        "header_seen", None, "оқылған тақырыптар: {allowed}", "прочитанные заголовки: {allowed}",
        "the headings that were read: {allowed}",
    )
    AMBIGUOUS_HEADER = (
        "ambiguous_header", None, "тақырыпта баған қайталанады немесе екіұшты: {allowed}",
        "графа в шапке повторяется или неоднозначна: {allowed}",
        "a column of the header is repeated or ambiguous: {allowed}",
    )
    BINARY = (
        "binary", None, "бұл мәтіндік CSV де, жұмыс кітабы да емес",
        "это не текстовый CSV и не книга Excel",
        "this is neither text, as CSV is, nor a workbook",
    )
    DAMAGED_TEXT = (
        "damaged_text", None,
        "файлдың мәтіні бүлінген немесе соңына дейін сақталмаған, бірінші қате байттың реттік нөмірі – "
        "{allowed}; файлды қайта сақтаңыз",
        "текст файла поврежден или обрывается, номер первого ошибочного байта – {allowed}; сохраните "
        "файл заново",
        "the file's text is damaged or was cut off, the first wrong byte is number {allowed}; save the "
        "file anew",
    )
    DAMAGED_WORKBOOK = (
        "damaged_workbook", None, "жұмыс кітабы бүлінген, немесе бұл кесте емес",
        "книга повреждена, или это не таблица", "the workbook is damaged, or it is no spreadsheet",
    )
    MARKUP = (
        "markup", None,
        "бұл – веб-бет немесе XML, аты жұмыс кітабынікі болса да; Excel-де ашып, XLSX етіп сақтаңыз",
        "это веб-страница или XML, хотя файл назван как книга Excel; откройте его в Excel и сохраните "
        "как XLSX",
        "this is a web page or XML, though it may be named like a workbook; open it in Excel and save "
        "it as XLSX",
    )
    PASSWORD = (
        "password", None, "жұмыс кітабы құпиясөзбен қорғалған; құпиясөзсіз сақтаңыз",
        "книга защищена паролем; сохраните без пароля",
        "the workbook has a password; save it without one",
    )
    TOO_LARGE = (
        "too_large", None, "файл тым үлкен немесе «zip-бомба»; ең көбі: {allowed}",
        "файл слишком велик или это «zip-бомба»; не более: {allowed}",
        "the file is too large, or a zip bomb; at most: {allowed}",
    )
    LONG_LINE = (
        "long_line", None, "файлда тым ұзын жол бар; бір жолдағы таңба саны ең көбі: {allowed}",
        "в файле слишком длинная строка; знаков в строке не более: {allowed}",
        "the file has a line that is too long; characters in a line at most: {allowed}",
    )
    FAR_CELLS = (
        "far_cells", None,
        "кітапта нысаннан алыс орналасқан ұяшықтар тым көп; нысанның оң жағындағы және астындағы артық "
        "бағандар мен жолдарды жойып, файлды қайта сақтаңыз",
        "в книге слишком много ячеек вдали от формы; удалите лишние столбцы справа от формы и строки "
        "под ней и сохраните файл заново",
        "the workbook has too many cells far from the form; delete the columns to its right and the "
        "rows below it, and save the file anew",
    )
    XML_ENTITIES = (
        "xml_entities", None,
        "жұмыс кітабында XML мәнділіктерінің («entity») анықтамалары бар, мұндай файл оқылмайды",
        "в книге есть определения XML-сущностей, такие файлы не читаются",
        "the workbook defines XML entities; such files are not read",
    )
    MANY_BROKEN = (
        "many_broken", None,
        "CSV тырнақшалары тым көп жолда бұзылған; файлды кесте бағдарламасынан қайта сақтаңыз",
        "кавычки CSV нарушены в слишком многих строках; сохраните файл заново из табличной программы",
        "the CSV's quotes are broken in too many rows; save the file anew from a spreadsheet",
    )
    WRONG_ANSWER = (
        "wrong_answer", None,
        "{0} ұяшығындағы жауап түсініксіз; тақырып үшін бағанның нөмірін, атауын немесе «өткізіп "
        "жіберу» сөзін, сөз үшін тізімдегі нөмірді немесе атауды жазыңыз",
        "ответ в ячейке {0} не понят; для заголовка укажите номер или название графы либо "
        "«пропустить», для слова – номер или название из перечня",
        "the answer in cell {0} is not understood; for a heading give the number or name of a column, "
        'or "skip", for a word a number or name of the list',
    )
    WRONG_QUESTION = (
        "wrong_question", None,
        "{0} ұяшығынан сұрақтың неге қатысты екені түсініксіз; сұрақтар файлының бірінші бағанын "
        "өзгертпеңіз",
        "по ячейке {0} неясно, к чему относится вопрос; не меняйте первый столбец файла вопросов",
        "cell {0} does not say what the question is about; do not change the first column of the file "
        "of questions",
    )
    FEW_ROWS = (
        "few_rows", None,
        "файлда жолдар тым аз: {0}, кемінде {1} болуы тиіс; бұл шекті «--min-rows» арқылы өзгертуге "
        "болады",
        "в файле слишком мало строк: {0}, нужно не менее {1}; этот предел можно изменить через "
        "«--min-rows»",
        "the file has too few rows: {0}, at least {1} are needed; `--min-rows` changes that limit",
    )
    ODD_ROWS = (
        "odd_rows", None,
        "оқылмайтын немесе толық емес жолдар тым көп: {1} жолдың {0} жолы, шегі – {2}; бағандар жылжып "
        "кеткен болуы мүмкін; себебін «--allow-unreadable --dry-run» көрсетеді, бәрібір жалғастыру "
        "үшін «--allow-unreadable» қосыңыз",
        "слишком велика доля нечитаемых или неполных строк: {0} из {1}, предел – {2}; возможно, графы "
        "сдвинуты; причины покажет «--allow-unreadable --dry-run»; чтобы все равно продолжить, "
        "добавьте «--allow-unreadable»",
        "too many rows are unreadable or incomplete: {0} of {1}, limit {2}; columns may have shifted; "
        "`--allow-unreadable --dry-run` shows why, `--allow-unreadable` goes on all the same",
    )
    MANY_CHANGES = (
        "many_changes", None,
        "тіркелімнен өзгеше жолдар тым көп: {1} жолдың {0} жолы, шегі – {2}; оларды "
        "«--allow-changes --dry-run» көрсетеді, бәрібір жалғастыру үшін «--allow-changes» қосыңыз",
        "слишком велика доля строк, расходящихся с регистром: {0} из {1}, предел – {2}; их покажет "
        "«--allow-changes --dry-run»; чтобы все равно продолжить, добавьте «--allow-changes»",
        "too many rows differ from the register: {0} of {1}, limit {2}; `--allow-changes --dry-run` "
        "shows them, `--allow-changes` goes on all the same",
    )
    MANY_MISSING = (
        "many_missing", None,
        "тіркелімдегі жазбалардың тым көп бөлігі файлда жоқ: {1} жазбаның {0} жазбасы, шегі – {2}; "
        "солай болуы тиіс болса, «--allow-missing» қосыңыз",
        "слишком велика доля записей регистра, которых нет в файле: {0} из {1}, предел – {2}; если так "
        "и должно быть, добавьте «--allow-missing»",
        "too many entries of the register are missing from the file: {0} of {1}, limit {2}; if that is "
        "right, add `--allow-missing`",
    )
    NOT_A_PUBLICATION = (
        "not_a_publication", None,
        "қалтада бөтен немесе жарияланғаннан кейін өзгертілген файлдар бар, қалта өзгертілген жоқ; бос "
        "немесе жаңа қалтаны көрсетіңіз",
        "в папке есть посторонние или измененные после публикации файлы, папка не изменена; укажите "
        "пустую или новую папку",
        "the folder holds other files, or files changed since they were published, and was left alone; "
        "name an empty or a new one",
    )
