"""Bước của một việc: the form of each verb, and the deed it asks the room for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from dongthuan.decide.directives import queries, services
from dongthuan.decide.directives.rules import Move
from dongthuan.decide.directives.services import Handed, Seen, UnableToMove
from dongthuan.doors.desk._asking_for import ChoiceField, DayField, WordsField, unit_choices
from dongthuan.doors.desk._task_board import number_asked
from dongthuan.doors.desk._task_page import OneTask, Verb
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org import queries as org

LARGEST = 50 * 1024 * 1024
_TOO_LARGE = "Tệp lớn hơn 50 MB. Gửi bản nhỏ hơn, hoặc ghi giấy tờ để ở đâu."
_YES_NO = [("co", "Có"), ("khong", "Không")]


def words_field(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    """This function will return a box for some lines of text."""
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": f"Chưa ghi: {label.lower()}."},
    )  # fmt: skip


def flag(label: str, help_text: str = "") -> forms.ChoiceField:
    """This function will return a choice between Có and Không."""
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=_YES_NO, widget=forms.RadioSelect,
        error_messages={"required": f"Chưa chọn: {label.lower()}."},
    )  # fmt: skip


class StepForm(forms.Form):
    """Một bước: what is typed, and the step that stood on the page."""

    # What stands before the fields, and whether files come along.
    takes_files = False

    def __init__(self, request: HttpRequest, one: OneTask) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.one, self.request = one, request

    @property
    def seen(self) -> Seen:
        """This property will return the step that the sender saw; 0 where none was told."""
        return Seen(number_asked(self.data.get("buoc", "")) or 0)

    def told(self) -> dict[str, Any]:
        """This method will return what every step needs."""
        return {"task": self.one.task, "seen": self.seen, "by": self.one.by}

    def deed(self) -> None:
        """This method will ask the room for the step."""
        raise NotImplementedError


class TakeForm(StepForm):
    """Nhận việc."""

    def deed(self) -> None:
        """This method will take the task on."""
        services.take(**self.told())


class BeginForm(StepForm):
    """Bắt đầu làm."""

    def deed(self) -> None:
        """This method will say that the unit is at work."""
        services.begin(**self.told())


class _WithFiles(StepForm):
    takes_files = True

    def handed(self) -> list[Handed]:
        """This method will read the files that came along."""
        day = self.one.by.today
        found = []
        for name in ("anh", "tep"):
            for file in self.request.FILES.getlist(name):
                if not isinstance(file, UploadedFile):
                    continue
                if (file.size or 0) > LARGEST:
                    raise UnableToMove(_TOO_LARGE)
                called = file.name or "tệp"
                if name == "anh":
                    called = f"Ảnh ngày {day.day}/{day.month}/{day.year}"
                found.append(Handed(called, file.read()))
        if not found and _size(self.request) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            # A send this large is not read at all.
            raise UnableToMove(_TOO_LARGE)
        return found


def _size(request: HttpRequest) -> int:
    return number_asked(request.META.get("CONTENT_LENGTH") or "") or 0


class NoteForm(_WithFiles):
    """Ghi tiến độ: how far the work is, with a photograph where there is one."""

    words = words_field("Đã làm đến đâu")

    def deed(self) -> None:
        """This method will keep how far the work is."""
        services.note(words=self.cleaned_data["words"], handed=self.handed(), **self.told())


class ReportForm(_WithFiles):
    """Báo kết quả: the product, as a photograph, a file, a paper and where it lies, or a document."""

    paper = WordsField(
        "Hoặc giấy tờ để ở đâu", required=False,
        help_text="Như «Danh sách 45 hộ, để tại nhà văn hóa tổ».",
    )  # fmt: skip
    document = WordsField(
        "Hoặc số văn bản đã vào sổ", most=60, required=False, help_text="Như 05/KH-UBND."
    )
    words = words_field("Kết quả", "Một hai câu; có số thì ghi số.", required=False)
    on = DayField("Nộp ngày", required=False, help_text="Để trống là hôm nay.")

    def clean_on(self) -> Any:
        """This method will refuse a day after today or before the task was given."""
        day, by, given = self.cleaned_data["on"], self.one.by, self.one.given
        if day and day > by.today:
            raise forms.ValidationError("Ngày nộp không thể sau hôm nay.")
        if day and day < given.assigned_on:
            raise forms.ValidationError("Ngày nộp đứng trước ngày giao việc.")
        return day

    def clean_document(self) -> Any:
        """This method will find the document that was named."""
        symbol = self.cleaned_data["document"].strip()
        if not symbol:
            return None
        found = queries.symbol_like(viewer=self.one.by, symbol=symbol)
        if not found:
            raise forms.ValidationError(f"Trong sổ chưa có văn bản số «{symbol}».")
        if len(found) > 1:
            listed = "; ".join(f"{one.symbol} ngày {one.signed_on:%d/%m/%Y}" for one in found[:4])
            raise forms.ValidationError(
                f"Có mấy văn bản mang số này: {listed}. Gửi tệp thay cho số."
            )
        return found[0]

    def deed(self) -> None:
        """This method will hand the result in."""
        told = self.cleaned_data
        handed = self.handed()
        if told["paper"].strip():
            handed.append(Handed(told["paper"]))
        if told["document"] is not None:
            one = told["document"]
            handed.append(Handed(f"{one.symbol}: {one.subject}"[:200], document=one))
        services.report(handed=handed, words=told["words"], on=told["on"], **self.told())


class AcceptForm(StepForm):
    """Nghiệm thu: two flags, each with its reason where the days do not say it."""

    timely = flag("Đúng hạn")
    exceeded = flag("Vượt yêu cầu")
    reason = words_field(
        "Lý do", "Phải ghi khi tính khác với ngày nộp, hoặc khi vượt yêu cầu: vượt ở điểm nào.",
        required=False,
    )  # fmt: skip

    def __init__(self, request: HttpRequest, one: OneTask) -> None:
        super().__init__(request, one)
        self.initial["exceeded"] = "khong"
        task = one.task
        if task.handed_on is not None:
            on_time = task.handed_on <= task.due_on
            self.initial["timely"] = "co" if on_time else "khong"
            self.fields["timely"].help_text = (
                f"Nộp ngày {_day(task.handed_on)}, hạn gốc {_day(task.due_on)}: "
                f"theo ngày là {'đúng hạn' if on_time else 'chậm'}."
            )

    def clean(self) -> dict[str, Any]:
        """This method will ask for a reason where the days do not say it."""
        told: dict[str, Any] = super().clean() or {}
        task, reason = self.one.task, told.get("reason", "").strip()
        if not reason and told.get("exceeded") == "co":
            self.add_error("reason", "Vượt yêu cầu: ghi rõ vượt ở điểm nào.")
        elif not reason and task.handed_on is not None and "timely" in told:
            by_days = task.handed_on <= task.due_on
            if (told["timely"] == "co") is not by_days:
                said = "chậm" if by_days else "đúng hạn"
                self.add_error("reason", f"Ghi lý do vì sao tính {said}.")
        return told

    def deed(self) -> None:
        """This method will accept the result."""
        told = self.cleaned_data
        services.accept(
            on_time=told["timely"] == "co", exceeded=told["exceeded"] == "co",
            reason=told["reason"], **self.told(),
        )  # fmt: skip


class ReturnForm(StepForm):
    """Trả lại."""

    reason = words_field("Cần làm thêm gì", "Đơn vị đọc lời này khi mở việc.")

    def deed(self) -> None:
        """This method will return the result to be worked on."""
        services.send_back(reason=self.cleaned_data["reason"], **self.told())


class UndoForm(StepForm):
    """Hủy nghiệm thu."""

    reason = words_field("Lý do hủy nghiệm thu")

    def deed(self) -> None:
        """This method will end the acceptance."""
        services.undo(reason=self.cleaned_data["reason"], **self.told())


class ExtendForm(StepForm):
    """Dời hạn."""

    to = DayField("Hạn mới", help_text="Hạn gốc vẫn còn; chậm hay không được tính từ hạn gốc.")
    reason = words_field("Lý do dời hạn")

    def clean_to(self) -> Any:
        """This method will refuse a day that is not after the one that holds."""
        to, held = self.cleaned_data["to"], self.one.task.moved_to or self.one.task.due_on
        if to <= held:
            raise forms.ValidationError(f"Hạn mới phải sau hạn đang có ({_day(held)}).")
        return to

    def deed(self) -> None:
        """This method will move the deadline."""
        services.extend(
            to=self.cleaned_data["to"], reason=self.cleaned_data["reason"], **self.told()
        )


class WithdrawForm(StepForm):
    """Thu hồi."""

    reason = words_field("Lý do thu hồi", "Việc đã thu hồi không tính vào đâu nữa và không mở lại.")

    def deed(self) -> None:
        """This method will withdraw the task."""
        services.withdraw(reason=self.cleaned_data["reason"], **self.told())


class PassOnForm(StepForm):
    """Chuyển đơn vị làm: the heirs of an ended unit stand first."""

    unit = ChoiceField("Đơn vị nhận việc")
    reason = words_field("Lý do chuyển", "Những gì đã làm vẫn đứng tên đơn vị cũ.")

    def __init__(self, request: HttpRequest, one: OneTask) -> None:
        super().__init__(request, one)
        by, led = one.by, one.task.unit_id
        reach = by.reach(Act.TASK_ASSIGN)
        offered = [(unit, name) for unit, name in unit_choices(by.tree, reach) if int(unit) != led]
        _, became = org.lineage(led)
        heirs = [(str(h.new_id), by.tree.name(h.new_id)) for h in became if h.new_id in by.tree]
        groups: list[Any] = (
            [("Đơn vị kế thừa", heirs), ("Đơn vị khác", offered)] if heirs else offered
        )
        self.fields["unit"].choices = [("", "Chọn…"), *groups]  # type: ignore[attr-defined]

    def deed(self) -> None:
        """This method will let another unit lead the task."""
        told = self.cleaned_data
        chosen = int(told["unit"])
        services.pass_on(to=org.units([chosen])[chosen], reason=told["reason"], **self.told())


FORMS: dict[Move, type[StepForm]] = {
    Move.TAKE: TakeForm, Move.BEGIN: BeginForm, Move.NOTE: NoteForm, Move.REPORT: ReportForm,
    Move.ACCEPT: AcceptForm, Move.RETURN: ReturnForm, Move.UNDO: UndoForm,
    Move.EXTEND: ExtendForm, Move.WITHDRAW: WithdrawForm, Move.PASS_ON: PassOnForm,
}  # fmt: skip
# What is said when it is done, and the next step where there is one.
DONE: dict[Move, str] = {
    Move.TAKE: "Đã nhận việc. Xong việc thì bác báo kết quả ở đây.",
    Move.BEGIN: "Đã ghi: đang làm. Xong việc thì bác báo kết quả ở đây.",
    Move.NOTE: "Đã ghi tiến độ.",
    Move.REPORT: "Đã nhận kết quả. Nơi giao sẽ nghiệm thu; bác không cần làm gì thêm.",
    Move.ACCEPT: "Đã nghiệm thu.",
    Move.RETURN: "Đã trả lại. Đơn vị thấy lý do khi mở việc.",
    Move.UNDO: "Đã hủy nghiệm thu. Kết quả lại chờ nghiệm thu.",
    Move.EXTEND: "Đã dời hạn. Hạn gốc vẫn đứng bên cạnh.",
    Move.PASS_ON: "Đã chuyển việc cho đơn vị khác.",
    Move.WITHDRAW: "Đã thu hồi. Việc này không tính vào đâu nữa.",
}


def form_of(verb: Verb, request: HttpRequest, one: OneTask) -> StepForm:
    """This function will return the form of a verb, with what was sent in it."""
    return FORMS[verb.move](request, one)


def _day(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}"
