"""What people read: the graded notebook, the page of feedback, lines on the terminal, the report on a class, its export."""
