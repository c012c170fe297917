"""The one address of the floor."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench._bare_view import TABLE


def one_insert(request: HttpRequest) -> HttpResponse:
    """One row, committed, and two bytes."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (about, screen) VALUES (%s, %s)", [1, "bench:floor"])
    return HttpResponse("ok", headers={"Content-Length": "2"})


urlpatterns = [path("", one_insert)]
