"""Exercises of chapter 7. A misconception's docstring is what a reader who made that mistake is told."""

import numpy as np

from grader.author.declare import Once, call, do, exercise, new, script
from grader.author.randomness import draws, misuses_rng
from grader.data import Step
from solutions import optimizers as right


def some(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers on both sides of 0, short enough to be read in a verdict."""
    return rng.normal(scale=2.0, size=shape).round(2)


# ---- walking downhill ----


def double(x):
    return 2 * x


def bowl(x):
    return np.arange(1.0, x.size + 1).reshape(x.shape) * x


def waves(x):
    return 0.5 * x + np.cos(x)


def itself(x):
    return x


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "Keep a list of points that begins with x0. Each new point is made from the last one.",
        "x = x - lr * f_prime(x), n_steps times; append x to the list each time. At the end, np.array(points).",
        "Start with x = np.array(x0, dtype=float), points = [x]. Write x = x - ..., not x -= ...: that would change the points already in the list.",
    ],
)
def gradient_descent(rng):
    yield call("the parabola x², slope 2x", double, 1.2, 0.3, 4)
    yield call("a bowl in three dimensions", bowl, np.array([1.0, -2.0, 3.0]), 0.1, 3)
    yield call("no step at all", double, 2.0, 0.5, 0)
    yield call("a matrix of parameters", waves, some(rng, 2, 2), 0.2, 5)
    yield call("whole numbers at the start", double, np.array([3, -4]), 0.25, 2)
    yield call("whole numbers, and no step", double, np.array([3, -4]), 0.25, 0)
    yield call("the floor of the valley", double, 0.0, 0.3, 3)
    yield call("almost on the floor", bowl, np.array([1e-4, -1e-5]), 0.2, 3)
    yield call("flat in one direction", bowl, np.array([0.0, 2.0]), 0.25, 3)
    yield call("the slope of ½x², which is x itself", itself, np.array([4.0, -2.0]), 0.5, 3)
    yield call("a rate so large that it flies away", double, np.array([1.0, -3.0]), 1.5, 4)
    yield call("another start", waves, some(rng, 3), 0.3, 6, hidden=True)
    yield call("many steps", waves, some(rng, 2), 0.1, 25, hidden=True)


@gradient_descent.misconception
def uphill(f_prime, x0, lr, n_steps):
    """You walked uphill. The slope points to where f grows: subtract it."""
    return right.gradient_descent(f_prime, x0, -lr, n_steps)


@gradient_descent.misconception
def start_left_out(f_prime, x0, lr, n_steps):
    """The start is missing: n_steps steps make n_steps + 1 points, and x0 is the first."""
    points = right.gradient_descent(f_prime, x0, lr, n_steps)[1:]
    return np.array(list(points))


@gradient_descent.misconception
def one_slope_for_all(f_prime, x0, lr, n_steps):
    """You used the slope at x0 for every step. Ask f_prime again at each new point."""
    x0 = np.array(x0, dtype=float)
    return np.array([x0 - k * lr * f_prime(x0) for k in range(n_steps + 1)])


@gradient_descent.misconception
def all_the_same_point(f_prime, x0, lr, n_steps):
    """All your points are the last one: x -= ... changes the array that is already in the list. Write x = x - ..."""
    points = right.gradient_descent(f_prime, x0, lr, n_steps)
    return points if points.ndim == 1 else np.array([points[-1]] * len(points))


@gradient_descent.misconception
def only_the_end(f_prime, x0, lr, n_steps):
    """You returned the last point only. The whole path is wanted, x0 first."""
    return right.gradient_descent(f_prime, x0, lr, n_steps)[-1]


@gradient_descent.misconception
def stops_where_it_is_flat(f_prime, x0, lr, n_steps):
    """Points are missing: you stop where the slope is 0. n_steps steps are wanted, even if some of them lead nowhere."""
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        slope = f_prime(x)
        if np.all(slope == 0):
            break
        x = x - lr * slope
        points.append(x)
    return np.array(points)


@gradient_descent.misconception
def slope_worked_on(f_prime, x0, lr, n_steps):
    """g *= lr works in place, and f_prime may have handed you x itself. Write lr * f_prime(x), a new array."""
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        g = np.asarray(f_prime(x))
        g *= lr
        x = x - g
        points.append(x)
    return np.array(points)


@gradient_descent.misconception
def rate_left_out(f_prime, x0, lr, n_steps):
    """The learning rate does not enter: each step is lr times the slope."""
    return right.gradient_descent(f_prime, x0, 1.0, n_steps)


@gradient_descent.misconception
def one_step_more(f_prime, x0, lr, n_steps):
    """There is one point too many. n_steps steps make n_steps + 1 points, x0 among them."""
    return right.gradient_descent(f_prime, x0, lr, n_steps + 1)


@gradient_descent.misconception
def path_backwards(f_prime, x0, lr, n_steps):
    """Your path runs backwards: x0 first."""
    return right.gradient_descent(f_prime, x0, lr, n_steps)[::-1].copy()


@gradient_descent.misconception
def steps_of_one_length(f_prime, x0, lr, n_steps):
    """All your steps are of one length: you divided the slope by its size. Where it is steep, a step is longer."""
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        g = np.asarray(f_prime(x))
        size = np.sqrt(np.sum(g**2))
        x = x - lr * g / size if size > 0 else x
        points.append(x)
    return np.array(points)


@gradient_descent.misconception
def after_one_step(f_prime, x0, lr, n_steps):
    """Only one step was taken. Is the return inside the loop?"""
    return right.gradient_descent(f_prime, x0, lr, min(n_steps, 1))


@gradient_descent.misconception
def whole_numbers_kept(f_prime, x0, lr, n_steps):
    """A start in whole numbers makes a path in whole numbers. Points are floats: np.array(x0, dtype=float)."""
    x = np.array(x0)
    points = [x]
    for _ in range(n_steps):
        x = x - lr * f_prime(x)
        points.append(x)
    return np.array(points)


# ---- how many samples a step sees ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "How many batches are there in one epoch? Try 10 samples in batches of 4 on paper.",
        "It is n_samples / batch_size, rounded up, and that n_epochs times.",
        "-(-n_samples // batch_size) rounds a division up: // rounds down, and the two minus signs turn that round.",
    ],
)
def n_iterations(rng):
    yield call("2000 samples in batches of 400", 2000, 400, 1)
    yield call("the same, ten epochs", 2000, 400, 10)
    yield call("10 samples in batches of 4", 10, 4, 3)
    yield call("one sample at a time", 29, 1, 2)
    yield call("a batch larger than the data", 5, 8, 3)
    yield call("nearly two batches, then a little more than one", 19, 10, 2)
    yield call("a little more than one batch", 11, 10, 4)
    yield call(
        "other numbers",
        int(rng.integers(100, 1000)),
        int(rng.integers(7, 60)),
        int(rng.integers(2, 9)),
        hidden=True,
    )


@n_iterations.misconception
def last_batch_dropped(n_samples, batch_size, n_epochs):
    """You rounded down, so the samples of the last, smaller batch are never used. Round up."""
    return n_epochs * (n_samples // batch_size)


@n_iterations.misconception
def rounded_once(n_samples, batch_size, n_epochs):
    """You rounded the total. Every epoch ends with a smaller batch of its own: round up first, multiply then."""
    return -(-n_epochs * n_samples // batch_size)


@n_iterations.misconception
def one_epoch(n_samples, batch_size, n_epochs):
    """You counted one epoch. There are n_epochs of them."""
    return -(-n_samples // batch_size)


@n_iterations.misconception
def a_fraction(n_samples, batch_size, n_epochs):
    """There is no fraction of a step: / gives a float. Use whole-number division, rounded up."""
    return n_epochs * n_samples / batch_size


@n_iterations.misconception
def one_too_many(n_samples, batch_size, n_epochs):
    """Where batch_size divides n_samples there is one too many in each epoch: // + 1 is not rounding up."""
    return n_epochs * (n_samples // batch_size + 1)


@n_iterations.misconception
def to_the_nearest(n_samples, batch_size, n_epochs):
    """You rounded to the nearest whole number. Any rest makes one more batch: round up."""
    return n_epochs * round(n_samples / batch_size)


@n_iterations.misconception
def rounded_up_float(n_samples, batch_size, n_epochs):
    """The right number, but a float: np.ceil gives one. A count is an int."""
    return float(right.n_iterations(n_samples, batch_size, n_epochs))


@n_iterations.misconception
def a_step_a_sample(n_samples, batch_size, n_epochs):
    """You counted samples. One step takes batch_size of them."""
    return n_epochs * n_samples


@n_iterations.misconception
def one_smaller_batch_in_all(n_samples, batch_size, n_epochs):
    """You added one smaller batch at the very end. Every epoch ends with one."""
    return n_epochs * (n_samples // batch_size) + (n_samples % batch_size > 0)


@n_iterations.misconception
def at_least_one(n_samples, batch_size, n_epochs):
    """You rounded down, but never to 0, so the samples of the last, smaller batch are never used. Round up."""
    return n_epochs * max(1, n_samples // batch_size)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    rule="mini_batches",
    hints=[
        "Shuffle the row numbers once, then cut them into pieces of batch_size, like a pack of cards.",
        "order = rng.permutation(n_samples). range(0, n_samples, batch_size) gives the places to cut at. yield hands out one piece and goes on.",
        "for start in range(0, n_samples, batch_size): yield order[start : start + batch_size]. A slice that reaches beyond the end is simply shorter.",
    ],
)
def minibatches(rng):
    yield draws(rng, "20 rows in fives", 20, 5)
    yield draws(rng, "22 rows in fives: the last batch holds the two that are left", 22, 5)
    yield draws(rng, "a batch larger than the data: one batch of all rows", 13, 20)
    yield draws(rng, "one row at a time", 14, 1)
    yield draws(rng, "60 rows in sevens, eight epochs", 60, 7, times=8)
    yield draws(rng, "many rows, several epochs", int(rng.integers(60, 90)), 7, times=9, hidden=True)


misuses_rng(minibatches)


def cut(order, size):
    for start in range(0, len(order), size):
        yield order[start : start + size]


def shuffled_batches(order, size, rng):
    """The batches of an order, the whole ones in another."""
    whole = len(order) // size
    pieces = list(cut(order, size))
    for i in [*rng.permutation(whole), *range(whole, len(pieces))]:
        yield pieces[i]


@minibatches.misconception
def not_shuffled(n_samples, batch_size, rng):
    """the rows are not shuffled: data are often sorted, and then a batch is not like the rest"""
    rng.permutation(n_samples)
    yield from cut(np.arange(n_samples), batch_size)


@minibatches.misconception
def with_replacement(n_samples, batch_size, rng):
    """every row must be used exactly once in an epoch: shuffle once, then cut; do not draw each batch anew"""
    yield from cut(rng.integers(n_samples, size=n_samples), batch_size)


@minibatches.misconception
def neighbours_together(n_samples, batch_size, rng):
    """rows that are neighbours in the data stay neighbours: shuffle the rows, not only the order of the batches"""
    yield from shuffled_batches(np.arange(n_samples), batch_size, rng)


@minibatches.misconception
def same_company(n_samples, batch_size, rng):
    """the same rows are together every time: shuffle all rows anew"""
    yield from shuffled_batches(np.random.default_rng(0).permutation(n_samples), batch_size, rng)


@minibatches.misconception
def never_moved(n_samples, batch_size, rng):
    """a row is in the same place every time: shuffle all of them"""
    yield from cut(np.concatenate([[0], 1 + rng.permutation(n_samples - 1)]), batch_size)


@minibatches.deviation
def cyclic_shift(n_samples, batch_size, rng):
    yield from cut(np.roll(np.arange(n_samples), rng.integers(n_samples)), batch_size)


@minibatches.deviation
def backwards(n_samples, batch_size, rng):
    yield from cut(np.roll(np.arange(n_samples)[::-1], rng.integers(n_samples)), batch_size)


@minibatches.deviation
def shuffled_inside_the_parts(n_samples, batch_size, rng):
    yield from (rng.permutation(part) for part in cut(np.arange(n_samples), batch_size))


@minibatches.deviation
def last_row_last(n_samples, batch_size, rng):
    yield from cut(np.append(rng.permutation(n_samples - 1), n_samples - 1), batch_size)


@minibatches.deviation
def one_swap(n_samples, batch_size, rng):
    order = np.arange(n_samples)
    i, j = rng.choice(n_samples, 2, replace=False)
    order[[i, j]] = order[[j, i]]
    yield from cut(order, batch_size)


# ---- optimizers ----


def steps(rng: np.random.Generator, n: int, *shapes: tuple[int, ...]) -> list[Step]:
    """n steps of the same arrays, with other gradients each."""
    params = [some(rng, *shape) for shape in shapes]
    return [do.step(params, [some(rng, *shape) for shape in shapes]) for _ in range(n)]


def change_lr(rate: float) -> Step:
    """`optimizer.lr = rate`, as a schedule does between two steps."""
    return Step("__setattr__", ("lr", rate))


def one(value: float, *gradients: float) -> list[Step]:
    """A single number, and its gradients in a row."""
    params = [np.array([value])]
    return [do.step(params, [np.array([g])]) for g in gradients]


def optimizer_cases(rng, lr, *usual, **settings):
    """The cases every optimizer has to pass; `settings` makes visible what the defaults would hide."""
    yield script("one number, three steps", new(lr, *usual), *one(1.0, 0.5, 0.25, -1.0))
    yield script("a matrix and a vector, four steps", new(lr, *usual), *steps(rng, 4, (2, 3), (3,)))
    yield script("two arrays of one shape", new(lr, *usual), *steps(rng, 3, (2,), (2,)))
    a, b = steps(rng, 3, (2, 2), (2,)), one(2.0, 1.0, -2.0)
    yield script("lr changed between steps", new(lr), a[0], change_lr(lr / 4), a[1], change_lr(lr * 2), a[2])
    yield script(
        "two optimizers, each with its own arrays",
        new(lr).named("first"),
        new(lr).named("second"),
        Step("step", b[0].args, {}, "first"),
        Step("step", one(5.0, 3.0)[0].args, {}, "second"),
        Step("step", b[1].args, {}, "first"),
    )
    zero = np.array([0.5, -0.5])
    some_zero = np.array([0.0, 1.0])
    yield script("a gradient of 0, then others", new(lr), *held(zero, np.zeros(2), np.ones(2), some_zero))
    again = some(rng, 2, 2)
    yield script("the same gradient array again", new(lr), *held(some(rng, 2, 2), again, again, again))
    arrays = [some(rng, 2), some(rng, 2, 2)]
    yield script(
        "a new list of the same arrays each time",
        new(lr),
        *(do.step([*arrays], [some(rng, 2), some(rng, 2, 2)]) for _ in range(3)),
    )
    if settings:
        yield script("other settings", new(lr, **settings), *steps(rng, 4, (2, 2), (3,)))
    yield script(
        "a layer of a network", new(lr, **settings), *steps(rng, 8, (5, 4), (4,), (4, 2), (2,)), hidden=True
    )


def held(params: np.ndarray, *grads: np.ndarray) -> list[Step]:
    """Several steps of one array."""
    held_list = [params]
    return [do.step(held_list, [g]) for g in grads]


REBOUND = (
    "No array of params has moved. p = p - ... makes a new array and gives it the name p; the network still holds the "
    "old one. Write p -= ... (Or did you take no step at all?)"
)
REPLACED = (
    "params[i] = ... puts a new array into the list; the network still holds the old one. "
    "Change the array itself: params[i] -= ..."
)
UPHILL = "You went uphill. The gradient points to where the loss grows: subtract, once (two minus signs are a plus)."
FIRST_RATE = "You kept the learning rate of the start. A schedule changes self.lr between steps: look it up in each step."
FORGETS = (
    "These are the steps of an optimizer that remembers nothing: is its state made anew at each step? "
    "Make it once, at the first step, and keep it in self."
)
SHARED = "One state serves all arrays, so they disturb each other. Keep one array of state for each array of params."
KEPT = (
    "v = g gives the caller's gradient a second name, and v += ... then changes it: what you keep must be an array "
    "of your own. Begin with zeros, or with g.copy()."
)


def registered(exercise_, name, made):
    """Register a made class under a name of its own."""
    made.__name__ = name
    exercise_.misconception(made)


def common_slips(of, cls, *states):
    """The mistakes that people make with any optimizer; `states` are the names of what it has to remember."""

    class rebinds(cls):
        def step(self, params, grads):
            super().step([p.copy() for p in params], grads)

    class replaces(cls):
        def step(self, params, grads):
            moved = [p.copy() for p in params]
            super().step(moved, grads)
            params[:] = moved

    class goes_uphill(cls):
        def step(self, params, grads):
            super().step(params, [-g for g in grads])

    class rate_of_the_start(cls):
        first = None

        def step(self, params, grads):
            self.first = self.first or self.lr
            now, self.lr = self.lr, self.first
            super().step(params, grads)
            self.lr = now

    class forgets(cls):
        def step(self, params, grads):
            for name in states:
                setattr(self, name, [])
            super().step(params, grads)

    class shared(cls):
        def step(self, params, grads):
            t = getattr(self, "t", 0)
            for p, g in zip(params, grads, strict=True):
                if hasattr(self, "t"):
                    self.t = t
                super().step([p], [g])

    told = {rebinds: REBOUND, replaces: REPLACED, goes_uphill: UPHILL, rate_of_the_start: FIRST_RATE}
    for made, message in (told | ({forgets: FORGETS, shared: SHARED} if states else {})).items():
        made.__doc__ = message
        of.misconception(made)


def slip(of, cls, *states):
    """Register the step of one array, written with its states, as a mistake made with the optimizer `of`."""

    def register(update):
        class made(cls):
            def step(self, params, grads):
                for name in states:
                    setattr(self, name, getattr(self, name) or [np.zeros_like(p) for p in params])
                if hasattr(self, "t"):
                    self.t += 1
                with np.errstate(all="ignore"):
                    for arrays in zip(params, grads, *(getattr(self, name) for name in states), strict=True):
                        update(self, *arrays)

        made.__doc__ = update.__doc__
        registered(of, update.__name__, made)
        return update

    return register


def keeps_gradients(of, cls, move):
    """The gradients of the first step become the velocities."""

    class made(cls):
        def step(self, params, grads):
            if not self.v:
                self.v = list(grads)
            else:
                for v, g in zip(self.v, grads, strict=True):
                    v *= self.momentum
                    v += g
            for p, g, v in zip(params, grads, self.v, strict=True):
                p -= self.lr * move(self, g, v)

    made.__doc__ = KEPT
    registered(of, "gradients_kept", made)


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "Go through both lists together; change each array of params where it is.",
        "for p, g in zip(params, grads): ... and inside, an operator that works in place: -=, *= or +=.",
        "p -= self.lr * g changes the array. p = p - self.lr * g makes a new one that nobody else sees.",
    ],
)
def SGD(rng):
    yield from optimizer_cases(rng, 0.5)


common_slips(SGD, right.SGD)


@SGD.misconception
class first_only(right.SGD):
    """Only the first array has moved. params is a list: go through all of it."""

    def step(self, params, grads):
        super().step(params[:1], grads[:1])


@SGD.misconception
class changes_grads(right.SGD):
    """You changed grads: g *= self.lr works in place, on the caller's array. Use self.lr * g."""

    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            g *= self.lr
            p -= g


@SGD.misconception
class whole_list(right.SGD):
    """A list is no array: lists cannot be subtracted or multiplied. Go through params and grads with zip."""

    def step(self, params, grads):
        params -= self.lr * grads


@slip(SGD, right.SGD)
def averaged(self, p, g):
    """You divided the gradient by its length. The mean over the samples is in it already: p -= self.lr * g."""
    p -= self.lr * g / len(g)


@slip(SGD, right.SGD)
def rate_missing(self, p, g):
    """The learning rate does not enter: p -= self.lr * g."""
    p -= g


@slip(SGD, right.SGD)
def signs_only(self, p, g):
    """You moved by the sign of the gradient only. Where the slope is steep, a step is longer."""
    p -= self.lr * np.sign(g)


@slip(SGD, right.SGD)
def normalized(self, p, g):
    """You divided the gradient by its size, so that all steps are of one length. It is p -= self.lr * g."""
    p -= self.lr * g / (np.linalg.norm(g) + 1e-12)


@slip(SGD, right.SGD)
def step_for_parameter(self, p, g):
    """params now hold the step itself, -lr g. The step is added to what was there: p -= self.lr * g."""
    p[...] = -self.lr * g


@slip(SGD, right.SGD)
def clears_grads(self, p, g):
    """You set grads to 0 after the step. They belong to the caller: leave them as they are."""
    p -= self.lr * g
    g[...] = 0.0


@SGD.misconception
class last_array_only(right.SGD):
    """Only the last array has moved. Does the update stand below the loop instead of in it?"""

    def step(self, params, grads):
        super().step(params[-1:], grads[-1:])


@SGD.misconception
class hands_back_params(right.SGD):
    """The step is right, but step returns params. It works in place and returns nothing."""

    def step(self, params, grads):
        super().step(params, grads)
        return params


@SGD.misconception
class hands_out_new_arrays(right.SGD):
    """You return new arrays and leave params as they are. The network holds these very arrays: change them in place, return nothing."""

    def step(self, params, grads):
        return [p - self.lr * g for p, g in zip(params, grads, strict=True)]


VELOCITY = [
    "The optimizer needs a memory: one velocity for each array, of its shape, zeros at the start, kept in self.v.",
    "If self.v is still empty, fill it: [np.zeros_like(p) for p in params]. Then zip params, grads and self.v.",
]


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[*VELOCITY, "v *= self.momentum; v += g; p -= self.lr * v. All three in place."],
)
def Momentum(rng):
    yield from optimizer_cases(rng, 0.5, momentum=0.75)


