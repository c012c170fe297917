"""The resident's pages. No address names a person: awards, and records by their register."""

from __future__ import annotations

from django.urls import path

from alongside.portal.views.all_measures import all_measures, why_not
from alongside.portal.views.data import data, register
from alongside.portal.views.family import family
from alongside.portal.views.looks import looks
from alongside.portal.views.measure import measure
from alongside.portal.views.mine import mine

app_name = "portal"
urlpatterns = [
    path("", mine, name="mine"),
    path("help/<int:award>", measure, name="measure"),
    path("all", all_measures, name="all_measures"),
    path("all/<slug:measure>", why_not, name="why_not"),
    path("family", family, name="family"),
    path("data", data, name="data"),
    path("data/<slug:register>", register, name="register"),
    path("looks", looks, name="looks"),
]
