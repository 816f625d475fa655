def relu(z):
    return set(range(1_000_000))