common_slips(Momentum, right.Momentum, "v")


@Momentum.misconception
class damped(right.Momentum):
    """Your velocity is a mean, with (1 - μ) g. Ours is a sum: v ← μ v + g. Yours takes steps that are 1 / (1 - μ) times too short."""

    def step(self, params, grads):
        super().step(params, [(1 - self.momentum) * g for g in grads])


@Momentum.misconception
class rate_inside(right.Momentum):
    """You put the learning rate into the velocity: v ← μ v + η g. Then a new lr does not reach what v has already collected."""

    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += self.lr * g
            p -= v


@Momentum.misconception
class old_velocity(right.Momentum):
    """You moved with the velocity of the step before. First v ← μ v + g, then θ ← θ - η v, with the new v."""

    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            p -= self.lr * v
            v *= self.momentum
            v += g


@Momentum.misconception
class never_fades(right.Momentum):
    """Your velocity never fades: the factor μ is missing in v ← μ v + g."""

    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v += g
            p -= self.lr * v


@Momentum.misconception
class is_nesterov(right.Nesterov):
    """This is Nesterov's form, which comes next. Plain momentum moves by η v."""


keeps_gradients(Momentum, right.Momentum, lambda self, g, v: v)


@slip(Momentum, right.Momentum, "v")
def fades_the_gradient_too(self, p, g, v):
    """You have v ← μ (v + g). Only the old velocity fades: v ← μ v + g."""
    v += g
    v *= self.momentum
    p -= self.lr * v


