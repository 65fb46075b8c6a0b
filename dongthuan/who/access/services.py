"""Verbs: make accounts, grant and revoke, issue slips, bind phones, open with a PIN."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor, Anyone
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import lay
from dongthuan.who.access import rules
from dongthuan.who.access.models import Device, Feed, Grant, Slip, User
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit
from dongthuan.who.people.models import Person


class UnableToGiveAccess(Exception):
    """Raised when an account, grant or slip cannot be as asked; its text says what to do."""


class UnableToSignIn(Exception):
    """Raised when a slip or PIN does not open; its text is for the person at the door."""


class PhoneIsShut(UnableToSignIn):
    """Raised when no PIN opens this phone any more: only a new slip does."""


@transaction.atomic
def create_user(
    *, username: str, name: str, unit: Unit, by: Actor, password: str = "",
    person: Person | None = None,
) -> User:  # fmt: skip
    """This function will make an account; without a password only a phone can open it."""
    by.require(Act.ACCESS_GRANT, unit.pk)
    username, name = username.strip().lower(), " ".join(name.split())
    if not username or not name:
        raise UnableToGiveAccess("Tên đăng nhập và họ tên không được để trống.")
    if User.objects.filter(username=username).exists():
        raise UnableToGiveAccess(f"Tên đăng nhập «{username}» đã có người dùng.")
    user = User(username=username, name=name, person=person)
    if password:
        try:
            validate_password(password, user)
        except ValidationError as problem:
            raise UnableToGiveAccess(" ".join(problem.messages)) from None
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.session_seal = secrets.token_hex(16)
    user.save()
    audit.record(Act.ACCESS_GRANT, "user", user.pk, by=by, unit_id=unit.pk, detail="create")
    return user


@transaction.atomic
def write_to(*, user: User, email: str, unit: Unit, by: Actor) -> None:
    """This function will keep where a user's reminders are sent; an empty text sends none.

    :raises UnableToGiveAccess: it is no e-mail address.
    """
    by.require(Act.ACCESS_GRANT, unit.pk)
    email = email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise UnableToGiveAccess(
                f"«{email}» không phải là địa chỉ thư; ghi như ten@lamdong.gov.vn."
            ) from None
    user.email = email
    user.save(update_fields=["email"])
    audit.record(Act.ACCESS_GRANT, "user", user.pk, by=by, unit_id=unit.pk, detail="email")


@transaction.atomic
def grant(
    *, user: User, role: str, unit: Unit, on: date, by: Actor, until: date | None = None
) -> Grant:
    """This function will let a user do a role's acts in a unit and below, for some days."""
    by.require(Act.ACCESS_GRANT, unit.pk)
    if role not in rules.ROLES:
        raise UnableToGiveAccess(f"Không có vai trò «{role}».")
    if until is not None and until <= on:
        raise UnableToGiveAccess("Ngày hết quyền phải sau ngày bắt đầu.")
    if unit.pk not in org.tree(on):
        raise UnableToGiveAccess(f"Đơn vị không có vào ngày {on:%d/%m/%Y}.")
    of = {"user": user, "role": role, "unit": unit}
    made = lay(Grant, of=of, start=on, end=until, values={}, at=by.now)
    assert made is not None
    detail = f"{role} {on}–{until or ''}"
    audit.record(Act.ACCESS_GRANT, "user", user.pk, by=by, unit_id=unit.pk, detail=detail)
    return made


@transaction.atomic
def revoke(*, user: User, role: str, unit: Unit, by: Actor) -> None:
    """This function will end a grant today: from this moment the acts are refused."""
    by.require(Act.ACCESS_GRANT, unit.pk)
    of = {"user": user, "role": role, "unit": unit}
    lay(Grant, of=of, start=by.today, end=None, values=None, at=by.now)
    detail = f"revoke {role} {by.today}"
    audit.record(Act.ACCESS_GRANT, "user", user.pk, by=by, unit_id=unit.pk, detail=detail)


@transaction.atomic
def issue_slip(*, user: User, unit: Unit, by: Actor) -> str:
    """This function will return the letters of a new slip; older slips and phones are shut out.

    The letters are shown once and kept only as a digest.
    """
    by.require(Act.ACCESS_SLIP, unit.pk)
    held = Grant.objects.on(by.today).filter(user=user).values_list("unit_id", flat=True)
    if not any(one in by.reach(Act.ACCESS_SLIP) for one in held):
        raise UnableToGiveAccess(
            "Người này chưa có quyền nào ở đơn vị của bác; hãy cấp quyền trước."
        )
    user = User.objects.select_for_update().get(pk=user.pk)
    Slip.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=by.now)
    Device.objects.filter(user=user, shut_at=None).update(shut_at=by.now)
    # A lost phone reads no calendar either.
    Feed.objects.filter(user=user, revoked_at=None).update(revoked_at=by.now)
    user.session_seal = secrets.token_hex(16)
    user.save(update_fields=["session_seal"])
    code = rules.fresh_code()
    slip = Slip.objects.create(
        user=user, code_hash=_digest(code), issued_at=by.now, expires_at=by.now + rules.SLIP_LIVES
    )
    audit.record(Act.ACCESS_SLIP, "slip", slip.pk, by=by, unit_id=unit.pk)
    return code


