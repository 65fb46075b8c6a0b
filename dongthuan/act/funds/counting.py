"""Các mục đếm của công trình, quỹ: what each counts, in words; a gift that was taken back counts nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from dongthuan.act.funds.rules import Hand, Kind
from dongthuan.ground.figures import Direction, Measure, Nature, Reading

_SOURCE = "Phiếu thu và sổ thu chi của công trình, quỹ"
# What is asked of one work at a time: «works.raised:ct.12».
OF_WORK = ":ct."


def _measure(
    key: str, label: str, unit: str, nature: Nature, meaning: str, **more: object
) -> Measure:
    return Measure(key, label, unit, nature, reading=Reading.PUBLIC, counted=True,
                   definition=meaning, source=_SOURCE, **more)  # type: ignore[arg-type]  # fmt: skip


_GIVEN: tuple[tuple[str, str, frozenset[Kind]], ...] = (
    ("", "Nhân dân đóng góp, kể cả hiện vật quy đổi", frozenset(Kind)),
    (".money", "Nhân dân đóng góp bằng tiền", frozenset({Kind.CASH, Kind.TRANSFER})),
    (".labour", "Nhân dân đóng góp ngày công, quy đổi", frozenset({Kind.LABOUR})),
    (".materials", "Nhân dân đóng góp vật liệu, quy đổi", frozenset({Kind.MATERIALS})),
    (".land", "Nhân dân hiến đất, quy đổi", frozenset({Kind.LAND})),
)
_FLOW_MEANING = "Cộng từng phiếu thu có ngày góp trong kỳ, trừ phiếu đã hủy ghi."
_SO_FAR_MEANING = "Cộng từng phiếu thu từ đầu đến cuối kỳ, trừ phiếu đã hủy ghi."
# Key, kinds, whether from the first day on.
GIVEN: Mapping[str, tuple[Measure, frozenset[Kind], bool]] = {
    key: (measure, kinds, so_far)
    for suffix, label, kinds in _GIVEN
    for key, measure, so_far in (
        (f"works.raised{suffix}",
         _measure(f"works.raised{suffix}", label, "đồng", Nature.FLOW, _FLOW_MEANING,
                  direction=Direction.HIGHER), False),
        (f"works.contributions{suffix}",
         _measure(f"works.contributions{suffix}", f"{label}, từ đầu", "đồng", Nature.STOCK,
                  _SO_FAR_MEANING), True),
    )
}  # fmt: skip
HOUSEHOLDS = _measure(
    "works.households", "Hộ tham gia đóng góp", "hộ", Nature.STOCK,
    "Đếm hộ có ít nhất một phiếu thu của công trình, một lần khi công trình quyết toán; nhiều công trình "
    "thì cộng số hộ của từng công trình. Ít hơn 5 hộ góp, hoặc ít hơn 5 hộ không góp, thì không nêu số để "
    "không chỉ ra ai.",
)  # fmt: skip
# Key, and whether from the first day on.
SPENT: Mapping[str, tuple[Measure, bool]] = {
    "works.spent": (
        _measure("works.spent", "Chi cho công trình, quỹ", "đồng", Nature.FLOW,
                 "Cộng các khoản chi vào sổ trong kỳ, trừ bút toán đảo."), False),
    "works.spent_so_far": (
        _measure("works.spent_so_far", "Chi cho công trình, quỹ, từ đầu", "đồng", Nature.STOCK,
                 "Cộng các khoản chi vào sổ từ đầu đến cuối kỳ, trừ bút toán đảo."), True),
}  # fmt: skip
# Key, and the roles in whose hands the money is.
LEFT: Mapping[str, tuple[Measure, tuple[Hand, ...]]] = {
    key: (_measure(key, label, "đồng", Nature.STOCK, "Số dư tiền trong sổ đến cuối kỳ."), hands)
    for key, label, hands in (
        ("works.balance", "Tiền còn của công trình, quỹ", tuple(Hand)),
        ("works.with_collectors", "Tiền đang ở người thu", (Hand.COLLECTOR,)),
        ("works.with_treasurer", "Tiền đang ở thủ quỹ", (Hand.TREASURER,)),
        ("works.at_bank", "Tiền đang ở ngân hàng", (Hand.BANK,)),
    )
}
PROGRESS = _measure(
    "works.progress", "Tiến độ công trình", "%", Nature.STOCK,
    "Tiến độ ghi lần cuối trước cuối kỳ; hỏi theo từng công trình.",
)  # fmt: skip
MEASURES: Mapping[str, Measure] = {
    **{key: one for key, (one, _, _) in GIVEN.items()},
    HOUSEHOLDS.key: HOUSEHOLDS,
    **{key: one for key, (one, _) in SPENT.items()},
    **{key: one for key, (one, _) in LEFT.items()},
    PROGRESS.key: PROGRESS,
}


def parted(key: str) -> tuple[str, int | None]:
    """This function will part a key into the measure and the number of the work it asks about."""
    base, mark, told = key.partition(OF_WORK)
    return (base, int(told)) if mark and told.isdigit() and len(told) < 19 else (key, None)


def of_work(key: str, work: int) -> str:
    """This function will return the key of a measure for one work."""
    return f"{key}{OF_WORK}{work}"
