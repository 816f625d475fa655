"""The reference library: what a reader of the book will have written, in plain numpy.

Only instructors hold it. Students get the signatures and docstrings, which are the tasks.
"""
