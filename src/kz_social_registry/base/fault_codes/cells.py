"""
Repairs and problems of a form's cells and rows, in three languages.

A message never contains the value. `{allowed}` is replaced by the accepted values, or by the value as
it was understood.
"""

from kz_social_registry.base.assumptions import LATEST_REISSUE, ONE_ENTRY
from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import CESSATION, PUBLICITY, REISSUE

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class Repair(FaultCode):
    """
    A repair of a cell, with the value as it was understood.
    """

    ZEROS_RESTORED = (
        "zeros_restored", None, "алдыңғы нөлдер қалпына келтірілді, бақылау разряды мұны растайды",
        "восстановлены ведущие нули, контрольный разряд это подтверждает",
        "leading zeros were restored; the control digit proves it",
    )
    NUMBER_UNWOUND = (
        "number_unwound", None, "сан кесте бағдарламасының жазбасынан қалпына келтірілді",
        "число восстановлено из записи табличной программы",
        "the number was restored from a spreadsheet's notation",
    )
    SEPARATORS_REMOVED = (
        "separators_removed", None, "сан ішіндегі бос орындар мен белгілер алып тасталды",
        "убраны пробелы и знаки внутри числа", "spaces and marks inside the number were removed",
    )
    LABEL_DROPPED = (
        "label_dropped", None, "ұяшықтағы түсіндірме сөздер алып тасталды",
        "убраны пояснительные слова в ячейке", "explanatory words in the cell were dropped",
    )
    APOSTROPHE = (
        "apostrophe", None, "кесте бағдарламасына арналған дәйекше алып тасталды",
        "убран апостроф для табличной программы", "an apostrophe meant for a spreadsheet was removed",
    )
    AREA_CODE = (
        "area_code", None, "аймақ коды ұяшықтағы бірінші нөмірден алынды",
        "код города взят из первого номера в ячейке",
        "the area code was taken from the cell's first number",
    )
    TRUNK_PREFIX = (
        "trunk_prefix", None, "«+8» халықаралық «+7» деп оқылды",
        "«+8» прочитано как международное «+7»", '"+8" was read as the international "+7"',
    )
    PLACEHOLDER = (
        "placeholder", None,
        "ұяшық бос деп оқылды", "ячейка прочитана как пустая", "the cell was read as empty",
    )
    SAME_TWICE = (
        "same_twice", None, "қайталанған мән бір рет алынды", "повтор значения учтен один раз",
        "a value that stands twice was taken once",
    )
    MONTH_FIRST = (
        "month_first", None, "күн ай-күн-жыл ретімен оқылды, басқаша мүмкін емес",
        "дата прочитана в порядке месяц-день-год, иначе невозможно",
        "the date was read as month, day, year: no other way is possible",
    )
    MOMENT_TO_DAY = (
        "moment_to_day", None,
        "уақыт белдеуі бар сәт Қазақстан уақыты (UTC+5) бойынша күнге айналдырылды",
        "момент с часовым поясом переведен в день по времени Казахстана (UTC+5)",
        "a moment with a time zone was turned into the day in Kazakhstan (UTC+5)",
    )
    MERGED = (
        "merged", None,
        "ұяшықтар жоғарғылармен біріктірілген, мәндері осы жолға да қатысты; бағандар: {allowed}",
        "ячейки объединены с верхними, их значения относятся и к этой строке; графы: {allowed}",
        "cells are merged with those above, whose values hold for this row, too; columns: {allowed}",
    )
    SERIAL_DAY = (
        "serial_day", None, "кесте бағдарламасының реттік саны күн деп оқылды",
        "порядковое число табличной программы прочитано как дата",
        "a spreadsheet's serial number was read as a date",
    )
    UNTIL_INCLUSIVE = (
        "until_inclusive", None, "көрсетілген күн мерзімнің соңғы күні деп алынды (қоса алғанда)",
        "указанная дата принята за последний день срока включительно",
        "the day was taken as the term's last one, inclusive",
    )
    UNIT_DROPPED = (
        "unit_dropped", None, "санның жанындағы өлшем бірлігі алып тасталды",
        "отброшена единица измерения при числе", "the unit beside the number was dropped",
    )
    WORDING = (
        "wording", None, "сөз қолданысы басқаша, былай түсінілді: {allowed}",
        "формулировка иная, понята так: {allowed}", "worded otherwise; understood as: {allowed}",
    )
    LOOK_ALIKE = (
        "look_alike", None, "басқа әліпбидің ұқсас әріптері ауыстырылды",
        "заменены похожие буквы другого алфавита",
        "look-alike letters of another alphabet were replaced",
    )


