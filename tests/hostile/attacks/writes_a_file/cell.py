try:
    open(BAIT["folder"] + "/mark", "w").write("x")
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
