"""Trả lời: what the ward answers for: reports, with the numbers they were issued with."""
