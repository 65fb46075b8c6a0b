"""Việc: the one list of what can be done, permitted and recorded."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """Việc: a code that never changes; its words are what a person reads."""

    UNIT_SEE = "unit.see"
    UNIT_KEEP = "unit.keep"
    PEOPLE_SEE = "people.see"
    PEOPLE_KEEP = "people.keep"
    ACCESS_SEE = "access.see"
    ACCESS_GRANT = "access.grant"
    ACCESS_SLIP = "access.slip"
    SIGN_IN = "access.sign_in"
    SIGN_REFUSED = "access.sign_refused"
    DEVICE_BIND = "access.device_bind"
    PIN_CHOOSE = "access.pin_choose"
    FIGURE_SEE = "figure.see"
    FIGURE_SEE_SENSITIVE = "figure.see_sensitive"
    INDICATOR_DEFINE = "indicator.define"
    TARGET_SET = "target.set"
    ROUND_SEE = "round.see"
    ROUND_OPEN = "round.open"
    VALUE_ENTER = "value.enter"
    VALUE_HELP = "value.help"
    VALUE_ANSWER = "value.answer"
    VALUE_APPROVE = "value.approve"
    VALUE_REOPEN = "value.reopen"
    VALUE_CORRECT = "value.correct"
    REPORT_SEE = "report.see"
    REPORT_WRITE = "report.write"
    REPORT_ISSUE = "report.issue"
    DOCUMENT_SEE = "document.see"
    DOCUMENT_KEEP = "document.keep"
    TASK_SEE = "task.see"
    TASK_ASSIGN = "task.assign"
    TASK_DO = "task.do"
    TASK_ACCEPT = "task.accept"
    MEETING_SEE = "meeting.see"
    MEETING_KEEP = "meeting.keep"
    MEETING_SIGN = "meeting.sign"
    OPINION_KEEP = "opinion.keep"
    VOTE_SEE = "vote.see"
    VOTE_KEEP = "vote.keep"
    VOTE_COUNT = "vote.count"
    VOTE_CAST = "vote.cast"
    VOTE_CLOSE = "vote.close"
    VOTE_RECOGNISE = "vote.recognise"
    LEDGER_SEE = "ledger.see"
    LEDGER_POST = "ledger.post"
    LEDGER_CLOSE = "ledger.close"
    FUND_SEE = "fund.see"
    FUND_KEEP = "fund.keep"
    GIVER_SEE = "fund.giver_see"
    RECEIPTS_HAND = "fund.receipts_hand"
    GIFT_TAKE = "fund.gift_take"
    CASH_HAND = "fund.cash_hand"
    STATEMENT_MATCH = "fund.statement_match"
    SPEND_ASK = "fund.spend_ask"
    SPEND_APPROVE = "fund.spend_approve"
    SPEND_PAY = "fund.spend_pay"
    WORK_ACCEPT = "fund.work_accept"
    TEXT_CHECK = "text.check"
    NOTE_ERASE = "note.erase"
    AUDIT_SEE = "audit.see"
    AUDIT_SEAL = "audit.seal"

    @property
    def words(self) -> str:
        """This property will return the act as a person says it."""
        return WORDS[self]


WORDS = {
    Act.UNIT_SEE: "xem đơn vị",
    Act.UNIT_KEEP: "lập, đổi tên, sáp nhập, chia tách đơn vị",
    Act.PEOPLE_SEE: "xem người, hộ và chức vụ",
    Act.PEOPLE_KEEP: "ghi người, hộ và chức vụ",
    Act.ACCESS_SEE: "xem tài khoản và quyền",
    Act.ACCESS_GRANT: "cấp và thu hồi quyền",
    Act.ACCESS_SLIP: "cấp phiếu kích hoạt điện thoại",
    Act.SIGN_IN: "đăng nhập",
    Act.SIGN_REFUSED: "đăng nhập không được",
    Act.DEVICE_BIND: "gắn điện thoại",
    Act.PIN_CHOOSE: "chọn mã PIN",
    Act.FIGURE_SEE: "xem số liệu nội bộ",
    Act.FIGURE_SEE_SENSITIVE: "xem số liệu nhạy cảm",
    Act.INDICATOR_DEFINE: "đặt mục số liệu",
    Act.TARGET_SET: "giao chỉ tiêu",
    Act.ROUND_SEE: "xem đợt số liệu",
    Act.ROUND_OPEN: "mở và đóng đợt số liệu",
    Act.VALUE_ENTER: "nhập và gửi số liệu",
    Act.VALUE_HELP: "nhập giúp số liệu",
    Act.VALUE_ANSWER: "xác nhận số liệu được nhập giúp",
    Act.VALUE_APPROVE: "duyệt hoặc trả lại số liệu",
    Act.VALUE_REOPEN: "mở lại phiếu số liệu đã duyệt",
    Act.VALUE_CORRECT: "sửa số liệu đã duyệt",
    Act.REPORT_SEE: "xem báo cáo",
    Act.REPORT_WRITE: "soạn báo cáo",
    Act.REPORT_ISSUE: "phát hành báo cáo, chốt số",
    Act.DOCUMENT_SEE: "xem sổ văn bản",
    Act.DOCUMENT_KEEP: "vào sổ văn bản, ghi điều khoản và liên kết",
    Act.TASK_SEE: "xem nhiệm vụ",
    Act.TASK_ASSIGN: "giao, dời hạn, thu hồi nhiệm vụ",
    Act.TASK_DO: "nhận, làm và báo kết quả nhiệm vụ",
    Act.TASK_ACCEPT: "nghiệm thu hoặc trả lại kết quả nhiệm vụ",
    Act.MEETING_SEE: "xem cuộc họp và lịch tuần",
    Act.MEETING_KEEP: "mời họp, ghi cuộc họp và lịch tuần",
    Act.MEETING_SIGN: "ký biên bản cuộc họp",
    Act.OPINION_KEEP: "mở, tổng hợp và trả lời đợt lấy ý kiến",
    Act.VOTE_SEE: "xem đợt lấy phiếu của hộ",
    Act.VOTE_KEEP: "mở đợt lấy phiếu, chốt danh sách hộ",
    Act.VOTE_COUNT: "nhập phiếu giấy và bảng đếm phiếu",
    Act.VOTE_CAST: "bỏ phiếu của hộ",
    Act.VOTE_CLOSE: "chốt kết quả lấy phiếu",
    Act.VOTE_RECOGNISE: "công nhận quyết định của cộng đồng",
    Act.LEDGER_SEE: "xem sổ thu chi",
    Act.LEDGER_POST: "ghi bút toán và bút toán đảo",
    Act.LEDGER_CLOSE: "ghi số dư đầu kỳ, kiểm quỹ, khóa sổ",
    Act.FUND_SEE: "xem công trình, quỹ và các khoản thu chi",
    Act.FUND_KEEP: "lập và sửa công trình, quỹ",
    Act.GIVER_SEE: "xem tên người góp ở phiếu thu",
    Act.RECEIPTS_HAND: "in và giao quyển phiếu thu",
    Act.GIFT_TAKE: "nhận khoản góp và ghi phiếu thu",
    Act.CASH_HAND: "bàn giao và nhận tiền mặt",
    Act.STATEMENT_MATCH: "đối chiếu sao kê ngân hàng",
    Act.SPEND_ASK: "đề nghị chi",
    Act.SPEND_APPROVE: "duyệt chi",
    Act.SPEND_PAY: "chi tiền",
    Act.WORK_ACCEPT: "nghiệm thu, quyết toán công trình",
    Act.TEXT_CHECK: "đối chiếu văn bản với số liệu của đơn vị",
    Act.NOTE_ERASE: "xóa lời ghi theo yêu cầu của người trong cuộc",
    Act.AUDIT_SEE: "xem dấu vết",
    Act.AUDIT_SEAL: "niêm phong dấu vết",
}
