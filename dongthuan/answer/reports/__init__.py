"""Báo cáo: text around cited figures; issued with frozen numbers, verified at any later day."""
