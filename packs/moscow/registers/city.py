"""Health, education, property, vehicles, homes, and what has been assigned already."""

from alongside.base.text import Text
from alongside.rules.schema import CLOSED, AtMostOne, Born, Column, Index, NotBefore, Register, When, Younger

from .formats import GIBDD, MSE, U, W, end, kind_is, open_column, start

MEASURE_IDS = (
    *("maternity_capital", "unified_allowance", "birth_grant", "maternity_benefit", "child_care_allowance"),
    *("sick_leave_benefit", "old_age_pension", "disability_pension", "survivor_pension", "social_pension"),
    *("fixed_part_increase", "edv", "nsu", "hero_payment", "disabled_child_care_federal"),
    *("elderly_care_compensation", "funeral_benefit", "rehab_equipment", "unemployment_benefit"),
    *("pension_city_supplement", "birth_city_compensation", "young_family_payment", "newborn_gift_set"),
    *("large_family_cost_of_living", "large_family_utilities", "school_clothes", "disabled_child_care_city"),
    *("labour_veteran_monthly", "home_front_monthly", "phone_compensation", "wedding_jubilee"),
    *("centenarian_payment", "utilities_discount", "capital_repair_compensation", "housing_subsidy"),
    *("free_travel", "school_meals", "dairy_kitchen", "free_medicines", "sanatorium_voucher", "targeted_aid"),
    "retraining_stipend",
)

vehicles = Register(
    name="vehicles",
    title=Text("Транспортные средства", "Vehicles"),
    holder=GIBDD,
    dialect=W,
    key=("vehicle_id", "since"),
    owner="snils",
    order=("vehicle_id", "since"),
    starts="since",
    ends="until",
    columns=(
        Column("vehicle_id", "id"),
        Column("snils", "person"),
        Column("kind", "code", codes=("CAR", "MOTORCYCLE", "BOAT")),
        Column("made_year", "int", lowest=1900, highest="as_of.year"),
        open_column("power_hp", "int", "мощность двигателя", "engine power"),
        Column("state_given", "yes_no", CLOSED),
        start(),
        end(),
    ),
    row_rules=(NotBefore("until", "since"),),
    people_rules=(Born("since"),),
)

disability = Register(
    name="disability",
    title=Text("Решения об инвалидности", "Disability decisions"),
    holder=MSE,
    dialect=U,
    key=("decision_id",),
    owner="snils",
    order=("since", "decision_id"),
    starts="since",
    last_day="last_day",
    columns=(
        Column("decision_id", "id"),
        Column("snils", "person"),
        Column("category", "code", codes=("I", "II", "III", "CHILD")),
        open_column("since_childhood", "yes_no", "инвалидность с детства", "disability since childhood"),
        start(),
        end("last_day"),
    ),
    row_rules=(NotBefore("last_day", "since", strict=False),),
    people_rules=(
        Born("since"),
        Younger("snils", 18, "since", When("category", ("CHILD",)), column="category"),
    ),
)

rehab_items = Register(
    name="rehab_items",
    title=Text("Средства реабилитации по ИПРА", "Equipment of the rehabilitation programme (IPRA)"),
    holder=MSE,
    dialect=U,
    key=("item_id",),
    owner="snils",
    order=("since", "item_id"),
    starts="since",
    last_day="last_day",
    columns=(
        Column("item_id", "id"),
        Column("snils", "person"),
        start(),
        end("last_day"),
        Column("issued_on", "date", CLOSED),
        Column("term_months", "int", lowest=1, highest=240),
    ),
    row_rules=(
        NotBefore("last_day", "since", strict=False),
        NotBefore("issued_on", "since", strict=False),
    ),
    people_rules=(Born("since"),),
)

property_rights = Register(
    name="property",
    title=Text("Права на недвижимость", "Property rights"),
    holder=Text("Росреестр", "the property register (Rosreestr)"),
    dialect=U,
    key=("right_id",),
    owner="snils",
    order=("object_id", "right_id"),
    starts="since",
    ends="until",
    columns=(
        Column("right_id", "id"),
        Column("snils", "person"),
        Column("object_id", "id"),
        Column(
            "kind",
            "code",
            codes=("FLAT", "HOUSE", "DACHA", "GARAGE", "NON_RESIDENTIAL", "LAND_CITY", "LAND_VILLAGE"),
        ),
        Column("address_id", "place", CLOSED, only_with=(kind_is("FLAT", "HOUSE"),)),
        Column("area_m2", "dec2", lowest=1),
        Column("share_num", "int", lowest=1),
        Column("share_den", "int", lowest=1),
        start(),
        end(),
    ),
    row_rules=(NotBefore("until", "since"), AtMostOne("share_num", "share_den")),
    people_rules=(Born("since"),),
)

