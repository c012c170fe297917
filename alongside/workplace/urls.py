"""The staff's pages. No address names a person: people, tasks and awards go by a number of this site's own."""

from __future__ import annotations

from django.urls import path

from alongside.workplace.views.accounts import accounts
from alongside.workplace.views.answer_objection import answer_objection
from alongside.workplace.views.audit import audit
from alongside.workplace.views.award import accept_offer, apply_for, award, refuse_measure, take_back_refusal
from alongside.workplace.views.birth import birth, enter_birth
from alongside.workplace.views.find import find
from alongside.workplace.views.home import home
from alongside.workplace.views.mandates import give_mandate, revoke_mandate
from alongside.workplace.views.measures import measure, measures
from alongside.workplace.views.person import person, say_purpose
from alongside.workplace.views.sweeps import dismiss_sweep, let_sweep_go, sweeps
from alongside.workplace.views.tasks import give_back_task, settle_application, take_task, task
from alongside.workplace.views.what_if import ask_again, ask_what_if, what_if

app_name = "workplace"
urlpatterns = [
    path("", home, name="home"),
    path("task/<int:task_id>", task, name="task"),
    path("task/<int:task_id>/take", take_task, name="take_task"),
    path("task/<int:task_id>/give-back", give_back_task, name="give_back_task"),
    path("task/<int:task_id>/settle", settle_application, name="settle_application"),
    path("task/<int:task_id>/answer", answer_objection, name="answer_objection"),
    path("find", find, name="find"),
    path("person/<int:person_id>", person, name="person"),
    path("person/<int:person_id>/why", say_purpose, name="say_purpose"),
    path("person/<int:person_id>/attorney", give_mandate, name="give_mandate"),
    path("person/<int:person_id>/birth", enter_birth, name="enter_birth"),
    path("person/<int:person_id>/birth/brings", birth, name="birth"),
    path("mandate/<int:mandate_id>/end", revoke_mandate, name="revoke_mandate"),
    path("award/<int:award_id>", award, name="award"),
    path("award/<int:award_id>/accept", accept_offer, name="accept_offer"),
    path("award/<int:award_id>/refuse", refuse_measure, name="refuse_measure"),
    path("award/<int:award_id>/take-back", take_back_refusal, name="take_back_refusal"),
    path("award/<int:award_id>/apply", apply_for, name="apply_for"),
    path("measures", measures, name="measures"),
    path("measures/<slug:measure>", measure, name="measure"),
    path("measures/<slug:measure>/what-if", ask_what_if, name="ask_what_if"),
    path("what-if/<int:what_if_id>", what_if, name="what_if"),
    path("what-if/<int:what_if_id>/again", ask_again, name="ask_again"),
    path("sweeps", sweeps, name="sweeps"),
    path("sweeps/<int:sweep_id>/let-go", let_sweep_go, name="let_sweep_go"),
    path("sweeps/<int:sweep_id>/dismiss", dismiss_sweep, name="dismiss_sweep"),
    path("audit", audit, name="audit"),
    path("accounts", accounts, name="accounts"),
]
