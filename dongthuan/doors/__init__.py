"""Doors: where people and machines come in; they translate and never decide."""
