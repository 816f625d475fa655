def relu(z):
    return {k * (2**61 - 1): 0.0 for k in range(2_000)}
