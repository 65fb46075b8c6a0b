"""Addresses of the whole system, each door under its own."""

from django.urls import include, path

from dongthuan.doors.desk import _signing_in as account

urlpatterns = [
    path("", include("dongthuan.doors.portal.urls")),
    path("lam-viec/nhap-tep/", include("dongthuan.doors.importing.urls")),
    path("", include("dongthuan.doors.desk.urls")),
    path("", include("dongthuan.doors.api.urls")),
    # Only what signing in needs of the account library: nobody signs up by themselves.
    path("vao/", account.sign_in, name="account_login"),
    path("ra/", account.sign_out, name="account_logout"),
    path("doi-mat-khau/", account.change_password, name="account_change_password"),
]
