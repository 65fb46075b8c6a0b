"""Luật theo ngày: texts and rules as dated data, each with its source and whether a person checked it."""
