"""Làm: what the community decided, carried out: money given, kept and spent."""
