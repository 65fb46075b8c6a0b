"""Đăng nhập bằng mật khẩu: the account library's views and forms, in the office's words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from dongthuan.doors.desk import _landing
from dongthuan.doors.desk._waiting import leaves_nothing
from dongthuan.doors.desk.phone_entry import DEVICE
from dongthuan.doors.entrance import clock
from dongthuan.doors.entrance.posting import once
from dongthuan.who.access import services as access
from dongthuan.who.access.queries import actor_of


class Adapter(DefaultAccountAdapter):
    """What the account library asks the house: its words, and where a sign-in leads."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": (
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Xem lại phím Caps Lock và bộ gõ tiếng Việt; "
            "sau năm lần không đúng, tên này tạm khóa năm phút."
        ),
        "too_many_login_attempts": (
            "Đã nhập không đúng năm lần nên tên này tạm khóa năm phút. Chờ năm phút rồi thử lại; "
            "quên mật khẩu thì gọi người giữ tài khoản của phường để đặt lại."
        ),
        "account_inactive": "Tài khoản này đã ngừng dùng. Gọi người giữ tài khoản của phường.",
        "enter_current_password": "Mật khẩu đang dùng chưa đúng. Nhập lại mật khẩu đang dùng.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This method will say that nobody signs up by themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """This method will return the first page of whoever signed in."""
        user = request.user
        assert user.is_authenticated
        return _landing.home_of(actor_of(user, clock.now()))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """This method will return where a changed password leads."""
        return reverse("desk:today")


class SignInForm(LoginForm):
    """Tên và mật khẩu."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label = "Tên đăng nhập", "Mật khẩu"
        name.error_messages["required"] = "Chưa ghi tên đăng nhập."
        password.error_messages["required"] = "Chưa ghi mật khẩu."
        password.help_text = ""
        for field in (name, password):
            field.widget.attrs.pop("placeholder", None)
        # Phones capitalise the first letter and correct the rest: a name stands as it is typed.
        name.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        """This method will read the name as it is kept: small letters."""
        return str(super().clean_login()).lower()


class SignIn(LoginView):
    """Đăng nhập: one form; a bound phone is led to its PIN."""

    form_class = SignInForm
    template_name = "account/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """This method will show the form, or lead a bound phone to its PIN."""
        if DEVICE in request.COOKIES and "mat-khau" not in request.GET:
            asked = request.GET.get("next", "")
            led = f"?{urlencode({'next': asked})}" if asked else ""
            return redirect(reverse("desk:pin") + led)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """This method will open the session and put the sign-in on the trail."""
        response: HttpResponse = super().form_valid(form)
        user = self.request.user
        if user.is_authenticated:
            access.note_sign_in(user=user, by=actor_of(user, clock.now()))
        return response


class NewPasswordForm(ChangePasswordForm):
    """Mật khẩu đang dùng, và mật khẩu mới hai lần."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": ("Mật khẩu đang dùng", "Chưa ghi mật khẩu đang dùng."),
            "password1": ("Mật khẩu mới", "Chưa ghi mật khẩu mới."),
            "password2": ("Mật khẩu mới, lần thứ hai", "Ghi lại mật khẩu mới lần thứ hai."),
        }
        for name, (label, missing) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)


class ChangePassword(PasswordChangeView):
    """Đổi mật khẩu: for those who sign in with one."""

    form_class = NewPasswordForm
    template_name = "account/password_change.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """This method will say to whoever opens with a PIN that there is no password to change."""
        user = request.user
        assert user.is_authenticated
        if not user.has_usable_password():
            return render(request, "account/password_none.html")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """This method will keep the new password; other devices are signed out by it."""
        response: HttpResponse = super().form_valid(form)
        messages.success(
            self.request, "Đã đổi mật khẩu. Các máy khác đang mở tài khoản này phải đăng nhập lại."
        )
        return response


sign_in = never_cache(once(SignIn.as_view()))
sign_out = leaves_nothing(once(LogoutView.as_view()))
change_password = never_cache(login_required(once(ChangePassword.as_view())))
