"""The engine's own words to people, in both languages; all else is said by the pack."""

from alongside.base.text import Text

YES = Text("Да", "Yes")
NO = Text("Нет", "No")
UNKNOWN = Text("Пока не известно", "Not known yet")
NOT_CONSIDERED = Text("Не рассматривалось", "Not considered")
ABOVE_ZERO = Text("Сумма больше нуля", "The amount is above zero")
ABOVE_ZERO_NO = Text("По расчёту доплачивать нечего.", "The sum comes out at nothing.")
NOT_KNOWN_VALUE = Text("не известно", "not known")
NONE = Text("нет", "none")
FOR_OTHERS = Text("Эта мера положена не всем: {name}.", "This measure is for other people: {name}.")
HELD_BY = Text("{title} — хранит {holder}", "{title} — held by {holder}")
WHOLE_REGISTER = Text("сведения реестра «{title}»", "the register “{title}”")
ONE_COLUMN = Text("{column} (реестр «{title}»)", "{column} (register “{title}”)")
FREQUENCY = {
    "monthly": Text("в месяц", "a month"),
    "annual": Text("раз в год", "once a year"),
    "one_off": Text("один раз", "once"),
    "in_kind": Text("не деньгами", "in kind"),
}
MODE = {
    "proactive": Text(
        "Город назначает сам, заявление не нужно.",
        "The city grants this by itself; there is nothing to apply for.",
    ),
    "offer": Text(
        "Город предложит сам — нужно только согласиться.", "The city will offer this; you only need to agree."
    ),
    "application": Text(
        "Нужно заявление: мы заполним его за вас.", "This needs an application; we will fill it in for you."
    ),
}
