"""Addresses of spending."""

from django.urls import path

from dongthuan.doors.desk.spending import requests, steps, vouchers

urlpatterns = [
    path("chi", requests.listing, name="spends"),
    path("chi/moi", requests.new, name="spend-new"),
    path("chi/<int:pk>", requests.show, name="spend"),
    path("chi/<int:pk>/sua", requests.change, name="spend-change"),
    path("chi/<int:pk>/chung-tu", vouchers.add, name="voucher-add"),
    path("chi/<int:pk>/<slug:verb>", steps.step, name="spend-step"),
    path("chi/chung-tu/<int:pk>", vouchers.picture, name="voucher"),
    path("chi/chung-tu/<int:pk>/che", vouchers.cover, name="voucher-cover"),
    path("chi/chung-tu/<int:pk>/bo", vouchers.withdraw, name="voucher-withdraw"),
    path("chi/phieu-chi/<int:pk>", requests.payment, name="payment"),
    path("chi/phieu-chi/<int:pk>/dao", steps.turn, name="payment-turn"),
]
