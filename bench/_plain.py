"""The plain Django view that taking a gift is held against: it writes one row and tells the sum.

`bare` has no middleware at all; `plain` stands behind ours, asks who sends it and validates a form. The
application answers for the house too, so that all of them run in one server.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
django.setup()

from django import forms  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


class Contribution(models.Model):
    """Khoản góp trần: an account, an amount and when; nothing stands behind it."""

    account = models.IntegerField(db_index=True)
    dong = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"
        db_table = "bench_contribution"


class ContributionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Ô của khoản góp trần."""

    class Meta:
        model = Contribution
        fields = ("account", "dong")


def _told(made: Contribution) -> HttpResponse:
    mine = Contribution.objects.filter(account=made.account)
    return JsonResponse({"balance": mine.aggregate(dong=models.Sum("dong"))["dong"]}, status=201)


@csrf_exempt
@transaction.atomic
def bare(request: HttpRequest) -> HttpResponse:
    """This function will write one row and answer with the balance."""
    sent = request.POST
    return _told(Contribution.objects.create(account=int(sent["account"]), dong=int(sent["dong"])))


@login_required
@transaction.atomic
def plain(request: HttpRequest) -> HttpResponse:
    """This function will do the same for who is signed in, by a form."""
    form = ContributionForm(request.POST)
    if not form.is_valid():
        return JsonResponse(form.errors, status=422)
    return _told(form.save())


def _application() -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    from dongthuan.config import urls

    urls.urlpatterns[:0] = [path("bench/bare", bare), path("bench/plain", plain)]
    house = WSGIHandler()
    ours, settings.MIDDLEWARE = settings.MIDDLEWARE, []
    without = WSGIHandler()
    settings.MIDDLEWARE = ours
    gc.collect()
    gc.freeze()

    def answered(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        by = without if environ["PATH_INFO"] == "/bench/bare" else house
        return by(environ, start)

    return answered


application = _application()
