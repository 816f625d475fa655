"""Checks that say what went wrong. This level needs numpy only and knows no solution.

from grader import check, hint, trace
"""

from grader.check import check, hint
from grader.tracing.trace import trace

__all__ = ["check", "hint", "trace"]
