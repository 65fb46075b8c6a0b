"""Lấy phiếu của hộ trên trang công khai: what was asked and came of it, and the slip of one household."""
