"""The figures the city is calibrated to, each with its source.

RosBRiS: Russian Fertility and Mortality Database, Centre for Demographic Research, New Economic School,
Moscow 2022.
Where a comment says "fitted", the figure was chosen so that published totals come out
(tests/city/test_shares.py).
"""

from __future__ import annotations

# RosBRiS 2022, Moscow: from age, below age, share of all in % (men, women), deaths a year per 1000 (men,
# women).
# Deaths at 85+ are level for both sexes (the published male figure is an artefact of counting).
PYRAMID = (
    (0, 1, 0.51, 0.48, 4.04, 2.93),
    (1, 5, 2.09, 1.96, 0.29, 0.26),
    (5, 10, 2.83, 2.66, 0.20, 0.16),
    (10, 15, 2.32, 2.20, 0.27, 0.21),
    (15, 20, 2.09, 2.09, 0.88, 0.33),
    (20, 25, 1.93, 2.02, 1.95, 0.61),
    (25, 30, 2.04, 2.11, 2.45, 0.63),
    (30, 35, 3.88, 4.04, 2.37, 0.70),
    (35, 40, 4.34, 4.87, 3.63, 1.13),
    (40, 45, 4.13, 4.45, 4.96, 1.77),
    (45, 50, 3.63, 3.94, 6.47, 2.43),
    (50, 55, 3.36, 3.62, 7.68, 3.27),
    (55, 60, 3.04, 3.61, 11.21, 4.79),
    (60, 65, 3.18, 4.10, 16.63, 7.12),
    (65, 70, 2.36, 3.47, 24.93, 11.68),
    (70, 75, 1.79, 2.93, 33.89, 18.79),
    (75, 80, 1.00, 1.70, 42.44, 30.27),
    (80, 85, 0.89, 1.83, 64.95, 59.44),
    (85, 112, 0.83, 1.68, 115.0, 115.0),
)
BIRTHS_A_YEAR = 0.0092  # Mosstat 2023-24: births per person a year
DEATHS_A_YEAR = 0.0087  # Mosstat 2024: deaths per person a year

# Survival within the open group 85+: exp(-a * years ** b); fitted to 646 centenarians (city government,
# 2019).
OLDEST_A, OLDEST_B = 0.1165, 1.45

# RosBRiS 2022, Moscow: from mother's age, below, births of the year, share of orders 1, 2, 3, 4, 5+.
BIRTHS_BY_MOTHER = (
    (15, 20, 1923, (0.926, 0.068, 0.006, 0.000, 0.001)),
    (20, 25, 15439, (0.729, 0.228, 0.039, 0.005, 0.001)),
    (25, 30, 31694, (0.585, 0.290, 0.098, 0.023, 0.004)),
    (30, 35, 38768, (0.403, 0.378, 0.158, 0.049, 0.013)),
    (35, 40, 27590, (0.271, 0.387, 0.237, 0.078, 0.026)),
    (40, 45, 7006, (0.236, 0.335, 0.271, 0.112, 0.045)),
    (45, 50, 738, (0.378, 0.290, 0.198, 0.106, 0.029)),
)
MULTIPLE_BIRTHS = 0.012  # Rosstat: of deliveries
TRIPLETS = 0.02  # of multiple births

# Whose mother is known to the city's registers, by age now (fitted: the others came from elsewhere).
MOTHER_KNOWN = ((0, 0.992), (18, 0.74), (23, 0.52), (35, 0.42), (50, 0.22), (62, 0.0))

# Women with a partner they live with, by age (fitted to marriages of the 2021 census and the household
# sizes).
PARTNERED = (
    *(
        (0, 0.0),
        (18, 0.03),
        (20, 0.20),
        (25, 0.48),
        (30, 0.63),
        (35, 0.66),
        (40, 0.65),
        (45, 0.63),
        (50, 0.60),
    ),
    *((55, 0.55), (60, 0.48), (65, 0.40), (70, 0.32), (75, 0.26), (80, 0.17), (85, 0.08)),
)
MARRIED_OF_PARTNERED = ((0, 0.70), (25, 0.78), (30, 0.84), (45, 0.88), (60, 0.94))
MOTHERS_PARTNERED = 0.78  # Rosstat 2021: sole parents in 20-25% of families with children
EARLY_MARRIAGES_OF_OLD = 0.05  # fitted to 10 thousand jubilee couples a year (city government, 2018)

