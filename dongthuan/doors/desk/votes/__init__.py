"""Lấy phiếu của hộ trên bàn làm việc: asked, written down, settled, closed and answered, page by page."""
