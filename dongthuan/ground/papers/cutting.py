"""Cắt mẩu chữ: a run of the user's own file cut at a letter, both halves formatted alike."""

from __future__ import annotations

import copy
from collections.abc import Collection
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from dongthuan.ground.files.docx import RunPiece

_TEXT = qn("w:t")


@dataclass(slots=True)
class Fragment:
    """Mẩu: letters start…end of a line, alone in one element once the line is cut."""

    start: int
    end: int
    text: etree._Element
    host: etree._Element
    hung: bool


def cut(piece: RunPiece, cuts: Collection[int], *, hung_too: bool = False) -> list[Fragment]:
    """This function will cut one piece at the edges inside it, and return its fragments in order.

    What stands in a text box or a footnote is left whole unless it is asked for.
    """
    hung = piece.host is not piece.run
    if (hung and not hung_too) or piece.text.tag != _TEXT:
        return [Fragment(piece.start, piece.end, piece.text, piece.host, hung)]
    inside = sorted(edge for edge in cuts if piece.start < edge < piece.end)
    fragments: list[Fragment] = []
    end = piece.end
    for edge in reversed(inside):
        right = _split_text(piece.text, piece.raw_offset(edge))
        host = piece.host if hung else run_of(right)
        fragments.insert(0, Fragment(edge, end, right, host, hung))
        end = edge
    fragments.insert(0, Fragment(piece.start, end, piece.text, piece.host, hung))
    return fragments


def _split_text(text: etree._Element, offset: int) -> etree._Element:
    """Move the letters from `offset` on into a run of their own behind, formatted alike."""
    run = run_of(text)
    letters = text.text or ""
    right_run = _empty_twin(run)
    right = OxmlElement("w:t")
    right.text = letters[offset:]
    text.text = letters[:offset]
    for part in (text, right):
        part.set(qn("xml:space"), "preserve")
    right_run.append(right)
    for sibling in list(text.itersiblings()):
        right_run.append(sibling)
    run.addnext(right_run)
    return right


def run_of(text: etree._Element) -> etree._Element:
    """This function will return the run that letters stand in."""
    run = text.getparent()
    assert run is not None, "letters of a walked file always stand in a run"
    return run


def _empty_twin(run: etree._Element) -> etree._Element:
    twin = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        twin.append(copy.deepcopy(properties))
    return twin


def start_run(text: etree._Element) -> etree._Element:
    """This function will return a run that begins with the element, cutting off what stands before."""
    run = run_of(text)
    before = [e for e in text.itersiblings(preceding=True) if e.tag != qn("w:rPr")]
    if not before:
        return run
    twin = _empty_twin(run)
    for element in [text, *list(text.itersiblings())]:
        twin.append(element)
    run.addnext(twin)
    return twin


def end_run(text: etree._Element) -> etree._Element:
    """This function will return a run that ends with the element, cutting off what stands behind."""
    run = run_of(text)
    after = list(text.itersiblings())
    if after:
        twin = _empty_twin(run)
        for element in after:
            twin.append(element)
        run.addnext(twin)
    return run
