"""nbgrader's own commands and its formgrader work on the same course folder as n2n."""

import os

from grader.engine.batch.formgrader import configure

c = get_config()  # noqa: F821  (given by nbgrader)

c.CourseDirectory.course_id = "neuron-to-network"
c.CourseDirectory.root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "course")
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
configure(c)  # Autograde, as a command and as formgrader's button, grades through n2n
