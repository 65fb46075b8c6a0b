"""Addresses of the public pages of opinion rounds."""

from django.urls import path

from dongthuan.doors.portal.opinions import pages

patterns = [
    path("gop-y", pages.listing, name="opinions"),
    path("gop-y/<int:pk>", pages.show, name="opinion"),
]
