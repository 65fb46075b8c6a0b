"""Addresses of the whole system, each door under its own."""

from django.urls import include, path

urlpatterns = [path("", include("dongthuan.doors.portal.urls"))]