@slip(Momentum, right.Momentum, "v")
def weight_on_the_gradient(self, p, g, v):
    """You have v ← v + μ g. The old velocity fades, the new gradient counts in full: v ← μ v + g."""
    v += self.momentum * g
    p -= self.lr * v


@Momentum.misconception
class always_nine_tenths(right.Momentum):
    """Your μ is always 0.9: use self.momentum."""

    def __init__(self, lr, momentum=0.9):
        super().__init__(lr)


@Momentum.misconception
class begins_at_one(right.Momentum):
    """Your velocity begins at 1. It starts at 0: np.zeros_like(p)."""

    def step(self, params, grads):
        self.v = self.v or [np.ones_like(p) for p in params]
        super().step(params, grads)


@Momentum.misconception
class ends_at_a_new_list(right.Momentum):
    """A new list of the same arrays makes your optimizer forget. Only at the first step is the state made: when self.v is still empty."""

    before = None

    def step(self, params, grads):
        if params is not self.before:
            self.v = []
        self.before = params
        super().step(params, grads)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        *VELOCITY,
        "v as in Momentum: v *= self.momentum; v += g. Only the last line differs: p -= self.lr * (g + self.momentum * v), with the new v.",
    ],
)
def Nesterov(rng):
    yield from optimizer_cases(rng, 0.5, momentum=0.75)


common_slips(Nesterov, right.Nesterov, "v")


@Nesterov.misconception
class is_plain_momentum(right.Momentum):
    """This is plain momentum. Nesterov moves by η (g + μ v), with the v of this step: one step further along v. (With the v of the step before, g + μ v *is* plain momentum.)"""


@Nesterov.misconception
class velocity_twice(right.Nesterov):
    """You moved by η (v + μ v). The gradient g takes the place of the first v: g + μ v."""

    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * (v + self.momentum * v)


@Nesterov.misconception
class gradient_lost(right.Nesterov):
    """You moved by η μ v. The gradient itself is missing: g + μ v."""

    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * self.momentum * v


@Nesterov.misconception
class factor_lost(right.Nesterov):
    """You moved by η (g + v). The look ahead is μ v, what momentum will be worth at the next step."""

    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * (g + v)


keeps_gradients(Nesterov, right.Nesterov, lambda self, g, v: g + self.momentum * v)


@slip(Nesterov, right.Nesterov, "v")
def rate_in_the_velocity(self, p, g, v):
    """You put the learning rate into the velocity: v ← μ v + η g. Then a new lr does not reach what v has already collected."""
    v *= self.momentum
    v += self.lr * g
    p -= self.lr * g + self.momentum * v


@slip(Nesterov, right.Nesterov, "v")
def damped_velocity(self, p, g, v):
    """Your velocity is a mean, with (1 - μ) g. Ours is a sum: v ← μ v + g."""
    v *= self.momentum
    v += (1 - self.momentum) * g
    p -= self.lr * (g + self.momentum * v)


@slip(Nesterov, right.Nesterov, "v")
def momentum_squared(self, p, g, v):
    """You moved by η (g + μ² v). One μ: v is the new velocity, g + μ v."""
    v *= self.momentum
    v += g
    p -= self.lr * (g + self.momentum**2 * v)


@slip(Nesterov, right.Nesterov, "v")
def never_fading(self, p, g, v):
    """Your velocity never fades: the factor μ is missing in v ← μ v + g."""
    v += g
    p -= self.lr * (g + self.momentum * v)


SQUARES = [
    "One array of state for each parameter: how large its gradients have been. Squared, so that the sign does not matter.",
    "If self.s is still empty, fill it: [np.zeros_like(p) for p in params]. Update s first, then divide by np.sqrt(s) + self.eps.",
]


def by_size(p, g, s, lr, eps):
    """The last line of Adagrad and RMSprop."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p -= lr * g / (np.sqrt(s) + eps)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[*SQUARES, "s += g * g, then p -= self.lr * g / (np.sqrt(s) + self.eps)."],
)
def Adagrad(rng):
    yield from optimizer_cases(rng, 0.5, eps=0.5)
    yield script("gradients as small as ε", new(0.5), *one(1.0, 1e-10, 2e-10))


common_slips(Adagrad, right.Adagrad, "s")


@Adagrad.misconception
class eps_inside(right.Adagrad):
    """You put ε inside the root: √(s + ε). It belongs outside: √s + ε."""

    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += g * g
            by_size(p, g, s + self.eps, self.lr, 0.0)


@Adagrad.misconception
class decays(right.Adagrad):
    """Your sum forgets: that is RMSprop, which comes next. Adagrad adds g² and never lets go of anything."""

    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s *= 0.9
            s += 0.1 * g * g
            by_size(p, g, s, self.lr, self.eps)


@Adagrad.misconception
class no_root(right.Adagrad):
    """The root is missing. s has the unit of g², so g / s would be huge for small gradients and tiny for large ones."""

    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += g * g
            by_size(p, g, s**2, self.lr, self.eps)


@Adagrad.misconception
class not_squared(right.Adagrad):
    """You added g, not g². Gradients of different sign would cancel, and the root of a negative sum is nan."""

    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += g
            by_size(p, g, s, self.lr, self.eps)


@Adagrad.misconception
class old_sum(right.Adagrad):
    """You divided by the sum of the steps before. The first step then divides by ε alone. Add g² first."""

    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            by_size(p, g, s, self.lr, self.eps)
            s += g * g


@slip(Adagrad, right.Adagrad, "s")
def eps_left_out(self, p, g, s):
    """ε is missing: a gradient of 0 at the first step is 0 / 0, which is nan. Divide by √s + ε."""
    s += g * g
    by_size(p, g, s, self.lr, 0.0)


@slip(Adagrad, right.Adagrad, "s")
def absolutes_added(self, p, g, s):
    """You added |g|, not g². The root goes over a sum of squares."""
    s += np.abs(g)
    by_size(p, g, s, self.lr, self.eps)


@Adagrad.misconception
class one_sum_for_an_array(right.Adagrad):
    """One sum serves a whole array. Each single number has its own s: add g * g, an array, not np.sum(g * g)."""

    def step(self, params, grads):
        self.s = self.s or [0.0] * len(params)
        for k, (p, g) in enumerate(zip(params, grads, strict=True)):
            self.s[k] = self.s[k] + np.sum(g * g)
            by_size(p, g, self.s[k], self.lr, self.eps)


@Adagrad.misconception
class begins_at_eps(right.Adagrad):
    """Your s begins at ε. It starts at 0; ε is added to the root, outside."""

    def step(self, params, grads):
        self.s = self.s or [np.full_like(p, self.eps) for p in params]
        super().step(params, grads)


@Adagrad.misconception
class mean_of_squares(right.Adagrad):
    """You divided the sum by the number of steps. Adagrad's s is a plain sum, so that the steps grow shorter and shorter."""

    t = 0

    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += g * g
            by_size(p, g, s / self.t, self.lr, self.eps)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        *SQUARES,
        "s *= self.rho; s += (1 - self.rho) * g * g; then as in Adagrad: p -= self.lr * g / (np.sqrt(s) + self.eps).",
    ],
)
def RMSprop(rng):
    yield from optimizer_cases(rng, 0.5, rho=0.75, eps=0.5)


