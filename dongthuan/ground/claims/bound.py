"""Con số nói về mục nào: what the figures of a whole document may mean, heading by heading.

No value of the table is looked at: whoever only asks for names needs a table of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dongthuan.ground.claims import earlier
from dongthuan.ground.claims.binding import Binder, Candidate, settle
from dongthuan.ground.claims.reading import Figure, Reading
from dongthuan.ground.claims.records import MeasureTable
from dongthuan.ground.claims.surroundings import Surroundings, name_of, surroundings
from dongthuan.ground.primitives import periods


@dataclass(frozen=True, slots=True)
class Bound:
    """Con số đã gắn: a figure, the name it goes by, and the measures it may mean, the best first.

    `picked` is the one that stands out, two or more where none does, none where nothing fits.
    """

    figure: Figure
    name: str
    candidates: tuple[Candidate, ...]
    picked: tuple[Candidate, ...]
    why: str
    # The period the document reports on, as far as it is told by now.
    document: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """This property will return the labels of the measures that fit best."""
        return tuple(candidate.measure.label for candidate in self.candidates[:6])

    @property
    def measure(self) -> str | None:
        """This property will return the label of the one measure it means, if one stands out."""
        return self.picked[0].measure.label if len(self.picked) == 1 else None


def bound(
    readings: Sequence[Reading],
    table: MeasureTable | None,
    aliases: Mapping[str, str] | None = None,
) -> Iterator[list[Bound]]:
    """This function will bind the figures of each line of a document, in their order."""
    binder = Binder(table, aliases) if table is not None else None
    if binder is not None and readings:
        binder.title = readings[0].text[:200]
    headings = _Headings()
    for reading in readings:
        heading = headings.above(reading.text)
        yield _paragraph(binder, reading, heading, headings.document)
        headings.learn(reading)


class _Headings:
    """The title and section above a line, and the period the document reports on."""

    def __init__(self) -> None:
        self.title = ""
        self.section = ""
        self.document: str | None = None

    def above(self, text: str) -> str:
        if not self.title:
            self.title = text[:160]
            self.document = _document_period(text)
        elif self.document is None:
            self.document = _document_period(text)
        return f"{self.section}"

    def learn(self, reading: Reading) -> None:
        text = reading.text
        if len(text) < 90 and not reading.figures and not text.endswith("."):
            self.section = text


_TITLE_PERIOD = re.compile(
    r"(?:6 tháng (?:đầu|cuối) năm|9 tháng đầu năm|quý (?:i{1,3}|iv)|năm) ?(?:năm )?(?:19|20)\d\d",
    re.IGNORECASE,
)


# The day a paper was signed says nothing of the period it reports on.
_SIGNED = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)


def _document_period(text: str) -> str | None:
    match = _TITLE_PERIOD.search(_SIGNED.sub("", text))
    if match is None:
        return None
    try:
        return periods.parse(match.group()).code
    except periods.BadPeriod:
        return None


def _paragraph(
    binder: Binder | None, reading: Reading, heading: str, document: str | None
) -> list[Bound]:
    """Bind the figures of one paragraph together, so that two never claim one record."""
    around: Surroundings | None = None
    places: list[Surroundings] = []
    for index in range(len(reading.figures)):
        around = surroundings(reading, index, heading, around)
        places.append(around)
    names = [name_of(figure, place) for figure, place in zip(reading.figures, places, strict=True)]
    if binder is None:
        why = "chưa có bảng số liệu để đối chiếu"
        return [
            Bound(figure, name, (), (), why, document)
            for figure, name in zip(reading.figures, names, strict=True)
        ]
    options = [
        binder.candidates(figure, place)
        for figure, place in zip(reading.figures, places, strict=True)
    ]
    figures = [
        replace(figure, period=earlier.told(reading, index, document) or figure.period)
        for index, figure in enumerate(reading.figures)
    ]
    return [
        Bound(figure, name, tuple(candidates), tuple(picked), why, document)
        for figure, name, candidates, (picked, why) in zip(
            figures, names, options, settle(figures, options), strict=True
        )
    ]
