try:
    import os
    os.unlink(BAIT["other"])
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
