"""What the command line says."""

WORDS: dict[str, str] = {
    "program.trace": "to see what each line does in the case that fails: {command}",
    "program.trace.unknown": "{name} is no exercise of this notebook; these are: {names}",
    "program.trace.none": "{name} cannot be shown line by line: is it there when its check runs?",
    "program.stopped": "cell {n} ended Python, or took more than {amount:g} s: is there an endless loop?",
}
