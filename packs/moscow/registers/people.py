"""Who people are: persons, ties, marriages, registrations, and who looks after whom."""

from alongside.base.text import Text
from alongside.rules.schema import (
    CLOSED,
    Born,
    Column,
    Different,
    Index,
    NoSharedDay,
    NotBefore,
    Older,
    OnePerAttribute,
    Register,
    When,
)

from .formats import MVD, SFR, ZAGS, U, end, kind_is, open_column, start

DEAD = (When("death_date"),)

persons = Register(
    name="persons",
    title=Text("Реестр записей о людях", "Register of persons"),
    holder=ZAGS,
    dialect=U,
    key=("snils",),
    owner="snils",
    indexes=(Index("burial_by", ("burial_by",)),),
    columns=(
        Column("snils", "person"),
        Column("last_name", "name"),
        Column("first_name", "name"),
        Column("patronymic", "name", CLOSED),
        Column("sex", "code", codes=("M", "F")),
        Column("birth_date", "date", lowest="1900-01-01"),
        Column("death_date", "date", CLOSED),
        open_column("citizenship", "code", "гражданство", "citizenship", codes=("RUS", "BLR", "KGZ", "OTHER")),
        open_column("born_in_city", "yes_no", "место записи о рождении", "where the birth was recorded"),
        open_column("burial_by", "person", "кто взял на себя похороны", "who took on the burial", only_with=DEAD),
        open_column("burial_in_kind", "yes_no", "услуги по погребению", "burial services in kind", only_with=DEAD),
    ),
    row_rules=(
        NotBefore("death_date", "birth_date", strict=False, code="death_before_birth"),
        Different("snils", "burial_by"),
    ),
)

parent_child = Register(
    name="parent_child",
    title=Text("Сведения о родителях, усыновителях и опекунах", "Parents, adopters and guardians"),
    holder=Text("органы ЗАГС и опеки", "the civil registry and guardianship bodies"),
    dialect=U,
    key=("tie_id",),
    owner="child_snils",
    order=("adult_snils", "since", "tie_id"),
    indexes=(Index("adult_snils", ("adult_snils",), ("child_snils", "since", "tie_id")),),
    starts="since",
    ends="until",
    columns=(
        Column("tie_id", "id"),
        Column("child_snils", "person"),
        Column("adult_snils", "person"),
        Column("kind", "code", codes=("BIRTH", "ADOPTION", "GUARDIAN")),
        start(),
        end(),
        Column(
            "until_reason",
            "code",
            CLOSED,
            codes=("DEPRIVED", "CANCELLED", "ENDED"),
            only_with=(When("until"),),
            required_with=When("until"),
        ),
    ),
    row_rules=(NotBefore("until", "since"), Different("child_snils", "adult_snils")),
    people_rules=(
        Born("since", exactly=("child_snils", kind_is("BIRTH"))),
        Older(elder="adult_snils", younger="child_snils"),
    ),
    across_rules=(OnePerAttribute("child_snils", "adult_snils", "sex", kind_is("BIRTH"), code="too_many_parents"),),
)

marriages = Register(
    name="marriages",
    title=Text("Записи о браках", "Marriages"),
    holder=ZAGS,
    dialect=U,
    key=("marriage_id",),
    owner="spouse_a",
    order=("married_on", "marriage_id"),
    indexes=(Index("spouse", ("spouse_a", "spouse_b"), ("married_on", "marriage_id")),),
    starts="married_on",
    ends="ended_on",
    columns=(
        Column("marriage_id", "id"),
        Column("spouse_a", "person"),
        Column("spouse_b", "person"),
        start("married_on"),
        end("ended_on"),
    ),
    row_rules=(NotBefore("ended_on", "married_on"), Different("spouse_a", "spouse_b")),
    people_rules=(Born("married_on"),),
    across_rules=(
        NoSharedDay(("spouse_a", "spouse_b"), "married_on", "ended_on", code="overlapping_marriage", until_death=True),
    ),
)

registrations = Register(
    name="registrations",
    title=Text("Регистрация по месту жительства и пребывания", "Registrations of residence"),
    holder=MVD,
    dialect=U,
    key=("registration_id",),
    owner="snils",
    order=("since", "registration_id"),
    indexes=(Index("address_id", ("address_id",), ("snils", "since", "registration_id")),),
    starts="since",
    ends="until",
    place_complete=True,
    columns=(
        Column("registration_id", "id"),
        Column("snils", "person"),
        Column("address_id", "place"),
        Column("kind", "code", codes=("P", "T")),
        start(),
        end(required_with=kind_is("T")),
    ),
    row_rules=(NotBefore("until", "since"),),
    people_rules=(Born("since"),),
    across_rules=(NoSharedDay(("snils",), "since", "until", code="overlapping_permanent", when=kind_is("P")),),
)

care_ties = Register(
    name="care_ties",
    title=Text("Сведения об уходе", "Registered carers"),
    holder=SFR,
    dialect=U,
    key=("tie_id",),
    owner="cared_snils",
    order=("carer_snils", "since", "tie_id"),
    indexes=(Index("carer_snils", ("carer_snils",), ("cared_snils", "since", "tie_id")),),
    starts="since",
    ends="until",
    columns=(
        Column("tie_id", "id"),
        Column("carer_snils", "person"),
        Column("cared_snils", "person"),
        start(),
        end(),
    ),
    row_rules=(NotBefore("until", "since"), Different("carer_snils", "cared_snils")),
    people_rules=(Born("since"),),
)

flags = Register(
    name="flags",
    title=Text("Статусы, решения и отметки социальной защиты", "Statuses and records of social protection"),
    holder=Text("органы социальной защиты и ведомства", "social protection and its partner agencies"),
    dialect=U,
    key=("flag_id",),
    owner="snils",
    order=("flag", "since", "flag_id"),
    starts="since",
    ends="until",
    columns=(
        Column("flag_id", "id"),
        Column("snils", "person"),
        Column(
            "flag",
            "code",
            codes=(
                *("LABOUR_VETERAN", "MILITARY_VETERAN", "COMBAT_VETERAN", "WWII_INVALID", "WWII_PARTICIPANT"),
                *("SIEGE_SURVIVOR", "HOME_FRONT", "REHABILITATED", "DEFENDER", "HERO", "HERO_LABOUR"),
                *("CHERNOBYL", "DONOR", "ORPHAN", "MOBILISED"),
                *("CONSCRIPT", "PRISONER", "STATE_PROVISION"),
                *(
                    "HERO_CASH",
                    "NSU_MEDICINES_CASH",
                    "NSU_SANATORIUM_CASH",
                    "NSU_TRANSPORT_CASH",
                    "GIFT_CASH",
                ),
                *("HARDSHIP_FIRE", "HARDSHIP_COST", "HARDSHIP_VIOLENCE"),
            ),
        ),
        start(),
        end(),
    ),
    row_rules=(NotBefore("until", "since"),),
    people_rules=(Born("since"),),
)

__all__ = ["care_ties", "flags", "marriages", "parent_child", "persons", "registrations"]
