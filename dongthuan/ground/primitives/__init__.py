"""Kiểu nền: numbers, periods, money, thresholds, folding of diacritics and old encodings."""
