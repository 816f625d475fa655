def relu(z):
    while True:
        yield z
