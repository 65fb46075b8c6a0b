"""Addresses of the pages of votes, below the desk's own."""

from django.urls import path

from dongthuan.doors.desk.votes import asking, doubts, entering, page, rolls

_ONE = "phieu-ho/<int:pk>"
urlpatterns = [
    path("phieu-ho", asking.listing, name="votes"),
    path("phieu-ho/moi", asking.new, name="vote-new"),
    path(_ONE, page.show, name="vote"),
    path(f"{_ONE}/sua", asking.change, name="vote-change"),
    path(f"{_ONE}/cuoc-hop/<int:unit>", page.meet, name="vote-meet"),
    path(f"{_ONE}/chot-danh-sach", page.freeze, name="vote-freeze"),
    path(f"{_ONE}/chot-ket-qua", page.close, name="vote-close"),
    path(f"{_ONE}/cong-bo", page.publish, name="vote-publish"),
    path(f"{_ONE}/cong-nhan", page.recognise, name="vote-recognise"),
    path(f"{_ONE}/keo-dai", page.extend, name="vote-extend"),
    path(f"{_ONE}/huy", page.cancel, name="vote-cancel"),
    path(f"{_ONE}/bien-ban", page.minutes, name="vote-minutes"),
    path(f"{_ONE}/bien-ban-da-ky", page.signed, name="vote-signed"),
    path(f"{_ONE}/bien-ban-da-ky/kem", page.keep_signed, name="vote-keep-signed"),
    path(f"{_ONE}/danh-sach", rolls.roll, name="vote-roll"),
    path(f"{_ONE}/danh-sach/da-doi", rolls.changes, name="vote-changes"),
    path(f"{_ONE}/phieu-in", rolls.slips, name="vote-slips"),
    path(f"{_ONE}/phieu-giay", rolls.paper_ballots, name="vote-paper-ballots"),
    path(f"{_ONE}/nhap-phieu", entering.papers, name="vote-papers"),
    path(f"{_ONE}/bang-dem", entering.boards, name="vote-boards"),
    path(f"{_ONE}/can-xem-lai", doubts.doubts, name="vote-doubts"),
    path(f"{_ONE}/can-xem-lai/<int:line>", doubts.one, name="vote-doubt"),
]
