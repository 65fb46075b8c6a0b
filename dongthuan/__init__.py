"""Đồng Thuận: the software that runs a Vietnamese ward's common work in the open."""
