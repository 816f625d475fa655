"""From the matched cells of one submission to its verdicts: observing, stand-ins, own tests of the instructor, figures."""
