"""The processes that run student code, the wire they answer by, and the guard that starts, limits and distrusts them."""
