"""Addresses of papers of money, put among those of the desk."""

from __future__ import annotations

from django.urls import path

from dongthuan.doors.desk.money_papers import pages

patterns = [
    path("cong-trinh/<int:pk>/giay", pages.of_work, name="work-prints"),
    path("cong-trinh/<int:pk>/giay/<slug:paper>.<str:kind>", pages.give, name="work-print"),
    path("cong-trinh/tien-mat/<int:pk>/bien-ban.<str:kind>", pages.handover, name="handover-print"),
]
