"""Headings and sentences of scoreboard and report."""

WORDS: dict[str, str] = {}