common_slips(RMSprop, right.RMSprop, "s")


def rmsprop_with(message, keep, take, inside=False):
    """RMSprop with other weights for the old mean and the new square."""

    class variant(right.RMSprop):
        def step(self, params, grads):
            self.s = self.s or [np.zeros_like(p) for p in params]
            for p, g, s in zip(params, grads, self.s, strict=True):
                s *= keep(self.rho)
                s += take(self.rho) * g * g
                by_size(p, g, s + self.eps * inside, self.lr, 0.0 if inside else self.eps)

    variant.__doc__ = message
    return variant


registered(
    RMSprop,
    "mean_eps_inside",
    rmsprop_with(
        "You put ε inside the root: √(s + ε). It belongs outside: √s + ε.",
        lambda r: r,
        lambda r: 1 - r,
        inside=True,
    ),
)
registered(
    RMSprop,
    "is_adagrad",
    rmsprop_with(
        "s is a sum, as in Adagrad: it only grows. RMSprop forgets: ρ s + (1 - ρ) g².",
        lambda r: 1.0,
        lambda r: 1.0,
    ),
)
registered(
    RMSprop,
    "weight_lost",
    rmsprop_with(
        "The factor (1 - ρ) is missing: s is no mean, but 1 / (1 - ρ) times one.", lambda r: r, lambda r: 1.0
    ),
)
registered(
    RMSprop,
    "weights_swapped",
    rmsprop_with(
        "ρ and 1 - ρ have changed places: the old mean keeps ρ, the new square comes in with 1 - ρ.",
        lambda r: 1 - r,
        lambda r: r,
    ),
)


@RMSprop.misconception
class corrected(right.RMSprop):
    """You divided s by 1 - ρᵗ. That correction belongs to Adam; RMSprop does without."""

    t = 0

    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, s in zip(params, grads, self.s, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g * g
            by_size(p, g, s / (1 - self.rho**self.t), self.lr, self.eps)


@slip(RMSprop, right.RMSprop, "s")
def eps_omitted(self, p, g, s):
    """ε is missing: a gradient of 0 at the first step is 0 / 0, which is nan. Divide by √s + ε."""
    s *= self.rho
    s += (1 - self.rho) * g * g
    by_size(p, g, s, self.lr, 0.0)


@slip(RMSprop, right.RMSprop, "s")
def root_omitted(self, p, g, s):
    """You divided by s + ε. The root is missing: √s + ε."""
    s *= self.rho
    s += (1 - self.rho) * g * g
    p -= self.lr * g / (s + self.eps)


@slip(RMSprop, right.RMSprop, "s")
def mean_before_this_step(self, p, g, s):
    """You divided by the mean of the steps before. The first step then divides by ε alone. Update s first."""
    by_size(p, g, s, self.lr, self.eps)
    s *= self.rho
    s += (1 - self.rho) * g * g


@slip(RMSprop, right.RMSprop, "s")
def square_omitted(self, p, g, s):
    """You averaged |g|, not g². The root goes over a mean of squares."""
    s *= self.rho
    s += (1 - self.rho) * np.abs(g)
    by_size(p, g, s, self.lr, self.eps)


@RMSprop.misconception
class begins_with_the_first_square(right.RMSprop):
    """Your s begins with the square of the first gradient. It starts at 0."""

    def step(self, params, grads):
        self.s = self.s or [g * g for g in grads]
        super().step(params, grads)


@RMSprop.misconception
class one_mean_for_an_array(right.RMSprop):
    """One mean serves a whole array. Each single number has its own s: g * g, not its mean or its sum."""

    def step(self, params, grads):
        self.s = self.s or [0.0] * len(params)
        for k, (p, g) in enumerate(zip(params, grads, strict=True)):
            self.s[k] = self.rho * self.s[k] + (1 - self.rho) * np.mean(g * g)
            by_size(p, g, self.s[k], self.lr, self.eps)


@RMSprop.misconception
class rho_of_nine_tenths(right.RMSprop):
    """Without a ρ you take 0.9. Here the default is 0.99, as in PyTorch."""

    def __init__(self, lr, rho=0.9, eps=1e-8):
        super().__init__(lr, rho, eps)


@exercise(
    points=3,
    minutes=12,
    difficulty=3,
    hints=[
        "Two memories: s of squared gradients, u of squared steps Δ. Both begin with zeros, both fade with ρ.",
        "Order: s first; then Δ from the new s and the old u; then u from Δ; then move. ε is added before the roots are taken.",
        "delta = g * np.sqrt(u + self.eps) / np.sqrt(s + self.eps). u takes delta * delta, without lr; p -= self.lr * delta.",
    ],
)
def Adadelta(rng):
    yield from optimizer_cases(rng, 1.0, 0.5, 0.25, rho=0.75, eps=0.5)
    yield script("half the rate from the start", new(0.5), *steps(rng, 2, (2,)))
    yield script("the usual settings", new(), *one(1.0, 0.5, -0.25))


common_slips(Adadelta, right.Adadelta, "s", "u")


def adadelta_with(name, message, delta, into_u=lambda d, g, lr: d, move=lambda lr: lr, u_first=False):
    """Adadelta with another Δ, or another thing put into u."""

    class variant(right.Adadelta):
        def step(self, params, grads):
            if not self.s:
                self.s = [np.zeros_like(p) for p in params]
                self.u = [np.zeros_like(p) for p in params]
            for p, g, s, u in zip(params, grads, self.s, self.u, strict=True):
                s *= self.rho
                s += (1 - self.rho) * g * g
                d = delta(g, s, u, self.eps)
                u *= self.rho
                u += (1 - self.rho) * into_u(d, g, self.lr) ** 2
                p -= move(self.lr) * d

    variant.__doc__ = message
    registered(Adadelta, name, variant)


def right_delta(g, s, u, eps):
    return g * np.sqrt((u + eps) / (s + eps))


adadelta_with(
    "eps_outside",
    "You added ε outside the roots. Here it is inside both: √(u + ε) / √(s + ε).",
    lambda g, s, u, eps: g * (np.sqrt(u) + eps) / (np.sqrt(s) + eps),
)
adadelta_with(
    "u_of_gradients",
    "You put g² into u. It is the memory of the *steps*: it takes Δ².",
    right_delta,
    into_u=lambda d, g, lr: g,
)
adadelta_with(
    "rate_in_u",
    "You put (η Δ)² into u. The learning rate is no part of Δ: u takes Δ², and η comes in only where θ moves.",
    right_delta,
    into_u=lambda d, g, lr: lr * d,
)
adadelta_with(
    "rate_ignored",
    "self.lr is not used. It is 1 unless somebody says otherwise, and somebody did: θ ← θ - η Δ.",
    right_delta,
    move=lambda lr: 1.0,
)
adadelta_with(
    "rms_only",
    "Your Δ is g / √(s + ε), which is RMSprop's. The factor √(u + ε) is missing.",
    lambda g, s, u, eps: g / np.sqrt(s + eps),
)
adadelta_with(
    "upside_down",
    "The two roots have changed places: √(u + ε) is on top, √(s + ε) below.",
    lambda g, s, u, eps: g * np.sqrt((s + eps) / (u + eps)),
)


adadelta_with(
    "delta_not_squared",
    "You put |Δ| into u. It is the running mean of *squared* steps: Δ².",
    right_delta,
    into_u=lambda d, g, lr: np.sqrt(np.abs(d)),
)
adadelta_with(
    "eps_in_one_root",
    "Below the line ε stands outside the root. It is inside both: √(u + ε) / √(s + ε).",
    lambda g, s, u, eps: g * np.sqrt(u + eps) / (np.sqrt(s) + eps),
)
adadelta_with(
    "roots_forgotten",
    "The roots are missing: Δ = g √(u + ε) / √(s + ε).",
    lambda g, s, u, eps: g * (u + eps) / (s + eps),
)


@slip(Adadelta, right.Adadelta, "s", "u")
def u_of_this_step(self, p, g, s, u):
    """You moved with the new u. Δ is made with the u from *before* this step, and θ moves by this Δ."""
    s *= self.rho
    s += (1 - self.rho) * g * g
    delta = right_delta(g, s, u, self.eps)
    u *= self.rho
    u += (1 - self.rho) * delta**2
    p -= self.lr * right_delta(g, s, u, self.eps)


@slip(Adadelta, right.Adadelta, "s", "u")
def s_of_the_last_step(self, p, g, s, u):
    """You made Δ with the s of the step before. First s, then Δ with the new s and the old u."""
    delta = right_delta(g, s, u, self.eps)
    s *= self.rho
    s += (1 - self.rho) * g * g
    u *= self.rho
    u += (1 - self.rho) * delta**2
    p -= self.lr * delta


@slip(Adadelta, right.Adadelta, "s", "u")
def sums_not_means(self, p, g, s, u):
    """Your s and u are sums that never fade. They are running means: ρ s + (1 - ρ) g²."""
    s += g * g
    delta = right_delta(g, s, u, self.eps)
    u += delta**2
    p -= self.lr * delta


@Adadelta.misconception
class small_rate_by_default(right.Adadelta):
    """Without a learning rate you take 0.001. Here it is 1 unless somebody says otherwise."""

    def __init__(self, lr=1e-3, rho=0.9, eps=1e-6):
        super().__init__(lr, rho, eps)


@exercise(
    points=3,
    minutes=15,
    difficulty=2,
    hints=[
        "Compare the draft with the formulas line by line. Its first step is nearly right: why only the first?",
        "1 - β₁ is right for t = 1 alone. Count the steps in self.t, once a step, not once an array. And look where ε stands.",
        "self.t += 1 before the loop; m / (1 - self.beta1**self.t), s / (1 - self.beta2**self.t); divide by (np.sqrt(s_hat) + self.eps).",
    ],
)
def Adam(rng):
    yield from optimizer_cases(rng, 0.5, 0.75, 0.5, 0.25, beta1=0.5, beta2=0.75, eps=0.5)
    yield script("many steps", new(0.125), *one(1.0, *([1.0] * 15)))
    yield script("the usual settings", new(), *one(1.0, 0.5, -0.25))
    yield script("gradients as small as ε", new(0.5), *one(1.0, 1e-8, 2e-8))


common_slips(Adam, right.Adam, "m", "s")


@Adam.misconception
class draft(right.Adam_draft):
    """This is still the draft: 1 - β₁ and 1 - β₂ at every step, and ε inside the root. The correction is 1 - βᵗ, with the number t of the step."""


def adam_with(
    name, message, c1, c2, inside=False, first=1, each=False, keep=False, square=None, mean=None, root=np.sqrt
):
    """Adam with other corrections. `first`: the t of the first step; `each`: t counts arrays."""

    class variant(right.Adam):
        def step(self, params, grads):
            if not self.m:
                self.m = [np.zeros_like(p) for p in params]
                self.s = [np.zeros_like(p) for p in params]
                self.t = first - 1
            self.t += not each
            for k, (p, g) in enumerate(zip(params, grads, strict=True)):
                self.t += each
                self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
                of = g if square is None else square(g, self.m[k])
                self.s[k] = self.beta2 * self.s[k] + (1 - self.beta2) * of**2
                with np.errstate(all="ignore"):
                    m_hat = self.m[k] / c1(self.beta1, self.t)
                    s_hat = self.s[k] / c2(self.beta2, self.t)
                    if keep:
                        self.m[k], self.s[k] = m_hat, s_hat
                    below = root(s_hat + self.eps) if inside else root(s_hat) + self.eps
                    p -= self.lr * (m_hat if mean is None else mean(g, m_hat)) / below

    variant.__doc__ = message
    registered(Adam, name, variant)


def at_t(beta, t):
    return 1 - beta**t


def always(beta, t):
    return 1 - beta


def never(beta, t):
    return 1.0


adam_with(
    "constant_correction",
    "You divide by 1 - β at every step. That is right for the first one only; then it has to fade: 1 - βᵗ, with t the number of the step.",
    always,
    always,
)
adam_with(
    "no_correction",
    "The corrections are missing. m and s start at 0 and are far too small at first, s more so than m: divide them by 1 - βᵗ.",
    never,
    never,
)
adam_with(
    "only_m_corrected",
    "m is corrected, s is not. Both start at 0, and s needs it more: β₂ is closer to 1.",
    at_t,
    never,
)
adam_with(
    "t_from_zero",
    "Your t is 0 in the first step, and 1 - β⁰ is 0: division by zero. Count first: self.t += 1.",
    at_t,
    at_t,
    first=0,
)
adam_with(
    "t_counts_arrays",
    "Your t counts arrays. It is the number of the *step*, the same for all of them: add 1 before the loop, not in it.",
    at_t,
    at_t,
    each=True,
)
adam_with("adam_eps_inside", "ε is inside the root. In Adam it is outside: √ŝ + ε.", at_t, at_t, inside=True)
adam_with(
    "corrected_kept",
    "You keep the corrected m̂ and ŝ as the new m and s. Then the next step corrects them once more. Keep m and s as they are.",
    at_t,
    at_t,
    keep=True,
)
adam_with(
    "square_of_the_mean",
    "You put m² into s. It takes the square of the gradient, g².",
    at_t,
    at_t,
    square=lambda g, m: m,
)


adam_with(
    "only_s_corrected",
    "s is corrected, m is not. Both start at 0: divide m by 1 - β₁ᵗ as well.",
    never,
    at_t,
)
adam_with(
    "mean_left_out",
    "You moved along the gradient itself: that is RMSprop with a correction. Adam moves along m̂, its running mean.",
    at_t,
    at_t,
    mean=lambda g, m_hat: g,
)
adam_with(
    "product_for_power",
    "You have 1 - β t. It is 1 - βᵗ, a power: self.beta1**self.t.",
    lambda beta, t: 1 - beta * t,
    lambda beta, t: 1 - beta * t,
)
adam_with(
    "root_of_s_missing",
    "You divided by ŝ + ε. The root is missing: √ŝ + ε.",
    at_t,
    at_t,
    root=lambda s_hat: s_hat,
)
adam_with(
    "first_step_is_two",
    "Your t is 2 in the first step. The first step is t = 1: count once a step.",
    at_t,
    at_t,
    first=2,
)


@slip(Adam, right.Adam, "m", "s")
def eps_before_the_correction(self, p, g, m, s):
    """Your ε is added to √s before s is corrected, which makes it larger than it should be. Correct first: √ŝ + ε."""
    m *= self.beta1
    m += (1 - self.beta1) * g
    s *= self.beta2
    s += (1 - self.beta2) * g * g
    rate = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
    p -= rate * m / (np.sqrt(s) + self.eps)


@slip(Adam, right.Adam, "m", "s")
def weights_left_out(self, p, g, m, s):
    """The factors (1 - β₁) and (1 - β₂) are missing: m and s are no means, but sums that fade."""
    m *= self.beta1
    m += g
    s *= self.beta2
    s += g * g
    p -= self.lr * m / (1 - self.beta1**self.t) / (np.sqrt(s / (1 - self.beta2**self.t)) + self.eps)


@Adam.misconception
class betas_exchanged(right.Adam):
    """β₁ and β₂ have changed places: β₁ is for m, β₂ for s."""

    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta2, beta1, eps)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Two things happen, one after the other: each parameter shrinks by itself, then Adam steps with the gradients as they came.",
        "p *= ... for each array in params, in place; the factor is 1 - self.lr * self.weight_decay. Then super().step(params, grads).",
        "for p in params: p *= 1 - self.lr * self.weight_decay, then super().step(params, grads). The decay never enters g, m or s.",
    ],
)
def AdamW(rng):
    yield from optimizer_cases(rng, 0.5, 0.75, 0.5, 0.25, 0.5, weight_decay=0.25, eps=0.5)
    yield script("the usual settings", new(), *one(1.0, 0.5, -0.25))
    yield script("gradients as small as ε", new(0.5), *one(1.0, 1e-8, 2e-8))


