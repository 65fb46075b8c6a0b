"""Tra phiếu thu: five plain steps behind a code. The code comes in a form, never in an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.act.funds import codes, queries
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.who.org import queries as org


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """This function will ask for the code of a receipt, and tell what became of its gift."""
    by = at_the_door(request)
    typed = request.POST.get("ma", "")[:80]
    problem, way = "", None
    if request.method == "POST":
        problem = codes.problem(typed)
        way = queries.look_up(typed) if not problem else None
        if not problem and way is None:
            problem = (
                "Không có phiếu nào mang mã này. Bác xem lại từng nhóm ký tự; vẫn không thấy thì gọi phường "
                "và đọc số phiếu: có thể tờ phiếu không phải do phường phát hành."
            )
    tree = org.tree(by.today)
    unit = way.unit if way else next((n.id for n in tree.nodes.values() if n.kind == "ward"), None)
    above = [*reversed(tree.path(unit))] if unit in tree and unit is not None else []
    return render(request, "portal/giving/receipt.html", {
        "typed": typed if problem else "", "problem": problem, "way": way,
        "telephone": org.telephone(above, by.today) if above else "",
        "unit": tree.name(unit) if unit in tree and unit is not None else "",
    }, status=422 if problem else 200)  # fmt: skip
