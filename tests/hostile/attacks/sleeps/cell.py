import time
def relu(z):
    time.sleep(1e6)
