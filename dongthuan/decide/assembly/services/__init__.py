"""Verbs of votes: ask, freeze the roll, write down ballots, settle doubts, close, recognise, publish."""
