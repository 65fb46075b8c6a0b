"""Dấu vết: what was sent is known by its one-time key; acts, actors and the trail come with them."""

import secrets


def new_key() -> str:
    """This function will return a fresh one-time key for a form."""
    return secrets.token_urlsafe(18)
