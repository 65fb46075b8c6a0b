"""Addresses of files on their way into a register."""

from django.urls import path

from dongthuan.doors.importing import pages, steps

app_name = "importing"
urlpatterns = [
    path("", pages.listing, name="runs"),
    path("<int:pk>", pages.run, name="run"),
    path("<int:pk>/can-sua.xlsx", pages.troubles, name="troubles"),
    path("<int:pk>/khong-con", steps.gone, name="gone"),
    path("<int:pk>/cot", steps.settle, name="settle"),
    path("<int:pk>/<slug:verb>", steps.step, name="step"),
]
