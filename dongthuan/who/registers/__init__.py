"""Sổ nhập từ bảng tính: registers as offices keep them, compared, taken in whole, and taken back."""
