"""Acting for others."""

from __future__ import annotations

from django.urls import path

from alongside.people import views

app_name = "people"
urlpatterns = [
    path("act-for-myself", views.act_for_myself, name="act_for_myself"),
]
