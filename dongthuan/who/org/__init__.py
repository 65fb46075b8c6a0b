"""Đơn vị theo thời gian: units on three lines, with place, parents, mergers and splits."""
