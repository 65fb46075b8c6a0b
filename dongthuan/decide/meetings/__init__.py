"""Cuộc họp: notice, papers, roll, agenda, decisions, minutes; and the week that they stand in."""
