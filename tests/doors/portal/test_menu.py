"""The public menu: one list, told twice, and the page that is open is marked in it."""

from __future__ import annotations

import re

import pytest

from tests.doors.desk.hands import browser, page

pytestmark = pytest.mark.django_db
MARKED = re.compile(r'<a href="([^"]+)" aria-current="page">')


@pytest.mark.parametrize(
    ("opened", "marked"),
    [("/", "/"), ("/cong-trinh", "/cong-trinh"), ("/bn", "/cong-trinh"), ("/gop-y", "/lay-phieu"),
     ("/phieu-ho", "/lay-phieu"), ("/doi-chieu", "/doi-chieu"), ("/tim", "/tim")],
)  # fmt: skip
def test_the_menu_says_where_one_is_on_a_wide_screen_and_on_a_phone(opened, marked):
    assert MARKED.findall(page(browser().get(opened))) == [marked, marked]


def test_a_page_that_is_not_there_is_nowhere_in_the_menu():
    shown = page(browser().get("/khong-co"))
    assert "Mục lục" in shown and not MARKED.findall(shown)
