import warnings
def relu(z):
    for k in range(50_000):
        warnings.warn(f"{k} " + "x" * 400)
    return z
