"""Addresses of works and funds on the desk."""

from django.urls import path

from dongthuan.doors.desk.giving import books, cash, gifts, phone, steps, works

urlpatterns = [
    path("cong-trinh", works.listing, name="works"),
    path("cong-trinh/moi", works.new, name="work-new"),
    path("cong-trinh/gia-quy-doi", works.valuations, name="valuations"),
    path("cong-trinh/nguoi-giu-tien", books.holders, name="holders"),
    path("cong-trinh/quyen", books.listing, name="receipt-books"),
    path("cong-trinh/quyen/moi", books.new, name="receipt-book-new"),
    path("cong-trinh/quyen/<int:pk>", books.show, name="receipt-book"),
    path("cong-trinh/quyen/<int:pk>/<slug:verb>", books.step, name="receipt-book-step"),
    path("cong-trinh/tien-mat", cash.listing, name="cash"),
    path("cong-trinh/tien-mat/giao/<int:pk>", cash.hand, name="cash-hand"),
    path("cong-trinh/tien-mat/<int:pk>", cash.show, name="handover"),
    path("cong-trinh/tien-mat/<int:pk>/<slug:verb>", cash.answer, name="handover-answer"),
    path("cong-trinh/khoan-gop/<int:pk>", gifts.show, name="gift"),
    path("cong-trinh/khoan-gop/<int:pk>/<slug:verb>", gifts.step, name="gift-step"),
    path("cong-trinh/<int:pk>", works.show, name="work"),
    path("cong-trinh/<int:pk>/sua", works.change, name="work-change"),
    path("cong-trinh/<int:pk>/bien-ban", steps.paper, name="work-paper"),
    path("cong-trinh/<int:pk>/bien-ban/<int:basis>", steps.minutes, name="work-minutes"),
    path("cong-trinh/<int:pk>/ho-so", steps.plans, name="work-plans"),
    path("cong-trinh/<int:pk>/ho-so/<slug:what>", steps.plan_file, name="work-plan-file"),
    path("cong-trinh/<int:pk>/keu-goi", steps.call, name="work-call"),
    path("cong-trinh/<int:pk>/tien-do", steps.progress, name="work-progress"),
    path("cong-trinh/<int:pk>/nghiem-thu", steps.accept, name="work-accept"),
    path("cong-trinh/<int:pk>/quyet-toan", steps.settle, name="work-settle"),
    path("cong-trinh/<int:pk>/con-du", steps.surplus, name="work-surplus"),
    path("cong-trinh/<int:pk>/vao-so", gifts.enter, name="gifts-enter"),
    path("cong-trinh/<int:pk>/khoan-gop", works.gifts, name="work-gifts"),
    path("cong-trinh/<int:pk>/tien", cash.money, name="work-money"),
    path("cong-trinh/<int:pk>/buoc/<slug:verb>", steps.move, name="work-step"),
    path("dien-thoai/thu", phone.phone, name="phone-giving"),
    path("dien-thoai/thu/<int:pk>", phone.take, name="phone-take"),
]
