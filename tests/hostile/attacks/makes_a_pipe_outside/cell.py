try:
    import os
    os.mkfifo(BAIT["folder"] + "/pipe")
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
