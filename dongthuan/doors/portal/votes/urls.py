"""Addresses of the public pages of votes."""

from django.urls import path

from dongthuan.doors.portal.votes import ballot, pages

urlpatterns = [
    path("lay-phieu", pages.listing, name="votes"),
    path("lay-phieu/<int:pk>", pages.show, name="vote"),
    path("lay-phieu/<int:pk>/bien-ban", pages.minutes, name="vote-minutes"),
    path("lay-phieu/<int:pk>/bien-ban-da-ky", pages.signed, name="vote-signed"),
    path("phieu-ho", ballot.ballot, name="ballot"),
]
