"""Dấu vết: acts, actors, the trail and its chain sealed in batches; one-time keys of forms."""

import secrets


def new_key() -> str:
    """This function will return a fresh one-time key for a form."""
    return secrets.token_urlsafe(18)
