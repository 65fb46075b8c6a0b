"""Addresses of the public pages, in the office's own words."""

from django.urls import path

from dongthuan.doors.portal import about, check

app_name = "portal"
urlpatterns = [
    path("", check.start, name="check"),
    path("doi-chieu", check.check, name="check-answer"),
    path("doi-chieu/word", check.word, name="check-word"),
    path("doi-chieu/phieu-soat", check.slip, name="check-slip"),
    path("doi-chieu/ten-goi", check.names, name="check-names"),
    path("gioi-thieu-doi-chieu", about.checking, name="about-checking"),
]
