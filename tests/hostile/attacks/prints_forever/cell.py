def relu(z):
    while True:
        print("x" * 10_000)
