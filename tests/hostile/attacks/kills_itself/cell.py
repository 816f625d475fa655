import os
def relu(z):
    os.abort()
