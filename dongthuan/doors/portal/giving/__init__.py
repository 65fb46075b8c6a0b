"""Công trình, quỹ cho mọi người: thu – chi – còn – đang ở đâu, posted lists that add up, receipts by code."""
