"""Văn bản ra: official papers with their numbers, comments in the user's own file, slips, workbooks."""

from dongthuan.ground.papers.comments import annotate
from dongthuan.ground.papers.party_pdf import party_pdf, state_pdf
from dongthuan.ground.papers.party_word import party_docx
from dongthuan.ground.papers.slips import slip, summary
from dongthuan.ground.papers.state_word import state_docx

__all__ = ["annotate", "party_docx", "party_pdf", "slip", "state_docx", "state_pdf", "summary"]
