"""Addresses of the pages of opinion rounds, below the desk's own."""

from django.urls import path

from dongthuan.doors.desk.opinions import asking, gathering, page

_ONE = "lay-y-kien/<int:pk>"
patterns = [
    path("lay-y-kien", asking.listing, name="opinions"),
    path("lay-y-kien/moi", asking.new, name="opinion-new"),
    path(_ONE, page.show, name="opinion"),
    path(f"{_ONE}/sua", asking.change, name="opinion-change"),
    path(f"{_ONE}/mo", page.open_round, name="opinion-open"),
    path(f"{_ONE}/keo-dai", page.put_off, name="opinion-put-off"),
    path(f"{_ONE}/huy", page.cancel, name="opinion-cancel"),
    path(f"{_ONE}/cong-bo", page.publish, name="opinion-publish"),
    path(f"{_ONE}/ban-tong-hop", page.paper, name="opinion-paper"),
    path(f"{_ONE}/ghi-gop-y", gathering.add, name="opinion-add"),
    path(f"{_ONE}/xep-nhom", gathering.gather, name="opinion-gather"),
    path(f"{_ONE}/tra-loi", gathering.answers, name="opinion-answers"),
    path(f"{_ONE}/bo-khoi-nhom/<int:comment>", gathering.ungroup, name="opinion-ungroup"),
    path(f"{_ONE}/ban-cuoi", gathering.final, name="opinion-final"),
]
