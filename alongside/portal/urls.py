"""The resident's pages."""

from __future__ import annotations

from django.urls import path

from alongside.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.mine, name="mine"),
]
