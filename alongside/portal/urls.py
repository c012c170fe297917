"""The resident's pages. No address names a person: awards, and records by their register."""

from __future__ import annotations

from django.urls import path

from alongside.portal.views.acts import accept_offer, apply_for, refuse_measure, take_back_refusal
from alongside.portal.views.all_measures import all_measures, why_not
from alongside.portal.views.data import data, register
from alongside.portal.views.family import family
from alongside.portal.views.looks import looks
from alongside.portal.views.measure import measure
from alongside.portal.views.mine import mine
from alongside.portal.views.raise_objection import raise_objection

app_name = "portal"
urlpatterns = [
    path("", mine, name="mine"),
    path("help/<int:award_id>", measure, name="measure"),
    path("help/<int:award_id>/accept", accept_offer, name="accept_offer"),
    path("help/<int:award_id>/apply", apply_for, name="apply_for"),
    path("help/<int:award_id>/refuse", refuse_measure, name="refuse_measure"),
    path("help/<int:award_id>/take-back", take_back_refusal, name="take_back_refusal"),
    path("all", all_measures, name="all_measures"),
    path("all/<slug:measure_id>", why_not, name="why_not"),
    path("family", family, name="family"),
    path("data", data, name="data"),
    path("data/<slug:register>", register, name="register"),
    path("data/<slug:register>/wrong", raise_objection, name="raise_objection"),
    path("looks", looks, name="looks"),
]
