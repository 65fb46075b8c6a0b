"""Sự kiện trong thời gian: facts with two times, and what the database itself refuses."""
