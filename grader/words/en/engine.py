"""What the engine tells students and instructors: limits, what was restored, feedback."""

WORDS: dict[str, str] = {}
