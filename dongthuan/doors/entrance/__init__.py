"""Lối vào chung: who is at the door and when, forms that count once, and numbers as they are shown."""
