import threading
def relu(z):
    threading.Event().wait()
