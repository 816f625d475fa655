def relu(z):
    return float(input("the answer?"))
