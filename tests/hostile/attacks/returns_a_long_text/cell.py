def relu(z):
    return "x" * 50_000_000
