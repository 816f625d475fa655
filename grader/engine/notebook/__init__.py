"""What was handed out and what came back: the template, a submission, how their cells match, the names and outputs of cells."""
