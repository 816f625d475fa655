def relu(z):
    deep = [1.0]
    for _ in range(60):
        deep = [deep, deep]
    return deep