common_slips(AdamW, right.AdamW)


@AdamW.misconception
class l2_in_the_gradient(right.AdamW):
    """You added λ θ to the gradient: that is Adam with an L2 penalty. There √ŝ divides the decay as well, so that it depends on the gradients. Shrink θ apart from them."""

    def step(self, params, grads):
        mixed = [g + self.weight_decay * p for p, g in zip(params, grads, strict=True)]
        right.Adam.step(self, params, mixed)


@AdamW.misconception
class decay_afterwards(right.AdamW):
    """You shrank the parameters after Adam's step, so that the step shrinks too. First θ ← (1 - η λ) θ."""

    def step(self, params, grads):
        right.Adam.step(self, params, grads)
        for p in params:
            p *= 1 - self.lr * self.weight_decay


@AdamW.misconception
class decay_without_rate(right.AdamW):
    """The factor is 1 - η λ. Without η a schedule for the learning rate would leave the decay as strong as ever."""

    def step(self, params, grads):
        for p in params:
            p *= 1 - self.weight_decay
        right.Adam.step(self, params, grads)


@AdamW.misconception
class no_decay(right.AdamW):
    """This is Adam: nothing decays. Multiply every parameter by 1 - η λ before the step, in place: p = p * ... changes no array."""

    def step(self, params, grads):
        right.Adam.step(self, params, grads)


@AdamW.misconception
class decay_alone(right.AdamW):
    """The parameters shrink, and that is all. Let Adam take its step as well: super().step(params, grads)."""

    def step(self, params, grads):
        for p in params:
            p *= 1 - self.lr * self.weight_decay


@AdamW.misconception
class grows(right.AdamW):
    """Your parameters grow: the factor is 1 - η λ, with a minus."""

    def step(self, params, grads):
        for p in params:
            p *= 1 + self.lr * self.weight_decay
        right.Adam.step(self, params, grads)


@AdamW.misconception
class decay_of_the_first_array(right.AdamW):
    """Only the first array decays. All of them shrink, each by itself."""

    def step(self, params, grads):
        params[0][...] *= 1 - self.lr * self.weight_decay
        right.Adam.step(self, params, grads)


@AdamW.misconception
class decay_of_matrices(right.AdamW):
    """Only arrays with two axes decay. Here every parameter shrinks, whatever its shape."""

    def step(self, params, grads):
        for p in params:
            if p.ndim > 1:
                p *= 1 - self.lr * self.weight_decay
        right.Adam.step(self, params, grads)


@AdamW.misconception
class shrinks_to_the_decay(right.AdamW):
    """You multiplied by η λ, which leaves next to nothing. The factor is 1 - η λ."""

    def step(self, params, grads):
        for p in params:
            p *= self.lr * self.weight_decay
        right.Adam.step(self, params, grads)


@AdamW.misconception
class half_the_decay(right.AdamW):
    """You have half of the decay: the factor is 1 - η λ, with no ½."""

    def step(self, params, grads):
        for p in params:
            p *= 1 - self.lr * self.weight_decay / 2
        right.Adam.step(self, params, grads)


@AdamW.misconception
class gradients_changed(right.AdamW):
    """You added λ θ to the caller's gradients: that is Adam with an L2 penalty, and grads are changed. Shrink θ apart from them."""

    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            g += self.weight_decay * p
        right.Adam.step(self, params, grads)


