"""What the command line says."""

WORDS: dict[str, str] = {
    "program.stopped": "cell {n} ended Python, or took more than {amount:g} s: is there an endless loop?",
}
