"""For every sentence of a task, wrong answers that break it alone, and the case that catches each; a file a module."""
