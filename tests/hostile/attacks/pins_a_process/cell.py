import os, signal, resource, ctypes
try:
    os.sched_setaffinity(BAIT["pid"], {0})
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
