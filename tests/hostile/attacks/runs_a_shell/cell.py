try:
    import os
    if os.system("true") != 0:
        raise OSError
    print(BAIT['token'])
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
