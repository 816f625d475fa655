"""`trace(f)`: run a failed case on a reader's function and see each of its lines at work."""
