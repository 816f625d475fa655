"""What the command line says."""

WORDS: dict[str, str] = {}
