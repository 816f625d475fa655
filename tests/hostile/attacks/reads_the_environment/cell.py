import os
print(dict(os.environ))


def relu(z):
    return np.maximum(z, 0.0)
