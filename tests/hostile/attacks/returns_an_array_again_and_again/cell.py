def relu(z):
    return [np.ones(100_000)] * 90_000
