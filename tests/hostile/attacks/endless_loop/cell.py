def relu(z):
    while True:
        pass
