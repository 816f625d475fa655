"""The folder of a course: what is collected into it, the journal of results, the rows of the gradebook."""
