def relu(z):
    raise ValueError("\x1b]0;owned\x07\x1b[2J\x9b31m")
