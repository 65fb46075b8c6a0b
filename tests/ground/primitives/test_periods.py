"""Periods: calendar and reporting, as the office writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.ground.primitives import periods
from dongthuan.ground.primitives.periods import BadPeriod, Regime


@pytest.mark.parametrize(
    ("written", "code", "start", "last"),
    [
        ("6 tháng đầu năm 2021", "2021-H1", date(2021, 1, 1), date(2021, 6, 30)),
        ("Quý I/2022", "2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
        ("9 tháng đầu năm 2019", "2019-9M", date(2019, 1, 1), date(2019, 9, 30)),
        ("30/6/2021", "2021-06-30", date(2021, 6, 30), date(2021, 6, 30)),
        ("năm 2020", "2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("tháng 2/2024", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("từ 1/7/2020 đến 30/6/2024", "2020-07-01/2024-06-30", date(2020, 7, 1), date(2024, 6, 30)),
        ("giai đoạn 2016 - 2020", "2016/2020", date(2016, 1, 1), date(2020, 12, 31)),
        ("đến ngày 08 tháng 6 năm 2020", "2020-06-08", date(2020, 6, 8), date(2020, 6, 8)),
    ],
)
def test_a_period_is_read_as_the_office_writes_it(written, code, start, last):
    period = periods.parse(written)
    assert (period.code, period.start, period.last_day) == (code, start, last)


def test_the_reporting_half_year_runs_from_15_december_to_14_june():
    half = periods.parse("6 tháng đầu năm 2026", Regime.REPORTING)
    assert (half.start, half.last_day) == (date(2025, 12, 15), date(2026, 6, 14))


def test_an_event_of_20_december_2025_belongs_to_the_report_year_2026():
    day = date(2025, 12, 20)
    assert periods.parse("năm 2026", Regime.REPORTING).contains(day)
    assert not periods.parse("năm 2026").contains(day)


@pytest.mark.parametrize("written", ["31/02/2021", "30/13/2021", "tháng 13/2021"])
def test_a_day_that_is_not_in_the_calendar_is_refused_by_name(written):
    with pytest.raises(BadPeriod, match=r"2021"):
        periods.parse(written)


def test_what_names_no_period_says_how_to_write_one():
    with pytest.raises(BadPeriod, match="6 tháng đầu năm 2021"):
        periods.parse("kỳ này")


@given(
    st.sampled_from(["{y}", "{y}-H1", "{y}-H2", "{y}-Q3", "{y}-9M", "{y}-02", "{y}-06-30"]),
    st.integers(min_value=1990, max_value=2100),
    st.sampled_from(list(Regime)),
)
def test_a_code_printed_in_words_reads_back(form, year, regime):
    code = form.format(y=year)
    assert periods.parse(periods.printed(code), regime).code == code


@given(st.integers(min_value=1990, max_value=2100), st.sampled_from(list(Regime)))
def test_the_quarters_of_a_year_follow_each_other_and_fill_it(year, regime):
    quarters = [periods.from_code(f"{year}-Q{n}", regime) for n in (1, 2, 3, 4)]
    whole = periods.from_code(str(year), regime)
    assert [q.start for q in quarters[1:]] == [q.end for q in quarters[:-1]]
    assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
