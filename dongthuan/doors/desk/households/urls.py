"""Addresses of the pages of households."""

from django.urls import path

from dongthuan.doors.desk.households import household, lists

patterns = [
    path("ho-dan", lists.listing, name="households"),
    path("ho-dan/moi", household.new, name="household-new"),
    path("ho-dan/nguoi-dai-dien", lists.roll, name="household-roll"),
    path("ho-dan/hai-ngay", lists.changes, name="household-changes"),
    path("ho-dan/<int:pk>", household.show, name="household"),
    path("ho-dan/<int:pk>/<slug:verb>", household.keep, name="household-keep"),
]
