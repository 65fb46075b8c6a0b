"""Facts: who signs in, what they may do where and until when, slips and phones."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from dongthuan.ground.facts.models import Dated


class User(AbstractBaseUser):
    """Tài khoản: a person who signs in, by password or by a phone bound with a slip."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    # Where reminders are sent; nothing else is, and nobody signs in with it.
    email = models.EmailField(blank=True, default="", db_default="")
    is_active = models.BooleanField(default=True)
    # Changing it signs the user out everywhere at once: a lost phone is shut out.
    session_seal = models.CharField(max_length=32, blank=True)

    objects: ClassVar[BaseUserManager[Any]] = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Privacy:
        personal = ["username", "name", "person", "email"]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def get_session_auth_hash(self) -> str:
        """This method will return what a session must match to be alive."""
        return salted_hmac(
            "dongthuan.who.access.User", self.password + self.session_seal, algorithm="sha256"
        ).hexdigest()


class Grant(Dated):
    """Quyền: a role in a unit and below it, between two days."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")

    class Privacy:
        personal = ["user"]

    class Guards:
        no_overlap = ("user_id", "role", "unit_id")

    def __str__(self) -> str:
        return f"grant {self.pk}"


class Slip(models.Model):
    """Phiếu kích hoạt: eight letters on paper, good once, for one phone of one user."""

    user = models.ForeignKey(User, models.PROTECT, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ["user"]

    def __str__(self) -> str:
        return f"slip {self.pk}"


class Device(models.Model):
    """Điện thoại đã gắn: a secret kept by the phone's browser, opened with a PIN."""

    user = models.ForeignKey(User, models.PROTECT, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=128)
    bound_at = models.DateTimeField()
    wrong_pins = models.IntegerField(default=0)
    shut_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ["user"]

    def __str__(self) -> str:
        return f"device {self.pk}"


class Feed(models.Model):
    """Nguồn lịch: a secret address at which a telephone reads the week of one unit as one user."""

    user = models.ForeignKey(User, models.PROTECT, related_name="feeds")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ["user"]

    def __str__(self) -> str:
        return f"feed {self.pk}"