# ---- the learning rate ----


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "How many times has the rate dropped before this step?",
        "step // every times, a whole number. Each drop multiplies by factor.",
        "lr * factor ** (step // every)",
    ],
)
def step_decay(rng):
    yield call("the first step", 0, 0.5, 10)
    yield call("the last one before the drop", 9, 0.5, 10)
    yield call("the first one after it", 10, 0.5, 10)
    yield call("after three drops of a half", 35, 0.8, 10, factor=0.5)
    yield call("every step", 5, 1.0, 1, factor=0.9)
    yield call("half way to the next drop", 17, 0.4, 10)
    yield call("far on", int(rng.integers(50, 90)), 0.3, 20, factor=0.7, hidden=True)


@step_decay.misconception
def smooth(step, lr, every, factor=0.1):
    """Your rate falls at every step. It should stay as it is between two drops: step // every, not step / every."""
    return lr * factor ** (step / every)


@step_decay.misconception
def one_early(step, lr, every, factor=0.1):
    """The drop comes one step early. The steps 0 to every - 1, `every` of them, have the full rate."""
    return lr * factor ** ((step + 1) // every)


@step_decay.misconception
def drops_once(step, lr, every, factor=0.1):
    """Your rate drops only once. After 2 · every steps it has dropped twice: factor²."""
    return lr * factor if step >= every else lr


@step_decay.misconception
def in_proportion(step, lr, every, factor=0.1):
    """Each drop multiplies by factor, so several of them are a power: factor ** k, not factor * k."""
    return lr * factor * (step // every) if step >= every else lr


@step_decay.misconception
def one_late(step, lr, every, factor=0.1):
    """The drop comes one step late. The step number `every` is the first with the lower rate."""
    return lr * factor ** (max(step - 1, 0) // every)


@step_decay.misconception
def other_default(step, lr, every, factor=0.5):
    """Without a factor you take 0.5. The default is 0.1."""
    return right.step_decay(step, lr, every, factor)


@step_decay.misconception
def goes_up(step, lr, every, factor=0.1):
    """Your rate rises: each drop multiplies by factor, it does not divide."""
    return lr / factor ** (step // every)


@step_decay.misconception
def remainder(step, lr, every, factor=0.1):
    """% gives the steps since the last drop. How many drops there have been says //."""
    return lr * factor ** (step % every)


@step_decay.misconception
def back_up_again(step, lr, every, factor=0.1):
    """Your rate drops for one step and comes back. It stays down until the next drop."""
    return lr * factor if step > 0 and step % every == 0 else lr


@step_decay.misconception
def to_the_nearest_drop(step, lr, every, factor=0.1):
    """You rounded step / every, so that the drop comes half way. Round down: //."""
    return lr * factor ** round(step / every)


@step_decay.misconception
def without_the_rate(step, lr, every, factor=0.1):
    """lr does not enter: multiply by it."""
    return factor ** (step // every)


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "Which share of lr do the steps 0, 1 and 2 get, if n_warmup is 4?",
        "¼, ½, ¾, and from the fourth step on all of it: (step + 1) / n_warmup, but never more than 1.",
        "lr * min(1.0, (step + 1) / n_warmup)",
    ],
)
def linear_warmup(rng):
    yield call("the first step", 0, 0.5, 4)
    yield call("the second", 1, 0.5, 4)
    yield call("the last of the warm-up", 3, 0.5, 4)
    yield call("long after it", 100, 0.5, 4)
    yield call("a warm-up of one step", 0, 0.2, 1)
    yield call("one before the last of the warm-up", 2, 0.5, 4)
    yield call("the first step after the warm-up", 4, 0.5, 4)
    yield call("a rate above 1", 1, 3.0, 5)
    rate = round(float(rng.uniform(0.05, 1.0)), 3)
    yield call("on the way", int(rng.integers(3, 20)), rate, int(rng.integers(20, 60)), hidden=True)


@linear_warmup.misconception
def from_zero(step, lr, n_warmup):
    """Your first step has the rate 0 and does nothing. Steps count from 0, so use step + 1."""
    return lr * min(1.0, step / n_warmup)


@linear_warmup.misconception
def grows_for_ever(step, lr, n_warmup):
    """Your rate grows beyond lr. From the n_warmup-th step on it stays at lr: min(1.0, ...)."""
    return lr * (step + 1) / n_warmup


@linear_warmup.misconception
def switched_on(step, lr, n_warmup):
    """Your rate jumps from 0 to lr. It should grow in n_warmup equal parts."""
    return lr if step + 1 >= n_warmup else 0.0


@linear_warmup.misconception
def cools_down(step, lr, n_warmup):
    """Your rate falls. A warm-up begins low and ends at lr."""
    return lr * max(0.0, 1 - (step + 1) / n_warmup)


@linear_warmup.misconception
def one_part_too_many(step, lr, n_warmup):
    """Your warm-up takes one step too many: you divided by n_warmup + 1."""
    return lr * min(1.0, (step + 1) / (n_warmup + 1))


@linear_warmup.misconception
def zero_to_one(step, lr, n_warmup):
    """Your rate begins at 0, which wastes the first step, and grows in n_warmup - 1 parts. It is (step + 1) / n_warmup of lr."""
    return lr * min(1.0, step / max(n_warmup - 1, 1))


@linear_warmup.misconception
def one_part_too_few(step, lr, n_warmup):
    """Your warm-up is over one step early: you divided by n_warmup - 1."""
    return lr * min(1.0, (step + 1) / max(n_warmup - 1, 1))


@linear_warmup.misconception
def share_without_rate(step, lr, n_warmup):
    """You returned the share, a number up to 1. Multiply it by lr."""
    return min(1.0, (step + 1) / n_warmup)


@linear_warmup.misconception
def cut_at_the_rate(step, lr, n_warmup):
    """You cut the share off at lr. It is lr times the share, and the share is cut off at 1."""
    return min(lr, (step + 1) / n_warmup)


@linear_warmup.misconception
def larger_of_both(step, lr, n_warmup):
    """Your rate is never below lr: max where min belongs."""
    return lr * max(1.0, (step + 1) / n_warmup)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "How long ago was the last restart? The remainder of a division says so.",
        "k = step % period runs from 0 to period - 1; np.pi * k / period from 0 to nearly π; the cosine from 1 to nearly -1.",
        "lr_min + (lr - lr_min) * (1 + np.cos(np.pi * (step % period) / period)) / 2",
    ],
)
def cosine_decay(rng):
    yield call("the first step", 0, 0.5, 100)
    yield call("half way", 50, 0.5, 100)
    yield call("the last before the restart", 99, 0.5, 100)
    yield call("the restart", 100, 0.5, 100)
    yield call("not down to 0", 30, 0.5, 40, lr_min=0.125)
    yield call("the second step", 1, 0.5, 10, lr_min=0.1)
    yield call("the second restart", 80, 0.5, 40, lr_min=0.125)
    yield call("a period of one step", 3, 0.5, 1)
    yield call("in the third period", 93, 0.25, 40, lr_min=0.05)
    yield call("somewhere", int(rng.integers(200, 900)), 0.3, 130, lr_min=0.02, hidden=True)


def cosine_with(step, lr, period, lr_min, share):
    return float(lr_min + (lr - lr_min) * (1 + np.cos(share)) / 2)


@cosine_decay.misconception
def no_restart(step, lr, period, lr_min=0.0):
    """Your rate comes back up along the cosine, without a restart. Use the steps since the last restart: step % period."""
    return cosine_with(step, lr, period, lr_min, np.pi * step / period)


@cosine_decay.misconception
def stays_down(step, lr, period, lr_min=0.0):
    """Your rate stays low after the first period. At the steps period, 2 period, … it starts again at lr: step % period."""
    return cosine_with(step, lr, period, lr_min, np.pi * min(step, period) / period)


@cosine_decay.misconception
def whole_wave(step, lr, period, lr_min=0.0):
    """2π makes a whole wave, down and up again. Half a cosine is wanted: π."""
    return cosine_with(step, lr, period, lr_min, 2 * np.pi * (step % period) / period)


@cosine_decay.misconception
def minimum_on_top(step, lr, period, lr_min=0.0):
    """You added lr_min on top of the whole wave, so it starts at lr + lr_min. The height of the wave is lr - lr_min."""
    return cosine_with(step, lr + lr_min, period, lr_min, np.pi * (step % period) / period)


@cosine_decay.misconception
def straight(step, lr, period, lr_min=0.0):
    """Your rate falls along a straight line. The cosine stays high for a while, falls, and lands gently."""
    return float(lr_min + (lr - lr_min) * (1 - (step % period) / period))


@cosine_decay.misconception
def down_in_one_step_less(step, lr, period, lr_min=0.0):
    """You divided by period - 1, so that the last step before the restart reaches lr_min. It is k / period."""
    return cosine_with(step, lr, period, lr_min, np.pi * (step % period) / (period - 1))


@cosine_decay.misconception
def half_forgotten(step, lr, period, lr_min=0.0):
    """The ½ is missing: 1 + cos runs from 2 to 0, and your rate starts twice too high."""
    return lr_min + 2 * (right.cosine_decay(step, lr, period, lr_min) - lr_min)


@cosine_decay.misconception
def quarter_wave(step, lr, period, lr_min=0.0):
    """You have a quarter of a cosine, which lands steeply. Half of one, from 1 to -1, is wanted: ½ (1 + cos(π k / period))."""
    return float(lr_min + (lr - lr_min) * np.cos(np.pi * (step % period) / period / 2))


@cosine_decay.misconception
def one_step_ahead(step, lr, period, lr_min=0.0):
    """Your rate is one step ahead: the first step is number 0."""
    return right.cosine_decay(step + 1, lr, period, lr_min)


@cosine_decay.misconception
def restart_one_late(step, lr, period, lr_min=0.0):
    """Your restart comes one step late: step % period, not % (period + 1)."""
    return cosine_with(step, lr, period, lr_min, np.pi * (step % (period + 1)) / period)


@cosine_decay.misconception
def minimum_left_out(step, lr, period, lr_min=0.0):
    """lr_min does not enter: your rate goes down to 0."""
    return right.cosine_decay(step, lr, period)


@cosine_decay.misconception
def cut_off_below(step, lr, period, lr_min=0.0):
    """You went down to 0 and cut the rate off at lr_min. The wave itself ends there: lr_min + ½ (lr - lr_min) (1 + cos …)."""
    return max(lr_min, right.cosine_decay(step, lr, period))


@cosine_decay.misconception
def pi_missing(step, lr, period, lr_min=0.0):
    """π is missing: cos(k / period) hardly falls."""
    return cosine_with(step, lr, period, lr_min, (step % period) / period)


@cosine_decay.misconception
def climbs(step, lr, period, lr_min=0.0):
    """Your rate climbs from lr_min to lr. It is 1 + cos, which begins at 2."""
    return cosine_with(step, lr, period, lr_min, np.pi * (1 - (step % period) / period))


def half_square(params):
    return float(sum((p**2).sum() for p in params)) / 2, [p.copy() for p in params]


def skewed(params):
    scale = np.arange(1.0, params[0].size + 1).reshape(params[0].shape)
    return float((scale * params[0] ** 2).sum() + (params[1] ** 4).sum()), [
        2 * scale * params[0],
        4 * params[1] ** 3,
    ]


def noisy_gorge(params):
    return float(1 + params[0][0] ** 2 + 25 * np.abs(params[0][1])), [
        np.array([2 * params[0][0], 25 * np.sign(params[0][1])])
    ]


def edge(params):
    inside = np.abs(params[0]).max() < 3
    return float(10 + (params[0] ** 2).sum()) if inside else float("nan"), [-params[0]]


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "One loop over the rates: loss and gradients, note the loss, perhaps stop, take the step.",
        "Begin with copies of the arrays. After appending the loss, break unless loss <= 4 * min(losses): that is also false for nan.",
        "params = [p.copy() for p in params]; in the loop: loss, grads = loss_and_grads(params); losses.append(loss); the test; then p -= rate * g for every pair. np.array(losses) at the end.",
    ],
)
def learning_rate_range(rng):
    up = [0.01, 0.1, 0.5, 1.0]
    far = [0.1, 0.5, 1.5, 2.5, 4.0, 8.0, 16.0]
    yield call("a bowl, rates that are all small enough", half_square, [np.array([2.0, -1.0])], up)
    yield call("rates that grow too large", half_square, [np.array([2.0, -1.0]), np.array([[3.0]])], far)
    yield call("four times the smallest, once", half_square, [np.array([1.0])], [3.0, 0.5, 0.5])
    yield call(
        "rates from an iterator", half_square, [np.array([2.0, -1.0])], Once([0.5, 0.5, 3.25, 4.0, 0.5])
    )
    yield call("rates that do not grow", half_square, [np.array([1.0])], [1.5, 0.25, 1.0, 0.5])
    yield call("at the bottom already", half_square, [np.zeros(2)], [0.1, 1.0])
    yield call("a slow climb beyond four times", half_square, [np.array([1.0])], [2.5, 2.25, 2.5, 2.25, 2.0])
    yield call("down first, then up past the start", half_square, [np.array([4.0])], [0.75, 3.5, 2.25, 0.5])
    yield call("two arrays", skewed, [some(rng, 3), np.array([0.5])], [0.01, 0.03, 0.1, 0.3, 1.0])
    yield script(
        "over the edge, where the loss is nan",
        do(edge, [np.array([1.0, 0.5])], [0.1, 0.5, 1.0, 0.5, 0.5]),
        do(edge, [np.array([4.0])], [0.1, 0.5]),
    )
    yield call("a gorge", noisy_gorge, [np.array([3.0, 0.25])], [0.001, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0])
    yield call(
        "another start", skewed, [some(rng, 4), some(rng, 2) / 4], [0.003, 0.01, 0.03, 0.1, 0.3], hidden=True
    )


