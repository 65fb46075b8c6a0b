"""Hộ dân: the register of households, one household with its history, the roll of representatives."""
