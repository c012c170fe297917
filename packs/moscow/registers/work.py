"""Work, earnings, pensions, income: the Social Fund, the tax service, the employment service."""

from alongside.base.text import Text
from alongside.rules.schema import CLOSED, Born, Column, Different, Index, NotBefore, Register, When

from .formats import FNS, SFR, U, W, end, kind_is, open_column, start

ENDED = When("until")

insurance_record = Register(
    name="insurance_record",
    title=Text("Страховой стаж и пенсионные баллы", "Insured record and pension points"),
    holder=SFR,
    dialect=U,
    key=("snils",),
    owner="snils",
    columns=(
        Column("snils", "person"),
        Column("record_months", "int"),
        open_column("points", "dec3", "пенсионные баллы", "pension points"),
    ),
)

earnings = Register(
    name="earnings",
    title=Text("Заработок по годам", "Earnings by year"),
    holder=SFR,
    dialect=U,
    key=("snils", "year"),
    owner="snils",
    order=("year",),
    cover_years=2015,
    columns=(
        Column("snils", "person"),
        Column("year", "int", lowest=2015, highest="as_of.year-1"),
        Column("amount", "money"),
        Column("excluded_days", "int", lowest=0, highest=366),
    ),
)

work = Register(
    name="work",
    title=Text("Сведения о работе", "Work"),
    holder=Text("Социальный фонд и налоговая служба", "the Social Fund and the tax service"),
    dialect=U,
    key=("work_id",),
    owner="snils",
    order=("since", "work_id"),
    indexes=(Index("child_snils", ("child_snils",), ("since", "snils", "work_id")),),
    starts="since",
    ends="until",
    columns=(
        Column("work_id", "id"),
        Column("snils", "person"),
        Column("kind", "code", codes=("EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS", "CARE_LEAVE")),
        Column(
            "child_snils",
            "person",
            CLOSED,
            only_with=(kind_is("CARE_LEAVE"),),
            required_with=kind_is("CARE_LEAVE"),
        ),
        start(),
        end(),
        open_column(
            "end_reason",
            "code",
            "причина увольнения",
            "why the job ended",
            codes=("OWN_WISH", "AGREEMENT", "LIQUIDATION", "STAFF_CUT", "BREACH", "OTHER"),
            only_with=(ENDED, kind_is("EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS")),
        ),
    ),
    row_rules=(NotBefore("until", "since"),),
    people_rules=(Born("since"),),
)

pensions = Register(
    name="pensions",
    title=Text("Пенсии в выплате", "Pensions in pay"),
    holder=SFR,
    dialect=U,
    key=("pension_id",),
    owner="snils",
    order=("since", "pension_id"),
    starts="since",
    ends="until",
    columns=(
        Column("pension_id", "id"),
        Column("snils", "person"),
        Column("kind", "code", codes=("OLD_AGE", "DISABILITY", "SURVIVOR", "SOCIAL", "STATE")),
        Column("amount", "money"),
        start(),
        end(),
    ),
    row_rules=(NotBefore("until", "since"),),
    people_rules=(Born("since"),),
)

sick_leave = Register(
    name="sick_leave",
    title=Text("Электронные больничные листы", "Electronic sick-leave certificates"),
    holder=SFR,
    dialect=U,
    key=("certificate_id",),
    owner="snils",
    order=("first_day", "certificate_id"),
    starts="first_day",
    last_day="last_day",
    columns=(
        Column("certificate_id", "id"),
        Column("snils", "person"),
        Column("code", "code", codes=("01", "02", "05", "09")),
        start("first_day"),
        end("last_day", required_with=When("code", ("05",))),
        Column(
            "cared_snils",
            "person",
            CLOSED,
            only_with=(When("code", ("09",)),),
            required_with=When("code", ("09",)),
        ),
    ),
    row_rules=(NotBefore("last_day", "first_day", strict=False), Different("snils", "cared_snils")),
    people_rules=(Born("first_day"),),
)

income = Register(
    name="income",
    title=Text("Доходы по месяцам", "Income by month"),
    holder=FNS,
    dialect=U,
    key=("snils", "month", "kind"),
    owner="snils",
    order=("month", "kind"),
    cover_months=36,
    columns=(
        Column("snils", "person"),
        Column("month", "month"),
        Column(
            "kind",
            "code",
            codes=(
                *("WAGE", "BUSINESS", "SELF_EMPLOYED", "PENSION", "STIPEND", "AUTHOR_FEE", "UNEMPLOYMENT"),
                *("ALLOWANCE", "ALIMONY", "INTEREST", "OTHER", "NOT_COUNTED"),
            ),
        ),
        Column("amount", "money"),
    ),
)

employment_service = Register(
    name="employment_service",
    title=Text("Учёт в службе занятости", "Records of the employment service"),
    holder=Text("служба занятости города", "the city employment service"),
    dialect=W,
    key=("spell_id",),
    owner="snils",
    order=("applied_on", "spell_id"),
    starts="applied_on",
    ends="removed_on",
    columns=(
        Column("spell_id", "id"),
        Column("snils", "person"),
        start("applied_on"),
        Column("recognised_on", "date", CLOSED),
        end("removed_on"),
        open_column("weeks_worked", "int", "недели работы за год", "weeks worked in the year", lowest=0, highest=53),
        open_column("breach", "yes_no", "причина последнего увольнения", "why the last job ended"),
        open_column("average_wage", "money", "средний заработок", "average wage"),
        Column("refusals", "int"),
        Column("training_since", "date", CLOSED),
        end("training_until", only_with=(When("training_since"),)),
    ),
    row_rules=(
        NotBefore("recognised_on", "applied_on", strict=False),
        NotBefore("removed_on", "applied_on"),
        NotBefore("training_since", "applied_on", strict=False),
        NotBefore("training_until", "training_since"),
    ),
)