def range_with(
    loss_and_grads, params, rates, *, stop=True, afresh=False, after=False, note_first=True, enough=None
):
    """The range test with one piece changed."""
    first = [p.copy() for p in params]
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        if afresh:
            params = [p.copy() for p in first]
        loss, grads = loss_and_grads(params)
        if after:
            for p, g in zip(params, grads, strict=True):
                p -= rate * g
            loss = loss_and_grads(params)[0]
        if stop and not note_first and losses and not loss <= 4 * min([*losses, loss]):
            break
        losses.append(loss)
        if enough(losses) if enough else stop and not loss <= 4 * min(losses):
            break
        if not after:
            for p, g in zip(params, grads, strict=True):
                p -= rate * g
    return np.array(losses)


@learning_rate_range.misconception
def params_changed(loss_and_grads, params, rates):
    """You changed the caller's parameters: p -= ... works on their arrays. Make copies first, the test is only a test."""
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * min(losses):
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


@learning_rate_range.misconception
def never_stops(loss_and_grads, params, rates):
    """You went on after the loss had blown up. Stop as soon as it is more than 4 times the smallest so far, or nan."""
    return range_with(loss_and_grads, params, rates, stop=False)


@learning_rate_range.misconception
def each_from_the_start(loss_and_grads, params, rates):
    """Each rate began at the start again. The test is one walk: every step begins where the last one ended."""
    return range_with(loss_and_grads, params, rates, afresh=True)


@learning_rate_range.misconception
def loss_after_the_step(loss_and_grads, params, rates):
    """You noted the loss after each step, so the loss of the start is missing. First note, then step."""
    return range_with(loss_and_grads, params, rates, after=True)


@learning_rate_range.misconception
def last_loss_dropped(loss_and_grads, params, rates):
    """The loss that made you stop is missing. Note it, then stop: it belongs to the curve."""
    return range_with(loss_and_grads, params, rates, note_first=False)


@learning_rate_range.misconception
def compared_with_the_first(loss_and_grads, params, rates):
    """You compared each loss with the first one. Compare it with the *smallest* so far."""
    return range_with(loss_and_grads, params, rates, enough=lambda losses: not losses[-1] <= 4 * losses[0])


@learning_rate_range.misconception
def compared_with_the_last(loss_and_grads, params, rates):
    """You compared each loss with the one before. Compare it with the *smallest* so far."""
    return range_with(
        loss_and_grads, params, rates, enough=lambda losses: not losses[-1] <= 4 * losses[-2:][0]
    )


@learning_rate_range.misconception
def nan_goes_on(loss_and_grads, params, rates):
    """You went on after a loss that is not a number: nan > 4 · … is false. Stop unless loss <= 4 * min(losses)."""
    return range_with(loss_and_grads, params, rates, enough=lambda losses: losses[-1] > 4 * min(losses))


@learning_rate_range.misconception
def only_nan_stops(loss_and_grads, params, rates):
    """You stop at nan only. Stop as soon as a loss is more than 4 times the smallest so far, too."""
    return range_with(loss_and_grads, params, rates, enough=lambda losses: np.isnan(losses[-1]))


@learning_rate_range.misconception
def four_times_is_enough(loss_and_grads, params, rates):
    """You stop at a loss that is exactly 4 times the smallest. *More* than 4 times is too much."""
    return range_with(
        loss_and_grads,
        params,
        rates,
        enough=lambda losses: len(losses) > 1 and not losses[-1] < 4 * min(losses),
    )


@learning_rate_range.misconception
def any_rise_stops(loss_and_grads, params, rates):
    """You stop at the first rise. Losses may rise a little: stop at more than 4 times the smallest so far."""
    return range_with(loss_and_grads, params, rates, enough=lambda losses: not losses[-1] <= min(losses))


@learning_rate_range.misconception
def filled_with_nan(loss_and_grads, params, rates):
    """You filled the rest up. Return the losses noted, and no more."""
    rates = list(rates)
    losses = right.learning_rate_range(loss_and_grads, params, rates)
    return np.concatenate([losses, np.full(len(rates) - len(losses), np.nan)])


@learning_rate_range.misconception
def one_loss_more(loss_and_grads, params, rates):
    """You noted a loss after the last step as well. There is one for each rate, noted before its step."""
    rates = list(rates)
    losses = right.learning_rate_range(loss_and_grads, params, rates)
    if len(losses) < len(rates) or not losses[-1] <= 4 * losses.min():
        return losses
    return right.learning_rate_range(loss_and_grads, params, [*rates, 0.0])


@learning_rate_range.misconception
def sorted_first(loss_and_grads, params, rates):
    """You sorted the rates. Take them in turn, as they come."""
    return right.learning_rate_range(loss_and_grads, params, sorted(rates))


@learning_rate_range.misconception
def climbs_instead(loss_and_grads, params, rates):
    """You went uphill: θ ← θ - rate · g."""
    return right.learning_rate_range(loss_and_grads, params, [-rate for rate in rates])


@learning_rate_range.misconception
def length_asked(loss_and_grads, params, rates):
    """You asked for the length of rates, or for one of its places. They may come from an iterator, which has neither: for rate in rates."""
    len(rates)
    return right.learning_rate_range(loss_and_grads, params, rates)


@learning_rate_range.misconception
def first_array_only(loss_and_grads, params, rates):
    """Only the first array has moved. params is a list: go through all of it."""

    def first_alone(params):
        loss, grads = loss_and_grads(params)
        return loss, [grads[0], *(0 * g for g in grads[1:])]

    return right.learning_rate_range(first_alone, params, rates)


# ---- more than one valley ----


def hills(x):
    return float(np.sum(0.1 * x**2 + np.sin(3 * x)))


def hills_prime(x):
    return 0.2 * x + 3 * np.cos(3 * x)


def quartic(x):
    return float(np.sum(x**4 - 3 * x**2 + x))


def fenced(x):
    return float(np.sum(x**4 - 3 * x**2 + x)) if np.abs(x).max() < 100 else float("nan")


