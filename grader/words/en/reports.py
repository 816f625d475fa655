"""Headings and sentences of scoreboard and report."""

WORDS: dict[str, str] = {
    # lines of a scoreboard
    "score.carried_forward": "{exercise}: counts, because with a correct {names} it passes",
    "score.by_hand": "to be graded by hand: {cells}",
    "score.late": "late: -{points:g}",
    "score.open": "(to be graded by hand)",
    # why someone has no score
    "status.graded": "graded",
    "status.unreadable": "unreadable",
    "status.unjudged": "no result",
    "status.missing": "no notebook in the folder",
    "status.nothing": "nothing handed in",
    "status.because": "{status}: {reason}",
}
