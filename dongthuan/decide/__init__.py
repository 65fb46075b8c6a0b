"""Bàn và quyết: what is decided, who must do it, and the numbers it is measured by."""
