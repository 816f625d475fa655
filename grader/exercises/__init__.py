"""Declarations of the exercises, one module a chapter. Instructors only: never part of the student's wheel."""
