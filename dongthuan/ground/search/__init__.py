"""Tìm: one index of what the rooms push; finds with or without diacritics, within the viewer's reach."""