class Problem(FaultCode):
    """
    A reason why a cell or a row was rejected.
    """

    SEVERAL_ROWS = (
        "several_rows", ONE_ENTRY,
        "өнім берушінің басқа жолдары да бар: {allowed}; бұл оның филиалдары болса, «--branches» "
        "қосыңыз немесе оларды бір жолға біріктіріңіз",
        "у поставщика есть и другие строки: {allowed}; если это его филиалы, добавьте «--branches» или "
        "объедините их в одной строке",
        "the provider has other rows, too: {allowed}; if they are its branches, add `--branches`, or "
        "combine them in one row",
    )
    BRANCH_REJECTED = (
        "branch_rejected", ONE_ENTRY,
        "осы жолмен біріктірілетін жолдарда қате бар: {allowed}",
        "в строках, с которыми объединяется эта, есть ошибки: {allowed}",
        "the rows with which this one is to be combined have errors: {allowed}",
    )
    BRANCHES_DIFFER = (
        "branches_differ", ONE_ENTRY,
        "бір өнім берушінің жолдарында бұл мән әртүрлі: {allowed}",
        "в строках одного поставщика это значение различается: {allowed}",
        "the rows of one provider differ in this value: {allowed}",
    )
    DOUBTFUL = (
        "doubtful", None, "мәннің жанында күмән белгісі бар (? ~ ≈); мәнді нақтылап, белгіні өшіріңіз",
        "рядом со значением стоит знак сомнения (? ~ ≈); уточните значение и уберите знак",
        "a sign of doubt stands with the value (? ~ ≈); make sure of the value and remove the sign",
    )

    # Days and terms -------------------------------------------------------------------------
    AMBIGUOUS_DAY = (
        "ambiguous_day", None, "күні мен айын ажырату мүмкін емес; КК.АА.ЖЖЖЖ түрінде жазыңыз",
        "день и месяц неразличимы; пишите в виде ДД.ММ.ГГГГ",
        "day and month cannot be told apart; write it as DD.MM.YYYY",
    )
    SHORT_YEAR = (
        "short_year", None, "жыл толық жазылмаған; КК.АА.ЖЖЖЖ түрінде жазыңыз",
        "год указан не полностью; пишите в виде ДД.ММ.ГГГГ",
        "the year is not whole; write it as DD.MM.YYYY",
    )
    SEVERAL_DAYS = (
        "several_days", None, "бірнеше күн жазылған; біреуін қалдырыңыз",
        "указано несколько дат; оставьте одну", "there are several days; leave one",
    )
    NUMBER_FOR_DAY = (
        "number_for_day", None, "күннің орнында жай сан тұр; КК.АА.ЖЖЖЖ түрінде жазыңыз",
        "вместо даты стоит число; пишите в виде ДД.ММ.ГГГГ",
        "a bare number stands for a day; write it as DD.MM.YYYY",
    )
    NO_SUCH_DAY = (
        "no_such_day", None, "күнтізбеде мұндай күн жоқ", "такого дня в календаре нет",
        "the calendar has no such day",
    )
    UNREADABLE_DAY = (
        "unreadable_day", None, "бұл күн емес; КК.АА.ЖЖЖЖ түрінде жазыңыз",
        "это не дата; пишите в виде ДД.ММ.ГГГГ", "this is no day; write it as DD.MM.YYYY",
    )
    NOT_A_TERM = (
        "not_a_term", None,
        "мерзім танылмады; жақшада ескертпе болса, алып тастаңыз; мысалы: «3 жыл», «31.12.2026 "
        "дейін», «мерзімсіз»",
        "срок не распознан; если в скобках примечание, уберите его; например: «3 года», "
        "«до 31.12.2026», «бессрочно»",
        'not a term; remove any remark in brackets; for example: "3 years", "to 31.12.2026", '
        '"open-ended"',
    )
    TERM_WITHOUT_UNIT = (
        "term_without_unit", None, "мерзімнің бірлігі көрсетілмеген; мысалы: «3 жыл»",
        "не указана единица срока; например: «3 года»", 'the term has no unit; for example: "3 years"',
    )
    TERM_START = (
        "term_start", None, "мерзімнің басталуы көрші бағандағы күнге сәйкес емес",
        "начало срока не совпадает с датой в соседней графе",
        "the term starts on another day than the neighbouring column says",
    )

    # Numbers and contacts -------------------------------------------------------------------
    DIGITS_LOST = (
        "digits_lost", None,
        "кесте бағдарламасы нөмірдің цифрларын жоғалтқан; нөмірді қайта жазыңыз",
        "табличная программа потеряла цифры номера; впишите номер заново",
        "a spreadsheet has lost digits of the number; write it anew",
    )
    SEVERAL_NUMBERS = (
        "several_numbers", None, "бірнеше сан жазылған; біреуін қалдырыңыз",
        "указано несколько чисел; оставьте одно", "there are several numbers; leave one",
    )
    NOT_A_NUMBER = (
        "not_a_number", None, "бүтін сан қажет", "нужно целое число", "a whole number is needed",
    )
    AREA_CODE_MISSING = (
        "area_code_missing", None, "телефонның аймақ коды жоқ; мысалы: +7 (7172) 74-36-54",
        "у телефона нет кода города; например: +7 (7172) 74-36-54",
        "the telephone has no area code; for example: +7 (7172) 74-36-54",
    )

    # Words and text -------------------------------------------------------------------------
    UNKNOWN_WORDING = (
        "unknown_wording", None, "сөздер танылмады; рұқсат етілгені: {allowed}",
        "слова не распознаны; допустимы: {allowed}", "the words are unknown; allowed: {allowed}",
    )
    LOST_LETTER = (
        "lost_letter", None,
        "кодтау кезінде әріп «?» белгісіне айналған; әріпті қайтарыңыз, ал белгі шынымен керек болса, "
        "мәтіннің алдына дәйекше (') қойыңыз (Excel-де екі дәйекше)",
        "при перекодировке буква превратилась в «?»; верните букву, а если знак здесь нужен, поставьте "
        "перед текстом апостроф ('), в Excel – два",
        'a letter was lost to "?" on the way; put it back, or an apostrophe before the text if the '
        "sign is meant (in Excel two)",
    )
    MISREAD_TEXT = (
        "misread_text", None,
        "мәтін басқа кодтауда оқылып, бүлінген; оны қайта жазыңыз, ал мәтін дұрыс болса, алдына "
        "дәйекше (') қойыңыз (Excel-де екі дәйекше)",
        "текст испорчен: прочитан не в той кодировке; впишите его заново, а если он верен, поставьте "
        "перед ним апостроф ('), в Excel – два",
        "the text was read in the wrong encoding and is garbled; write it anew, or an apostrophe "
        "before it if it is right (in Excel two)",
    )
    WEB_TEXT = (
        "web_text", None, "мәтінге веб-беттің кодтары түсіп қалған; оларды алып тастаңыз",
        "в текст попал код веб-страницы; удалите его",
        "code of a web page has slipped into the text; remove it",
    )
    NO_VALUE = (
        "no_value", None, "мән жоқ дегенді білдіретін белгі жазылған; мән болмаса, бос қалдырыңыз",
        "указан знак отсутствия значения; если значения нет, оставьте поле пустым",
        "the text stands for no value; if there is none, leave the field empty",
    )
    WITHHELD = (
        "withheld", PUBLICITY, "мән жарияланбаған: бұл – жарияланым, тіркелімнің өзі емес",
        "значение не опубликовано: это публикация, а не сам регистр",
        "the value is withheld: this is a publication, not the register itself",
    )
    FORMULA_WITHOUT_VALUE = (
        "formula_without_value", None,
        "формуланың сақталған мәні жоқ; файлды кесте бағдарламасында ашып, сақтаңыз",
        "у формулы нет сохраненного значения; откройте и сохраните файл в табличной программе",
        "the formula has no saved value; open and save the file in a spreadsheet",
    )
    SPREADSHEET_ERROR = (
        "spreadsheet_error", None, "ұяшықта кесте бағдарламасының қатесі тұр",
        "в ячейке ошибка табличной программы", "the cell holds a spreadsheet's error",
    )

    # Rows -----------------------------------------------------------------------------------
    TIME_WITHOUT_ZONE = (
        "time_without_zone", None,
        "күннің жанында белдеуі белгісіз уақыт тұр; тек күнді жазыңыз немесе белдеуін көрсетіңіз",
        "при дате стоит время неизвестного часового пояса; оставьте одну дату или укажите пояс",
        "a time of an unknown zone stands beside the date; leave the date alone or name the zone",
    )
    ROW_WIDTH = (
        "row_width", None, "жолдағы ұяшықтар саны тақырыптағыдан басқа; керегі: {allowed}",
        "в строке иное число ячеек, чем в шапке; нужно: {allowed}",
        "the row has another number of cells than the header; expected: {allowed}",
    )
    STRUCK_OUT = (
        "struck_out", None,
        "жолдың мәтіні сызып тасталған; жолды жойыңыз немесе сызықты алып тастаңыз",
        "текст в строке зачеркнут; удалите строку или снимите зачеркивание",
        "text of the row is struck out; delete the row, or remove the line through it",
    )
    BROKEN_QUOTES = (
        "broken_quotes", None, "CSV тырнақшалары бұзылған; мәтін ішіндегі тырнақшаны екі рет жазыңыз",
        "нарушены кавычки CSV; кавычку внутри текста удваивайте",
        "the CSV's quotes are broken; double a quote inside a text",
    )
    UNMENDED = (
        "unmended", None,
        "жол тұтас қабылданбаған (тырнақшалары немесе ұяшықтар саны қате болған); ұяшықтарын түзетіп, "
        "«Қабылданбау себебі» ұяшығын тазартыңыз",
        "строка была отклонена целиком (из-за кавычек или числа ячеек); исправьте ее ячейки и очистите "
        "ячейку «Причина отклонения»",
        "the row was rejected as a whole (for its quotes or the number of its cells); mend its cells, "
        'then clear the cell "Reason for rejection"',
    )
    CELL_TOO_LONG = (
        "cell_too_long", None, "ұяшық тым ұзын; ең көбі: {allowed}",
        "ячейка слишком длинна; не более: {allowed}", "the cell is too long; at most: {allowed}",
    )
    NEEDS_GROUND = (
        "needs_ground", CESSATION,
        "нысанда тоқтату негізі жоқ; оны «--ground» арқылы көрсетіңіз: {allowed}",
        "в форме нет основания прекращения; укажите его через «--ground»: {allowed}",
        "the form has no ground of termination; name it with `--ground`: {allowed}",
    )
    NEEDS_REISSUE_GROUND = (
        "needs_reissue_ground", REISSUE,
        "нысанда қайта ресімдеу негізі жоқ; оны «--reissue-ground» арқылы көрсетіңіз: {allowed}",
        "в форме нет основания переоформления; укажите его через «--reissue-ground»: {allowed}",
        "the form has no ground of reissue; name it with `--reissue-ground`: {allowed}",
    )
    NEEDS_EXCLUSION_DAY = (
        "needs_exclusion_day", None, "нысанда шығару күні жоқ; оны «--excluded-on» арқылы көрсетіңіз",
        "в форме нет дня исключения; укажите его через «--excluded-on»",
        "the form has no day of exclusion; name it with `--excluded-on`",
    )

    # Against the register -------------------------------------------------------------------
    DIFFERS = (
        "differs", None,
        "тіркелімде бұл мән басқа; қалай қолдану керегін «--as» арқылы көрсетіңіз: {allowed}",
        "в регистре это значение иное; укажите через «--as», как его применить: {allowed}",
        "the register has another value; say with `--as` what it is: {allowed}",
    )
    BEYOND_ACT = (
        "beyond_act", None, "таңдалған әрекет бұл бағанды өзгертпейді; мүмкіні: {allowed}",
        "выбранное действие эту графу не меняет; можно: {allowed}",
        "the chosen act does not change this column; possible: {allowed}",
    )
    NO_REISSUE_DAY = (
        "no_reissue_day", LATEST_REISSUE,
        "12-бағанда тіркелімдегіден кейінгі қайта ресімдеу күні болуы тиіс",
        "в графе 12 нужна дата переоформления позднее той, что в регистре",
        "column 12 must hold a reissue date later than the register's",
    )
    SEVERAL_FACTS = (
        "several_facts", None, "айырмашылықтар бірнеше фактіден туындайды; оларды бір-бірлеп түзетіңіз",
        "расхождения вызваны несколькими фактами; исправляйте их по одному",
        "the differences come from several facts; correct them one by one",
    )
