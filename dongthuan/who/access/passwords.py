"""Mật khẩu: what is asked of one, in words that the framework's own translation lacks."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """Đủ dài: a password of so many characters."""

    def get_error_message(self) -> str:
        """This method will say how long a password has to be."""
        return f"Mật khẩu cần ít nhất {self.min_length} ký tự; một câu ngắn dễ nhớ là tốt nhất."
