"""Khung của cổng: one description, one way of refusing, one way of telling how long an answer holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError

from dongthuan.doors.entrance.asked import Fields, Unclear
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.ground.audit.actors import Actor

FIELDS = Fields("unit", "period", "known_at", "as_of", "regime")
# How long anyone may keep a public answer before asking again.
FRESH = 300
MEANING = """Đọc số liệu của phường kèm căn cứ. Chỉ đọc: GET và HEAD.

Không đăng nhập thì chỉ thấy mục công khai. Đã đăng nhập trong cùng trình duyệt thì thấy theo quyền
được cấp. Điều không được biết trả lời giống hệt điều không có: cùng mã 404, cùng lời."""
_WRONG = {
    "missing": "Chưa ghi ô này.",
    "int_parsing": "Ô này ghi số nguyên.",
    "greater_than_equal": "Số này nhỏ quá.",
    "less_than_equal": "Số này lớn quá.",
    "too_long": "Hỏi nhiều quá trong một lần; chia ra nhiều lần hỏi.",
}


class Door(NinjaAPI):
    """Cổng cho máy đọc: tells of reads only, and of every answer how long it may be kept."""

    def create_response(
        self, request: HttpRequest, data: Any, *more: Any, **other: Any
    ) -> HttpResponse:
        """This method will put the mark and the age of an answer on it; a signed-in one is kept by
        nobody.
        """
        response = super().create_response(request, data, *more, **other)
        patch_vary_headers(response, ("Cookie",))
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = f"public, max-age={FRESH}"
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            mark = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response["ETag"] = mark
            return get_conditional_response(request, mark, None, response) or response
        return response

    def get_openapi_schema(self, **asked: Any) -> Any:
        """This method will describe each read once: HEAD is a GET without its body."""
        schema = super().get_openapi_schema(**asked)
        for methods in schema["paths"].values():
            methods.pop("head", None)
        return schema


door = Door(
    title="Đồng Thuận: số liệu", version="1", description=MEANING, docs_url=None,
    openapi_url="openapi.json", urls_namespace="api",
)  # fmt: skip


@door.exception_handler(Unclear)
def _unclear(request: HttpRequest, problem: Exception) -> HttpResponse:
    assert isinstance(problem, Unclear)
    return door.create_response(
        request, refusal(problem.field, problem.message), status=problem.status
    )


@door.exception_handler(ValidationError)
def _invalid(request: HttpRequest, problem: Exception) -> HttpResponse:
    assert isinstance(problem, ValidationError)
    fields = [
        {"field": str(one["loc"][1] if len(one["loc"]) > 1 else one["loc"][-1]),
         "message": _WRONG.get(one["type"], "Không đọc được ô này.")}
        for one in problem.errors
    ]  # fmt: skip
    said = {"problem": f"{fields[0]['field']}: {fields[0]['message']}", "fields": fields}
    return door.create_response(request, said, status=422)


def refusal(field: str, message: str) -> dict[str, Any]:
    """This function will return the body of an answer that is none: the field and what to do."""
    return {"problem": message, "fields": [{"field": field, "message": message}]}


def viewer(request: HttpRequest) -> Actor:
    """This function will return who asks."""
    actor: Actor = at_the_door(request)
    return actor


def reads(router: Router, path: str, **told: Any) -> Callable[[Any], Any]:
    """This function will return what makes a function answer GET and HEAD at a path."""
    return router.api_operation(["GET", "HEAD"], path, exclude_none=False, **told)


def only_reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will have a view say in Vietnamese that nothing can be sent to it."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            said = refusal("method", "Cổng này chỉ để đọc: dùng GET hoặc HEAD.")
            response.content = json.dumps(said, ensure_ascii=False).encode()
            response["Content-Type"] = "application/json; charset=utf-8"
            response["Allow"] = "GET, HEAD"
        return response

    return answered
