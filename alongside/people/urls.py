"""Acting for others, and the ready people of a demo."""

from __future__ import annotations

from django.urls import path

from alongside.people import become, views

app_name = "people"
urlpatterns = [
    path("mandates", views.mandates, name="mandates"),
    path("mandates/give", views.give_consent, name="give_consent"),
    path("mandates/<int:mandate_id>/revoke", views.revoke_mandate, name="revoke_mandate"),
    path("mandates/<int:mandate_id>/act", views.act_for, name="act_for"),
    path("act-for-myself", views.act_for_myself, name="act_for_myself"),
    path("become", become.become, name="become"),
]
