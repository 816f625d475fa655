"""The `n2n` command line. It sits on top of everything and nothing imports it."""
