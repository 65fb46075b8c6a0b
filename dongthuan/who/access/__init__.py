"""Ai được làm gì: sign-in, roles, grants by unit and period, and the printed slip for a phone."""
