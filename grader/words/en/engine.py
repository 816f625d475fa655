"""What the engine tells students and instructors: limits, what was restored, feedback."""

WORDS: dict[str, str] = {
    "waiting.gradebook": "the gradebook is locked by another program: waiting for it, up to {amount:g} s",
    "waiting.run": "another `n2n autograde` is at work on {assignment}: waiting for it, up to {amount:g} s",
    "course.locked.gradebook": "the gradebook {address} was locked for {amount:g} s by another program; results are kept: run the same command again",
    "course.locked.run": "another `n2n autograde` has been at work on {assignment} for {amount:g} s ({path} is locked)",
    "course.path": "{path}: nbgrader cannot work in a folder with ? or % in its path: rename it",
    "batch.malformed": "the worker's reply could not be used: {what}",
    "cluster.plain": "{address} can be reached from other machines, and whoever reaches it can take the hidden cases, forge results and run code here. Make certificates with `n2n cluster certificates`, start scheduler and workers with them, and add --certificate client.pem",
    "cluster.certificate": "{path} is no certificate of `n2n cluster certificates`: {what}",
    "cluster.none": "no Dask scheduler answers at {address}: {what}",
    "engine.killed": "its process was killed from outside (is memory short on this machine?): run the same command again",
    "course.driver": "the gradebook {address} needs the Python package {name}: pip install {name}",
    "course.elsewhere": "graded by something other than n2n: run `n2n autograde {assignment}`",
}
