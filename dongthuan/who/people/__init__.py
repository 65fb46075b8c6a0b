"""Người, hộ, cư trú, chức vụ: people and households by day, and the offices people hold."""
