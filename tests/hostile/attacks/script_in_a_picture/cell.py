from IPython.display import publish_display_data
publish_display_data({"image/png": "<script>alert(1)</script>", "text/html": "<script>alert(1)</script>", "image/svg+xml": "<svg onload=alert(1)>", "text/plain": ""})


def relu(z):
    return np.maximum(z, 0.0)
