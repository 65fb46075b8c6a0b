"""Công trình, quỹ: what is given for a purpose, receipt by receipt, and what it is spent on."""
