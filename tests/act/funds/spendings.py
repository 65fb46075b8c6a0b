"""Spending on the roads of the small ward: asked for, let, vouched for and paid."""

from __future__ import annotations

import io

from PIL import ExifTags, Image

from dongthuan.act.funds import services
from dongthuan.act.funds.models import Payment, SpendRequest, Voucher
from dongthuan.act.funds.services import Wish
from dongthuan.act.funds.spending import Payee
from dongthuan.ground.files.photographs import Box
from tests.act.funds.roads import DAY, Roads

CEMENT = Wish(400_000, "Mua 2 tấn xi măng", Payee.SUPPLIER, "Cửa hàng Mẫu")


def picture(width=640, height=480, *, gps=False) -> bytes:
    out = io.BytesIO()
    made = Image.new("RGB", (width, height), "white")
    exif = Image.Exif()
    if gps:
        exif[ExifTags.Base.Model] = "MayAnhMau"
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (11.0, 32.0, 5.0)
    made.save(out, "JPEG", exif=exif, quality=60)
    return out.getvalue()


def asked(roads, wish=CEMENT, work=None, by=None) -> SpendRequest:
    return services.ask_to_spend(work=work or roads.work, wish=wish, by=by or roads.accountant)


def now(request) -> SpendRequest:
    return SpendRequest.objects.select_related("work__unit").get(pk=request.pk)


def let(roads, request, by=None) -> SpendRequest:
    services.approve_spending(request=request, seen=now(request).version, by=by or roads.leader)
    return now(request)


def vouched(roads, request, data=None) -> Voucher:
    return services.add_voucher(request=request, data=data or picture(), by=roads.accountant)


def ready(roads, wish=CEMENT, work=None) -> SpendRequest:
    request = let(roads, asked(roads, wish, work))
    vouched(roads, request)
    return request


def pay(roads, request, holder=None, by=None, on=DAY, **more) -> Payment:
    return services.pay(request=request, holder=holder or roads.tq, on=on, seen=now(request).version,
                        by=by or roads.actor(roads.tq), **more)  # fmt: skip


def covered(roads: Roads, voucher: Voucher) -> None:
    services.cover_voucher(voucher=voucher, boxes=[Box(0, 0, 500, 500)], by=roads.accountant)


def turned_story(roads: Roads) -> None:
    """A payment, and what answered it: for the work that was given what another had left."""
    request = ready(roads, Wish(100_000, "Mua đá", Payee.SUPPLIER), roads.works["duong-khac"])
    payment = pay(roads, request, on=roads.actor(roads.tq).today)
    services.turn_payment(payment=payment, reason="nhầm", by=roads.accountant)
