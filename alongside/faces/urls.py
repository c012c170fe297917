"""Language, text size, and the sign of life."""

from __future__ import annotations

from django.urls import path

from alongside.faces import views

app_name = "faces"
urlpatterns = [
    path("language", views.choose_language, name="choose_language"),
    path("text-size", views.choose_text_size, name="choose_text_size"),
    path("alive", views.alive, name="alive"),
]
