"""Addresses of bank statements, put among those of the desk."""

from __future__ import annotations

from django.urls import path

from dongthuan.doors.desk.statements import files, lines

patterns = [
    path("sao-ke/", files.listing, name="bank"),
    path("sao-ke/<int:pk>", files.show, name="bank-file"),
    path("sao-ke/<int:pk>/<slug:verb>", files.change, name="bank-file-do"),
    path("sao-ke/tai-khoan/<int:pk>", lines.waiting, name="bank-lines"),
    path("sao-ke/tai-khoan/<int:pk>/niem-yet", files.posting, name="bank-posting"),
    path("sao-ke/tai-khoan/<int:pk>/da-ro", lines.explained, name="bank-explained"),
    path("sao-ke/dong/<int:pk>/<slug:verb>", lines.say, name="bank-line-do"),
    path("sao-ke/doi-chieu/<int:pk>/bo", lines.end, name="bank-match-end"),
]
