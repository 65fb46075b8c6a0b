"""Nouns: votes within reach, their rolls, what was heard of each household, decisions that stand."""
