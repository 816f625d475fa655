"""Checks that say what went wrong. This level needs numpy only and knows no solution.

from grader import check, hint
"""

from grader.check import check, hint

__all__ = ["check", "hint"]
