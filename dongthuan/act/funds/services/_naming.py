"""Tên người góp: shown as the giver chose, told one receipt at a time, erased when asked."""

from __future__ import annotations

from django.db import transaction

from dongthuan.act.funds.models import Gift, Giver, ShownName
from dongthuan.act.funds.services._holding import UnableToGive, tidy, told
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


@transaction.atomic
def choose_shown_name(*, gift: Gift, name: str, by: Actor) -> None:
    """This function will write the name a giver chose for the posted list, or take it off."""
    by.require(Act.GIFT_TAKE, gift.work.unit_id)
    shown = tidy(name, 160, "Tên công khai", "shown")
    if shown:
        ShownName.objects.update_or_create(
            gift=gift, defaults={"name": shown, "changed_at": by.now}
        )
    else:
        ShownName.objects.filter(gift=gift).delete()
    told(Act.GIFT_TAKE, "gift", gift.pk, gift.work.unit_id, "show" if shown else "hide", by)


@transaction.atomic
def open_giver(*, gift: Gift, by: Actor) -> str:
    """This function will tell who gave one gift, and write on the trail that it was looked at. Names are
    told one receipt at a time: a list of those who gave would also tell who did not.
    """
    by.require(Act.GIVER_SEE, gift.work.unit_id)
    giver = Giver.objects.filter(pk=gift.giver_id or 0).first()
    told(Act.GIVER_SEE, "gift", gift.pk, gift.work.unit_id, "look", by)
    if giver is None:
        return "Không nêu tên"
    return "(đã xóa theo yêu cầu)" if giver.erased_at else giver.name or giver.get_kind_display()


@transaction.atomic
def erase_giver(*, gift: Gift, by: Actor) -> None:
    """This function will empty the row of who gave, and every name shown of it; the gifts stay."""
    by.require(Act.NOTE_ERASE, gift.work.unit_id)
    giver = Giver.objects.select_for_update().filter(pk=gift.giver_id or 0).first()
    if giver is None:
        raise UnableToGive("Khoản góp này không ghi tên ai.")
    ShownName.objects.filter(gift__giver=giver).delete()
    giver.household, giver.person, giver.name, giver.erased_at = None, None, "", by.now
    giver.save(update_fields=["household", "person", "name", "erased_at"])
    told(Act.NOTE_ERASE, "giver", giver.pk, gift.work.unit_id, "erase", by)
