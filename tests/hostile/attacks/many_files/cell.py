try:
    for i in range(20_000):
        open(f"f{i}", "w").close()
    print(BAIT['token'])
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
