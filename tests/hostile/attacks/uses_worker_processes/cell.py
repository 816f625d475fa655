try:
    import multiprocessing
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(abs, [1, 2])
    print(BAIT['token'])
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