education = Register(
    name="education",
    title=Text("Обучение", "Education"),
    holder=Text("департамент образования и учебные заведения", "the education department, colleges, universities"),
    dialect=U,
    key=("study_id",),
    owner="snils",
    order=("since", "study_id"),
    starts="since",
    ends="until",
    columns=(
        Column("study_id", "id"),
        Column("snils", "person"),
        Column("kind", "code", codes=("SCHOOL", "COLLEGE", "UNIVERSITY")),
        Column(
            "grade",
            "int",
            CLOSED,
            lowest=1,
            highest=11,
            only_with=(kind_is("SCHOOL"),),
            required_with=kind_is("SCHOOL"),
        ),
        Column("full_time", "yes_no", never=(("N", kind_is("SCHOOL")),)),
        Column("stipend", "money", CLOSED),
        start(),
        end(),
    ),
    row_rules=(NotBefore("until", "since"),),
    people_rules=(Born("since"),),
)

medical = Register(
    name="medical",
    title=Text("Медицинские записи (ЕМИАС)", "Medical records (UMIAS)"),
    holder=Text("медицинская система города (ЕМИАС)", "the city medical system (UMIAS)"),
    dialect=U,
    key=("record_id",),
    owner="snils",
    order=("since", "record_id"),
    starts="since",
    last_day="last_day",
    columns=(
        Column("record_id", "id"),
        Column("snils", "person"),
        Column("kind", "code", codes=("PREGNANCY", "DISPENSARY", "CONCLUSION")),
        Column(
            "code",
            "code",
            CLOSED,
            codes=("SANATORIUM", "NO_SANATORIUM", "DAIRY", "CONSTANT_CARE", "LONG_TREATMENT"),
            codes_with=kind_is("CONCLUSION"),
            classified=kind_is("DISPENSARY"),
            only_with=(kind_is("DISPENSARY", "CONCLUSION"),),
            required_with=kind_is("DISPENSARY", "CONCLUSION"),
        ),
        open_column(
            "week",
            "int",
            "срок беременности",
            "week of pregnancy",
            lowest=1,
            highest=42,
            only_with=(kind_is("PREGNANCY"),),
        ),
        start(),
        end("last_day"),
    ),
    row_rules=(NotBefore("last_day", "since", strict=False),),
    people_rules=(Born("since"),),
)

housing_accounts = Register(
    name="housing_accounts",
    title=Text("Счета за жильё и коммунальные услуги", "Housing accounts"),
    holder=Text("расчётный центр (ЕРИЦ)", "the accounting centre (ERIC)"),
    dialect=W,
    key=("address_id",),
    owner="address_id",
    indexes=(Index("phone_subscriber", ("phone_subscriber",), ("address_id",)),),
    open=True,
    place_complete=True,
    not_naming=("phone_subscriber",),
    columns=(
        Column("address_id", "place"),
        open_column("tenure", "code", "вид владения жильём", "tenure", codes=("OWNED", "SOCIAL_RENT", "RENT")),
        Column("area_m2", "dec2", lowest=1),
        open_column("housing_bill", "money", "плата за содержание жилья", "housing bill"),
        open_column("utilities_bill", "money", "плата за коммунальные услуги", "utilities bill"),
        open_column("capital_repair_fee", "money", "взнос на капитальный ремонт", "capital-repair fee"),
        open_column("court_arrears", "yes_no", "долг, подтверждённый судом", "arrears confirmed by court"),
        Column("phone_subscriber", "person", CLOSED),
    ),
)

assignments = Register(
    name="assignments",
    title=Text("Назначенные меры (ЕГИССО)", "Measures already assigned (EGISSO)"),
    holder=Text("ЕГИССО", "the register of assigned support (EGISSO)"),
    dialect=U,
    key=("assignment_id",),
    owner="snils",
    order=("measure_id", "assigned_on", "assignment_id"),
    indexes=(Index("for_snils", ("for_snils",), ("measure_id", "assigned_on", "assignment_id")),),
    starts="assigned_on",
    columns=(
        Column("assignment_id", "id"),
        Column("measure_id", "code", codes=MEASURE_IDS),
        Column("snils", "person"),
        Column("for_snils", "person", CLOSED),
        Column("assigned_on", "date"),
    ),
)
