"""Dân bàn: opinions asked, votes of households, decisions of the community."""
