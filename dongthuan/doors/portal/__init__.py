"""Cổng công khai: the pages anyone may open, without an account and without JavaScript."""
