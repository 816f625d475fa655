def relu(z):
    deep = {}
    for k in range(900):
        deep = {k: deep, -k: deep}
    return deep