def quartic_prime(x):
    return 4 * x**3 - 6 * x + 1


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Run gradient_descent once for each row of starts, and look only at its last point.",
        "Make a list of the ends and a list of f at the ends. Where in the second list is the smallest number, and what if one of them is nan?",
        "ends = [gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]; np.argmin would pick a nan, np.nanargmin does not.",
    ],
)
def best_of_restarts(rng):
    yield call("hills, five starts", hills, hills_prime, np.array([-4.0, -1.0, 0.0, 2.0, 4.5]), 0.05, 40)
    yield call("two valleys", quartic, quartic_prime, np.array([2.0, 1.0, -3.0]), 0.02, 30)
    yield call("points with two coordinates", quartic, quartic_prime, some(rng, 4, 2) / 2, 0.02, 30)
    yield call("one of them flies away", fenced, quartic_prime, np.array([1.0, 30.0, -1.0]), 0.05, 3)
    yield call("the first of them flies away", fenced, quartic_prime, np.array([30.0, 1.0, -1.0]), 0.05, 3)
    yield call("the last of them flies away", fenced, quartic_prime, np.array([1.0, -1.0, 30.0]), 0.05, 3)
    yield call("steps that are too long", hills, hills_prime, np.array([1.0, -2.5, 4.0]), 0.3, 5)
    yield call("a single start", quartic, quartic_prime, np.array([2.0]), 0.02, 5)
    yield call(
        "starts in whole numbers", quartic, quartic_prime, np.array([[1, -2], [2, 0], [-1, -1]]), 0.02, 4
    )
    yield call("a few steps only", hills, hills_prime, np.array([3.0, 0.2, -2.0]), 0.02, 3)
    yield call("more starts", hills, hills_prime, some(rng, 6, 2), 0.04, 25, hidden=True)


def ends_of(f, f_prime, starts, lr, n_steps):
    with np.errstate(all="ignore"):
        ends = [right.gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]
        return ends, [float(f(x)) for x in ends]


@best_of_restarts.misconception
def nan_wins(f, f_prime, starts, lr, n_steps):
    """np.argmin picks nan if there is one. A descent that has flown away must not win: np.nanargmin."""
    ends, values = ends_of(f, f_prime, starts, lr, n_steps)
    best = int(np.argmin(values))
    return ends[best], values[best]


@best_of_restarts.misconception
def last_one(f, f_prime, starts, lr, n_steps):
    """You returned the last end, not the lowest. Compare f at all of them."""
    ends, values = ends_of(f, f_prime, starts, lr, n_steps)
    return ends[-1], values[-1]


@best_of_restarts.misconception
def highest(f, f_prime, starts, lr, n_steps):
    """You returned the highest end. The smallest f wins."""
    ends, values = ends_of(f, f_prime, starts, lr, n_steps)
    best = int(np.nanargmax(values))
    return ends[best], values[best]


@best_of_restarts.misconception
def best_start(f, f_prime, starts, lr, n_steps):
    """You chose the lowest *start* and descended from there. A high start may lead into the deeper valley: compare the ends."""
    best = int(np.argmin([f(x) for x in starts]))
    ends, values = ends_of(f, f_prime, starts, lr, n_steps)
    return ends[best], values[best]


@best_of_restarts.misconception
def value_first(f, f_prime, starts, lr, n_steps):
    """The order is (x, f(x)): the place first, its height second."""
    return right.best_of_restarts(f, f_prime, starts, lr, n_steps)[::-1]


@best_of_restarts.misconception
def lowest_by_min(f, f_prime, starts, lr, n_steps):
    """min(...) keeps a nan that stands first: nothing is smaller than nan. Pass over ends where f is not a number."""
    ends, _ = ends_of(f, f_prime, starts, lr, n_steps)
    best = min(ends, key=f)
    return best, f(best)


@best_of_restarts.misconception
def lowest_on_the_way(f, f_prime, starts, lr, n_steps):
    """You took the lowest point of all paths. Only the *ends* compete."""
    points = [p for x in starts for p in right.gradient_descent(f_prime, x, lr, n_steps)]
    values = [float(f(p)) for p in points]
    best = int(np.nanargmin(values))
    return points[best], values[best]


@best_of_restarts.misconception
def first_start_only(f, f_prime, starts, lr, n_steps):
    """You descended from the first start only. Is the return inside the loop?"""
    ends, values = ends_of(f, f_prime, starts, lr, n_steps)
    return ends[0], values[0]


@best_of_restarts.misconception
def start_for_end(f, f_prime, starts, lr, n_steps):
    """You returned the start whose descent ends lowest. Return its end."""
    _, values = ends_of(f, f_prime, starts, lr, n_steps)
    best = int(np.nanargmin(values))
    return np.array(starts[best], dtype=float)[()], values[best]


@best_of_restarts.misconception
def closest_to_zero(f, f_prime, starts, lr, n_steps):
    """You looked for the f closest to 0. The lowest is the smallest, and may be far below 0."""
    ends, values = ends_of(f, f_prime, starts, lr, n_steps)
    best = int(np.nanargmin(np.abs(values)))
    return ends[best], values[best]


@best_of_restarts.misconception
def place_only(f, f_prime, starts, lr, n_steps):
    """You returned the place only. Return the tuple (x, f(x))."""
    return right.best_of_restarts(f, f_prime, starts, lr, n_steps)[0]


@best_of_restarts.misconception
def number_for_place(f, f_prime, starts, lr, n_steps):
    """You returned the number of the start. Return the place where its descent ends."""
    _, values = ends_of(f, f_prime, starts, lr, n_steps)
    return int(np.nanargmin(values)), float(np.nanmin(values))


@best_of_restarts.misconception
def numbers_moved_up(f, f_prime, starts, lr, n_steps):
    """You threw the nan out before you asked for the number of the smallest: it then belongs to another end. np.nanargmin keeps the numbers."""
    ends, values = ends_of(f, f_prime, starts, lr, n_steps)
    best = int(np.argmin(np.array(values)[~np.isnan(values)]))
    return ends[best], float(np.nanmin(values))


@best_of_restarts.misconception
def slope_for_value(f, f_prime, starts, lr, n_steps):
    """Your second result is the slope at x. It is f(x)."""
    x, _ = right.best_of_restarts(f, f_prime, starts, lr, n_steps)
    return x, f_prime(x)


@best_of_restarts.misconception
def one_step_short(f, f_prime, starts, lr, n_steps):
    """Your descents end one step early: the last of the n_steps + 1 points is the end."""
    return right.best_of_restarts(f, f_prime, starts, lr, n_steps - 1)


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "Where f falls, the answer is 1, however far it falls. Where it rises, it is e^(-rise / T).",
        "If the rise is cut off at 0 from below, one formula serves both: e⁰ is 1.",
        "np.exp(-np.maximum(rise, 0.0) / temperature)",
    ],
)
def acceptance_probability(rng):
    yield call("down, level, up", np.array([-1.0, 0.0, 0.5, 2.0]), 1.0)
    yield call("hot", np.array([-3.0, 0.25, 5.0]), 10.0)
    yield call("cold", np.array([[-0.5, 0.1], [1.0, 3.0]]), 0.25)
    yield call("a long way down", np.array([-1e6, 1e6]), 0.5)
    yield call("nothing that rises", np.array([-2.0, 0.0, -0.25]), 1.0)
    yield call("whole numbers", np.array([-2, 0, 1, 3]), 2)
    yield call("a single number", np.array(0.75), 0.5)
    yield call("many", some(rng, 3, 4), round(rng.uniform(0.3, 4), 2), hidden=True)
    yield call("tiny rises", some(rng, 5) / 1000, 0.01, hidden=True)


@acceptance_probability.misconception
def above_one(rise, temperature):
    """A probability above 1, and an overflow for a long way down. A step that falls is accepted with probability 1."""
    with np.errstate(over="ignore"):
        return np.exp(-rise / temperature)


@acceptance_probability.misconception
def only_downhill(rise, temperature):
    """You never accept a rise. That is plain descent: it cannot leave a valley. Accept a rise with probability e^(-rise / T)."""
    return np.where(rise > 0, 0.0, 1.0)


@acceptance_probability.misconception
def times_temperature(rise, temperature):
    """You multiplied by T. Heat makes large rises *more* likely: divide."""
    return np.exp(-np.maximum(rise, 0.0) * temperature)


@acceptance_probability.misconception
def likes_to_climb(rise, temperature):
    """Your sign is turned round: falls are refused, and rises welcome."""
    return np.exp(-np.maximum(-rise, 0.0) / temperature)


@acceptance_probability.misconception
def logistic(rise, temperature):
    """This is 1 / (1 + e^(rise / T)), another rule (Glauber's). Here a step that does not rise is accepted with probability 1."""
    return 1 / (1 + np.exp(rise / temperature))


@acceptance_probability.misconception
def falls_doubted(rise, temperature):
    """You took |rise|, so that falls are refused as often as rises. A step that falls is accepted with probability 1."""
    return np.exp(-np.abs(rise) / temperature)


@acceptance_probability.misconception
def temperature_left_out(rise, temperature):
    """T does not enter: divide the rise by it."""
    return np.exp(-np.maximum(rise, 0.0))


@acceptance_probability.misconception
def minus_left_out(rise, temperature):
    """Your probabilities are above 1: the minus in the exponent is missing."""
    return np.exp(np.maximum(rise, 0.0) / temperature)


@acceptance_probability.misconception
def of_refusal(rise, temperature):
    """This is how likely the step is *refused*. Leave out the 1 - ..."""
    return 1 - np.exp(-np.maximum(rise, 0.0) / temperature)


@acceptance_probability.misconception
def level_refused(rise, temperature):
    """Where f stays as it is you refuse. It does not rise: 1."""
    return np.where(rise == 0, 0.0, right.acceptance_probability(rise, temperature))


@acceptance_probability.misconception
def whole_probabilities(rise, temperature):
    """Where the rise is in whole numbers, so are your probabilities: ones_like(rise) cannot hold a fraction. Use np.ones(rise.shape)."""
    return right.acceptance_probability(rise, temperature).astype(rise.dtype)


@acceptance_probability.misconception
def rise_squared(rise, temperature):
    """You squared the rise: e^(-rise / T)."""
    return np.exp(-(np.maximum(rise, 0.0) ** 2) / temperature)
