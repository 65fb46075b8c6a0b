"""Addresses of the public pages, in the office's own words."""

from django.urls import path

from dongthuan.doors.portal import about, check, figure, search, ward
from dongthuan.doors.portal.giving import receipts, works
from dongthuan.doors.portal.opinions.urls import patterns as opinions
from dongthuan.doors.portal.votes.urls import urlpatterns as votes

app_name = "portal"
urlpatterns = [
    path("", ward.home, name="home"),
    path("phuong/<slug:code>", ward.ward, name="ward"),
    path("tim", search.search, name="search"),
    *votes,
    *opinions,
    path("doi-chieu", check.page, name="check"),
    path("doi-chieu", check.page, name="check-answer"),
    path("doi-chieu/word", check.word, name="check-word"),
    path("doi-chieu/phieu-soat", check.slip, name="check-slip"),
    path("doi-chieu/ten-goi", check.names, name="check-names"),
    path("gioi-thieu-doi-chieu", about.checking, name="about-checking"),
    path("cong-trinh", works.listing, name="works"),
    path("cong-trinh/<slug:code>", works.show, name="work"),
    path("cong-trinh/<slug:code>/khoan-gop", works.gifts, name="work-gifts"),
    path("cong-trinh/<slug:code>/anh/<slug:digest>", works.photograph, name="work-photo"),
    path("cong-trinh/<slug:code>/chung-tu/<int:pk>", works.voucher, name="work-voucher"),
    # Short enough to be typed from a receipt.
    path("bn", receipts.receipt, name="receipt"),
    path("so-lieu/<str:key>", figure.figure, name="figure"),
    path("so-lieu/<str:key>/can-cu", figure.panel, name="figure-panel"),
]
