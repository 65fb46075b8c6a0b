"""Thẻ mẫu trang: the template tags that print numbers and one-time keys."""
