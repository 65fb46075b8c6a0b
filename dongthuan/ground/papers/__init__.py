"""Văn bản ra: the user's own Word file with comments, the review slip, workbooks."""

from dongthuan.ground.papers.comments import annotate
from dongthuan.ground.papers.slips import slip, summary

__all__ = ["annotate", "slip", "summary"]