# Medico-social examination: 950 thousand disabled of whom 60 thousand children (city, 2025), fitted by age.
DISABLED = ((0, 0.026), (18, 0.023), (45, 0.045), (60, 0.133), (70, 0.21), (80, 0.31))
DISABILITY_GROUPS = (0.13, 0.50, 0.37)  # Rosstat 2018: I, II, III among adults

# Employment by age (Rosstat labour force survey, rounded), women five points less at 25-39.
EMPLOYED = (
    *(
        (0, 0.0),
        (16, 0.08),
        (20, 0.65),
        (25, 0.905),
        (55, 0.77),
        (60, 0.46),
        (65, 0.22),
        (70, 0.10),
        (80, 0.02),
    ),
)
WORK_KINDS = (0.865, 0.05, 0.055, 0.03)  # EMPLOYED, PART_TIME, SELF_EMPLOYED, BUSINESS (fitted)
REGISTERED_UNEMPLOYED = 0.0020  # employment service of Moscow, 2023: of all residents
UNEMPLOYED_WITH_BENEFIT = 0.62

# Social Fund, Moscow, 2025: kinds of pension; points fitted to mean pensions of 22-25 thousand roubles.
OLD_AGE_OF_AGED, STATE_OF_AGED, SOCIAL_OF_AGED = 0.83, 0.03, 0.02
PAID_WHILE_WORKING = 0.70  # of those shares, among the aged who work (fitted to 16% of pensioners working)
POINTS_MEAN, POINTS_SPREAD = 104.0, 36.0

# Act 400-FZ, the fixed payment and the price of a point; Act 166-FZ, the social pension; the city's social
# standard.
FIXED_PAYMENT = {2022: 7220.74, 2023: 7567.33, 2024: 8134.88, 2025: 8907.70, 2026: 9584.69}
POINT_PRICE = {2022: 118.10, 2023: 123.77, 2024: 133.05, 2025: 145.69, 2026: 156.76}
SOCIAL_PENSION = {2022: 6924.80, 2023: 7153.33, 2024: 7689.82, 2025: 8824.08, 2026: 9424.12}
CITY_STANDARD = {2020: 19500, 2021: 20222, 2022: 21193, 2023: 23313, 2024: 24500, 2025: 25850, 2026: 27401}
MINIMUM = {2020: 17679, 2021: 18029, 2022: 20585, 2023: 21718, 2024: 22662, 2025: 23908, 2026: 25342}

# Mean wage of the city by year in thousand roubles (Mosstat; 2025 and later carried on).
MEAN_WAGE = {
    **{2015: 64.3, 2016: 71.4, 2017: 73.8, 2018: 83.8, 2019: 94.3, 2020: 99.8, 2021: 110.2},
    **{2022: 118.0, 2023: 135.0, 2024: 160.0, 2025: 178.0, 2026: 193.0},
}
# Income per head: log-normal, lower and wider with children (Rosstat 2023, Gini 0.41; by children:
# assumption).
INCOME_SPREAD, INCOME_SPREAD_CHILDREN = 0.62, 0.60
CHILDREN_FACTOR = (1.0, 0.85, 0.70, 0.57)
MEDIAN_HEAD = 0.60  # of the mean wage (fitted)

# Flags per 100,000 residents (published counts where there are any, else fitted), with ages from-to.
FLAG_RATES = {
    "MILITARY_VETERAN": (400, 50, 90),
    "COMBAT_VETERAN": (420, 22, 72),
    "CHERNOBYL": (60, 55, 90),
    "HERO": (1.5, 28, 85),
    "HERO_LABOUR": (1.5, 65, 98),
    "DONOR": (450, 28, 80),
    "MOBILISED": (130, 22, 50),
    "CONSCRIPT": (90, 18, 28),
    "PRISONER": (60, 20, 60),
    "REHABILITATED": (115, 72, 108),
    "HARDSHIP_FIRE": (12, 18, 85),
    "HARDSHIP_COST": (70, 18, 90),
    "HARDSHIP_VIOLENCE": (8, 18, 60),
}
LABOUR_VETERANS = 0.071  # of residents
HOME_FRONT = 0.20  # 15-20 thousand: of the years of birth up to 1931
GROWN_IN_WAR = {"WWII_PARTICIPANT": 0.05, "WWII_INVALID": 0.03, "SIEGE_SURVIVOR": 0.012, "DEFENDER": 0.006}

CITIZENSHIP = (0.963, 0.004, 0.004, 0.029)  # RUS, BLR, KGZ, OTHER (assumption)