@transaction.atomic
def bind_device(*, code: str, pin: str, by: Anyone, token: str = "") -> tuple[User, str]:
    """This function will spend a slip for one phone and return the user and the phone's secret.

    A phone may bring the secret it was handed with the form: where our answer never arrives, it
    still holds what was bound, and the slip is not lost.
    """
    if problem := rules.pin_problem(pin):
        raise UnableToSignIn(problem)
    slip = slip_of(code=code, by=by, lock=True)
    if len(token) < 40 or Device.objects.filter(token_hash=_digest(token)).exists():
        token = secrets.token_urlsafe(32)
    slip.used_at = by.now
    slip.save(update_fields=["used_at"])
    device = Device.objects.create(
        user=slip.user, token_hash=_digest(token), pin_hash=make_password(pin), bound_at=by.now
    )
    audit.record(Act.DEVICE_BIND, "device", device.pk, by=by, detail=f"user {slip.user_id}")
    return slip.user, token


def slip_of(*, code: str, by: Anyone, lock: bool = False) -> Slip:
    """This function will return the living slip of some letters, or raise UnableToSignIn."""
    rows = Slip.objects.select_related("user")
    if lock:
        rows = rows.select_for_update(of=("self",))
    slip = rows.filter(code_hash=_digest(rules.tidy_code(code))).first()
    if slip is None:
        raise UnableToSignIn(
            "Tám chữ này không có trên phiếu nào. Bác xem lại từng chữ, hoặc gọi Văn phòng phường."
        )
    if slip.used_at is not None:
        raise UnableToSignIn(
            "Phiếu này đã dùng rồi. Nếu không phải bác dùng, gọi ngay Văn phòng phường."
        )
    if slip.withdrawn_at is not None or slip.expires_at <= by.now or not slip.user.is_active:
        raise UnableToSignIn("Phiếu này đã hết hạn. Văn phòng phường in phiếu mới trong một phút.")
    return slip


def open_with_pin(*, token: str, pin: str, by: Anyone) -> User:
    """This function will return the user whose phone and PIN agree, or raise UnableToSignIn.

    A wrong PIN is counted even though the sign-in fails, so the count is committed on its own.
    """
    with transaction.atomic():
        device = (
            Device.objects.select_for_update(of=("self",)).select_related("user")
            .filter(token_hash=_digest(token), shut_at=None).first()
        )  # fmt: skip
        if device is None or not device.user.is_active:
            raise PhoneIsShut(
                "Điện thoại này chưa gắn với tài khoản nào, hoặc đã bị khóa. "
                "Bác xin phiếu mới ở Văn phòng phường."
            )
        if device.wrong_pins >= rules.WRONG_PINS:
            raise PhoneIsShut(_LOCKED)
        if check_password(pin, device.pin_hash):
            if device.wrong_pins:
                device.wrong_pins = 0
                device.save(update_fields=["wrong_pins"])
            audit.record(Act.SIGN_IN, "user", device.user_id, by=by, detail="pin")
            return device.user
        device.wrong_pins += 1
        device.save(update_fields=["wrong_pins"])
        audit.record(Act.SIGN_REFUSED, "device", device.pk, by=by, detail=str(device.wrong_pins))
        left = rules.WRONG_PINS - device.wrong_pins
    if not left:
        raise PhoneIsShut(_LOCKED)
    raise UnableToSignIn(f"Mã PIN chưa đúng, còn {left} lần thử.")


_LOCKED = (
    f"Đã nhập PIN không đúng {rules.WRONG_PINS} lần nên điện thoại này tạm khóa. "
    "Bác xin phiếu mới ở Văn phòng phường."
)


def note_sign_in(*, user: User, by: Actor) -> None:
    """This function will put a sign-in by password on the trail."""
    audit.record(Act.SIGN_IN, "user", user.pk, by=by, detail="password")


def _digest(secret: str) -> str:
    # Keyed, so that a copy of the database alone opens no phone and names no slip.
    return hmac.new(settings.SECRET_KEY.encode(), secret.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def open_feed(*, user: User, unit: Unit, by: Actor) -> str:
    """This function will return the secret of a new address at which a user's telephone reads the week
    of a unit; it is shown once and kept only as a digest.
    """
    by.require(Act.MEETING_SEE, unit.pk)
    if by.key != f"user:{user.pk}":
        raise UnableToGiveAccess("Địa chỉ lịch là của riêng từng người; ai dùng thì tự mở.")
    if Feed.objects.filter(user=user, revoked_at=None).count() >= rules.MOST_FEEDS:
        raise UnableToGiveAccess(
            f"Đã có {rules.MOST_FEEDS} địa chỉ lịch. Thôi dùng một địa chỉ rồi mở địa chỉ mới."
        )
    token = secrets.token_urlsafe(32)
    made = Feed.objects.create(
        user=user, unit=unit, token_hash=rules.token_digest(token), made_at=by.now
    )
    audit.record(Act.MEETING_SEE, "feed", made.pk, by=by, unit_id=unit.pk, detail="open")
    return token


@transaction.atomic
def revoke_feed(*, user: User, pk: int, by: Actor) -> None:
    """This function will shut a secret address: from this moment it answers nobody."""
    if by.key != f"user:{user.pk}":
        raise UnableToGiveAccess("Chỉ người mở địa chỉ lịch thôi dùng được địa chỉ ấy.")
    one = Feed.objects.select_for_update().filter(user=user, pk=pk, revoked_at=None).first()
    if one is None:
        raise UnableToGiveAccess("Địa chỉ lịch này đã thôi dùng rồi.")
    one.revoked_at = by.now
    one.save(update_fields=["revoked_at"])
    audit.record(Act.MEETING_SEE, "feed", one.pk, by=by, unit_id=one.unit_id, detail="revoke")
