"""Autograding a class: submissions run confined, verdicts are made outside, results go to nbgrader's gradebook.

Instructor's half, never shipped to students. Seven rooms, in the order in which a submission meets them; each
says who lives there, and imports only from itself and the rooms before it (`tests/grader/test_architecture.py`):

    sandbox → notebook → process → judging → course → reports → batch
"""
