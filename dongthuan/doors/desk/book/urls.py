"""Addresses of the book."""

from django.urls import path

from dongthuan.doors.desk.book import adding, books, keeping, taking

urlpatterns = [
    path("so-thu-chi", books.listing, name="books"),
    path("so-thu-chi/moi", adding.book, name="book-new"),
    path("so-thu-chi/<int:pk>", books.show, name="book"),
    path("so-thu-chi/<int:pk>/but-toan", books.entries, name="book-entries"),
    path("so-thu-chi/but-toan/<int:pk>", books.entry, name="book-entry"),
    path("so-thu-chi/but-toan/<int:pk>/dao", keeping.reverse, name="book-reverse"),
    path("so-thu-chi/<int:pk>/ghi", adding.post, name="book-post"),
    path("so-thu-chi/<int:pk>/tai-khoan", adding.account, name="book-account"),
    path("so-thu-chi/<int:pk>/so-quy", taking.cash, name="book-cash"),
    path("so-thu-chi/<int:pk>/hledger", taking.journal, name="book-journal"),
    path("so-thu-chi/<int:pk>/kiem-quy", keeping.count, name="book-count"),
    path("so-thu-chi/<int:pk>/khoa-so", keeping.close, name="book-close"),
    path("so-thu-chi/<int:pk>/so-du-dau-ky", keeping.opening, name="book-opening"),
]
