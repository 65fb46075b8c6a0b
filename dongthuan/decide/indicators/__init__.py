"""Chỉ tiêu, số liệu: what units report period by period, approved, corrected, held to targets."""
