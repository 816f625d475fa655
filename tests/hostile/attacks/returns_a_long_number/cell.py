def relu(z):
    return 10**100_000
