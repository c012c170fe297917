"""The staff's pages."""

from __future__ import annotations

from django.urls import path

from alongside.workplace import views

app_name = "workplace"
urlpatterns = [
    path("", views.home, name="home"),
]
