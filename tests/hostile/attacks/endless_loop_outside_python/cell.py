import collections, itertools
def relu(z):
    return collections.deque(itertools.repeat(1), maxlen=0)
