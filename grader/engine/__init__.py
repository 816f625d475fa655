"""Autograding a class: submissions run confined, verdicts are made outside, results go to nbgrader's gradebook.

Instructor's half, never shipped to students. One concern a module:

- `syscalls`, `landlock`, `seccomp`, `namespaces`, `limits`, `confine`: what a student's process may do
- `zygote`, `shell`, `child`: the processes that run student code
- `guard`, `canary`: the processes that start, limit and distrust them
- `submission`, `template`, `matching`, `parts`, `observing`, `judging`, `standin`, `testing`: from a notebook file to verdicts
- `worker`, `cluster`: where that happens, here or on other machines
- `journal`, `gradebook`, `autograded`, `feedback`, `course`, `run`: from verdicts to a graded class
- `collecting`, `report`, `exporting`: what comes before and after
"""
