"""Công trình, quỹ trên bàn làm việc: works, receipt books, gifts and cash, page by page."""
