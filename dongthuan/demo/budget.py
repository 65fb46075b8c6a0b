"""Thu chi từng tháng: the ward's own sheets; six months of 2021 add up to 5.085.000.000 đồng."""

from __future__ import annotations

from collections.abc import Mapping

_THOUSAND = 1000
# Revenue, the ward's own share and spending, month by month, in thousands of đồng.
_2020 = (
    (874_300, 398_200, 352_400), (612_800, 301_500, 318_900), (703_450, 322_700, 341_300),
    (641_900, 296_400, 330_150), (768_250, 345_800, 347_600), (802_300, 361_900, 369_750),
    (655_700, 310_250, 338_400), (598_400, 287_600, 325_800), (672_150, 318_900, 333_500),
    (701_600, 327_450, 345_900), (644_850, 305_300, 351_250), (496_300, 241_000, 402_050),
)  # fmt: skip
_2021 = (
    (1_012_450, 441_600, 371_200), (688_300, 318_400, 336_500), (845_900, 371_250, 352_900),
    (871_250, 382_500, 358_300), (809_600, 356_900, 361_750), (857_500, 372_350, 384_350),
)  # fmt: skip
KEYS = ("budget.revenue", "budget.own", "budget.spending")
# What June was thought to bring before the treasury closed its month.
JUNE_ESTIMATE = {
    "budget.revenue": "842000000", "budget.own": "365000000", "budget.spending": "380000000",
}  # fmt: skip


def months() -> Mapping[str, dict[str, str]]:
    """This function will return what the ward types for each month, by the month's code."""
    told = {f"2020-{month:02d}": row for month, row in enumerate(_2020, 1)}
    told |= {f"2021-{month:02d}": row for month, row in enumerate(_2021, 1)}
    return {
        code: {key: str(value * _THOUSAND) for key, value in zip(KEYS, row, strict=True)}
        for code, row in told.items()
    }
