"""Ai, ở đâu: units, people and who may do what."""
