"""Giấy tờ thu chi: settlement, receipts by group, the sheet for the board, lists to sign, as Word and PDF."""
