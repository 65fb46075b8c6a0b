"""Bài mẫu: our own retelling of a ward's half-year, with the ward's table, to try the checker on."""
