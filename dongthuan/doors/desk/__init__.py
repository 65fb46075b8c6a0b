"""Bàn làm việc: the pages of officials, group heads and cell secretaries, one file a domain word."""
