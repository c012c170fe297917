"""The administrator's page: the accounts of the staff. There is nothing about residents on it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.faces.access import staff_only
from alongside.people.models import Account
from alongside.people.request import StaffRequest

PAGE = 50


@staff_only("administrator")
@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    """Who of the staff may sign in, as what, in which centre, and when they last did."""
    staff = Account.objects.exclude(role=Account.Role.RESIDENT).order_by("centre", "username", "pk")
    page = Paginator(staff, PAGE).get_page(request.GET.get("page"))
    return render(request, "workplace/accounts.html", {"page": page})
