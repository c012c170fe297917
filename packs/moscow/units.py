"""Whom the law speaks of, the day it is asked for, and its dated terms."""

from alongside.base.text import Text
from alongside.rules import PERSON, PLACE, Terms, Unit
from alongside.rules import on as day_of_decision

from .registers import REGISTERS

person = Unit("person", PERSON, REGISTERS, Text("человек", "person"))
child = Unit("child", PERSON, REGISTERS, Text("ребёнок", "child"))
family_unit = Unit("family", "group:family", REGISTERS, Text("семья", "family"))
dwelling = Unit("dwelling", PLACE, REGISTERS, Text("жильё", "home"))

on = day_of_decision(REGISTERS)
terms = Terms(REGISTERS)
