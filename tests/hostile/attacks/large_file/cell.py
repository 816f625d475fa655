try:
    with open("large", "wb") as f:
        for _ in range(100):
            f.write(bytes(1 << 20))
    print(BAIT['token'])
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
