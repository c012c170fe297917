"""The words of the generated pages, in both languages."""

from alongside.base.text import Text

WORDMARK = Text("Рядом", "Alongside")
OTHER_LANGUAGE = Text("English", "Русский")
SKIP = Text("Сразу к содержанию", "Skip to the content")
CONTENTS = Text("Разделы", "Sections")
SECTIONS = {
    "index.html": Text("Меры", "Measures"),
    "definitions.html": Text("Как считает закон", "How the law counts"),
    "registers.html": Text("Реестры", "Registers"),
}
MADE_FROM = Text(
    "Собрано из файлов пакета «{title}», версия {version}. Это пересказ закона, а не юридическая консультация.",
    "Made from the files of the pack “{title}”, version {version}. It retells the law and is no legal advice.",
)

# The list of measures
INDEX_TITLE = Text("{count} в одном месте", "{count} in one place")
MEASURES_COUNT = Text("мера помощи|меры помощи|мер помощи", "measure of support|measures of support")
INDEX_LEAD = Text(
    "Что это, кому положено, по каким условиям, сколько и почему. Страницы собраны из тех же файлов, по которым "
    "программа решает.",
    "What each one is, who gets it, on what conditions, how much and why. The pages are made from the very files by "
    "which the software decides.",
)

# A measure
BACK = Text("← Все меры", "← All measures")
MEASURE = Text("Мера {number}", "Measure {number}")
FREQUENCY = {
    "monthly": Text("каждый месяц", "every month"),
    "annual": Text("раз в год", "once a year"),
    "one_off": Text("один раз", "once"),
    "in_kind": Text("не деньгами", "in kind"),
}
GUIDE = Text("Кому", "Who gets it")
CRITERIA = Text("По каким условиям решают", "The conditions that decide")
FOR_UNIT = Text("Кого касается: {unit}", "Decided for: {unit}")
CITES = Text("Основание: {act}", "In law: {act}")
IF_NO = Text("Если нет: ", "If not: ")
SUM = Text("Как считают сумму", "How the sum is reached")
NO_SUM = Text("Помощь дают не деньгами, считать нечего.", "Help comes in kind; there is no sum to work out.")
TERMS = Text("Размеры и границы по датам", "Amounts and limits by date")
FROM_DAY = Text("Действует с", "In force from")
VALUE = Text("Величина", "Value")
DEMO = Text("условная", "made up")
DEMO_MEANS = Text(
    "«Условная» — величина, которую пакет назначил сам: в законе её ещё нет.",
    "“Made up” marks a value that the pack set by itself: the law has none yet.",
)
SOURCE = Text("Источник: {source}", "Source: {source}")
CHART = Text("{title}: с {first} — {start}, с {last} — {end}.", "{title}: {start} from {first}, {end} from {last}.")
EVENTS = Text("Какие события в жизни к ней ведут", "Life events that lead here")
READS = Text("Какие сведения нужны", "What it reads")
READS_LEAD = Text(
    "Всё это город запрашивает сам. Если чего-то нет, ответ — «пока не известно», а не отказ.",
    "The city asks for all of this by itself. What has not arrived makes the answer “not known yet”, never a no.",
)
REGISTERS = Text("Реестры", "Registers")
REGISTER = Text("Реестр", "Register")
HOLDER = Text("Кто хранит", "Held by")
OTHER_MEASURES = Text("Ответы о других мерах", "Answers on other measures")
EXAMPLES = Text("Разобранные примеры", "Worked examples")
EXAMPLES_LEAD = Text(
    "Каждый пример посчитан заранее вручную; программа обязана дать тот же ответ.",
    "Each example was worked out by hand beforehand; the software must give the same answer.",
)
BRANCHES = Text("Ветви правила и примеры", "The rule’s branches and their examples")
BRANCHES_LEAD = Text(
    "Каждая ветвь закона в этой мере и сколько примеров по ней проходит: {taken} из {count}. Записано по-английски.",
    "Every branch of the law in this measure, and how many examples take it: {taken} of {count}.",
)
BRANCH_HEADS = (
    Text("Ветвь", "Branch"),
    Text("Куда ведёт", "Goes"),
    Text("Примеры", "Examples"),
    Text("Один из них или почему нет ни одного", "One of them, or why there is none"),
)
NO_EXAMPLES = Text("Примеров пока нет.", "There are no examples yet.")
ON_DAY = Text("на {day}", "on {day}")
EXAMPLE = Text("Пример {number}", "Example {number}")
EXAMPLES_COUNT = Text("пример|примера|примеров", "example|examples")
EXAMPLES_MORE = Text("Ещё {count}", "{count} more")
BECAUSE_NO = Text("не выполнено: «{sentence}»", "fails: “{sentence}”")
BECAUSE_UNKNOWN = Text("не известно: «{sentence}»", "not known: “{sentence}”")
PARAGRAPH = Text("пункт: {law}", "paragraph: {law}")
ANSWERS = {
    "yes": Text("✓ да", "✓ yes"),
    "no": Text("– нет", "– no"),
    "unknown": Text("? пока не известно", "? not known yet"),
    "not_considered": Text("· не рассматривается", "· not considered"),
}
PERIOD = Text("с {since} до {until}", "from {since} until {until}")
SINCE = Text("с {since}", "from {since}")
NO_END = Text("без срока", "no end")
PAID_TO = Text("получает {name}", "paid to {name}")
MISSING = Text("не хватает: {what}", "missing: {what}")

# How the law counts
DEFINITIONS_TITLE = Text("Как считает закон", "How the law counts")
DEFINITIONS_LEAD = Text(
    "Что для закона семья, дом, доход, стаж. Каждое понятие записано один раз, и все меры понимают его одинаково.",
    "What a family, a home, an income, a record are to the law. Each is written down once, and every measure takes it "
    "the same way.",
)
NO_DEFINITIONS = Text("Пояснений пока нет.", "There are no explanations yet.")
FOR_EVERY_MEASURE = Text("Так — для всех мер.", "These hold for every measure.")
USED_BY = Text("Где это важно: ", "Where it matters: ")
USED_BY_COUNT = Text("мера|меры|мер", "measure|measures")
PARAGRAPH_OF_LAW = Text("Пункт закона: {law}", "Paragraph of the law: {law}")
USED_BY_MANY = Text("Где это важно: {count}", "Where it matters: {count}")
BEHIND = Text("А за этим стоит: ", "And behind this: ")

# Registers
REGISTERS_TITLE = Text("Что город знает: {count}", "What the city knows: {count}")
REGISTERS_COUNT = Text("реестр|реестра|реестров", "register|registers")
REGISTERS_LEAD = Text(
    "Что присылают ведомства, какими файлами и что значит пустая клетка.",
    "What the agencies send, in which files, and what an empty cell means.",
)
FILE = Text(
    "Файл {csv}: {encoding}, даты {dates}, дробная часть через «{mark}», или {parquet}.",
    "File {csv}: {encoding}, dates {dates}, decimals with “{mark}”, or {parquet}.",
)
NO_ROW_UNKNOWN = Text("Нет строки — не известно.", "No row means not known.")
NO_ROW_NO = Text("Нет строки — значит, нет.", "No row means there is none.")
COVERS_MONTHS = Text("Охватывает месяцы до поставки: {count}.", "Covers {count} months before the delivery.")
COVERS_YEARS = Text("Охватывает годы с {year}.", "Covers the years from {year} on.")
COLUMN = Text("Столбец", "Column")
TYPE = Text("Что в нём", "What it holds")
EMPTY_MEANS = Text("Пусто — ", "Empty ")
TYPES = {
    "person": Text("человек", "a person"),
    "place": Text("адрес", "an address"),
    "date": Text("дата", "a date"),
    "month": Text("месяц", "a month"),
    "money": Text("деньги", "money"),
    "dec2": Text("число, две цифры после запятой", "a number with two decimals"),
    "dec3": Text("число, три цифры после запятой", "a number with three decimals"),
    "int": Text("целое число", "a whole number"),
    "yes_no": Text("да или нет", "yes or no"),
    "code": Text("код", "a code"),
    "id": Text("номер записи", "the number of a record"),
    "name": Text("имя", "a name"),
}
EMPTY = {
    "M": Text("не бывает", "is an error"),
    "C": Text("нет, не было, не закончилось", "means no, none, not ended"),
    "O": Text("не известно", "means not known"),
}
KEY = Text("ключ", "key")

# The first page
CHOOSE = Text("Читать по-русски", "Read in English")
