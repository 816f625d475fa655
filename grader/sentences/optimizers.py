"""Chapter 7, sentence by sentence: for each, wrong answers that break it alone."""

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import optimizers as right

# ---- walking downhill, batch by batch ----

breaks("gradient_descent", "Gradient descent x ← x - η f'(x), and every point on the way.", "uphill")
breaks("gradient_descent", "Gradient descent x ← x - η f'(x), and every point on the way.", "only_the_end")
breaks(
    "gradient_descent",
    "f_prime: the slope of f (its gradient); takes a point of x0's shape and returns an array of the same shape",
    "one_slope_for_all",
)


@breaks(
    "gradient_descent",
    "x0: where to start: a number or an array, perhaps of whole numbers; it stays as it is",
)
def start_moved(f_prime, x0, lr, n_steps):
    points = [np.array(x0, dtype=float)]
    for _ in range(n_steps):
        x0 -= lr * f_prime(x0)
        points.append(np.array(x0, dtype=float))
    return np.array(points)


breaks(
    "gradient_descent",
    "x0: where to start: a number or an array, perhaps of whole numbers; it stays as it is",
    "slope_worked_on",
    at="the slope of ½x², which is x itself",
)
breaks("gradient_descent", "lr: learning rate η", "rate_left_out")
breaks(
    "gradient_descent",
    "Returns the n_steps + 1 points, x0 first, as one array of floats of shape (n_steps + 1, *shape of x0).",
    "start_left_out",
)
breaks(
    "gradient_descent",
    "Returns the n_steps + 1 points, x0 first, as one array of floats of shape (n_steps + 1, *shape of x0).",
    "whole_numbers_kept",
    at="whole numbers, and no step",
)
breaks(
    "gradient_descent",
    "It never stops early, however flat it gets.",
    "stops_where_it_is_flat",
    at="the floor of the valley",
)
breaks("n_iterations", "Number of steps (iterations) in n_epochs passes over the data.", "one_epoch")
breaks("n_iterations", "Every sample is used once in an epoch.", "a_step_a_sample")
breaks(
    "n_iterations",
    "If batch_size does not divide n_samples, the last batch of an epoch is smaller; it counts too.",
    "last_batch_dropped",
)
breaks(
    "n_iterations",
    "If batch_size does not divide n_samples, the last batch of an epoch is smaller; it counts too.",
    "rounded_once",
    at="10 samples in batches of 4",
)
breaks("n_iterations", "Returns a whole number (an int).", "a_fraction")
breaks("n_iterations", "Returns a whole number (an int).", "rounded_up_float")
breaks("minibatches", "One epoch of mini-batches, in a random order.", "not_shuffled")


@breaks(
    "minibatches",
    "Yields arrays of row numbers (0 to n_samples - 1), each of length batch_size; only the last one may be shorter.",
)
def last_one_dropped(n_samples, batch_size, rng):
    order = rng.permutation(n_samples)
    for k in range(n_samples // batch_size):
        yield order[k * batch_size : (k + 1) * batch_size]


@breaks(
    "minibatches",
    "Yields arrays of row numbers (0 to n_samples - 1), each of length batch_size; only the last one may be shorter.",
)
def counted_from_one(n_samples, batch_size, rng):
    return [rows + 1 for rows in right.minibatches(n_samples, batch_size, rng)]


@breaks(
    "minibatches",
    "Yields arrays of row numbers (0 to n_samples - 1), each of length batch_size; only the last one may be shorter.",
)
def parts_of_even_length(n_samples, batch_size, rng):
    return np.array_split(rng.permutation(n_samples), -(-n_samples // batch_size))


breaks("minibatches", "Every row is in exactly one of them.", "with_replacement")


@breaks(
    "minibatches",
    "Take the order from rng, which has a method `permutation`, so that the next epoch gets another one.",
)
def order_of_its_own(n_samples, batch_size, rng):
    return right.minibatches(n_samples, batch_size, np.random.default_rng(0))


explains("minibatches", "A generator is what one would write; any iterator will do, and so will a list.")

# ---- one length of step for all ----

breaks("SGD", "Stochastic gradient descent: θ ← θ - η g.", "goes_uphill")
breaks("SGD", ".step: Update every array of params, in place.", "rebinds")
breaks("SGD", ".step: Update every array of params, in place.", "replaces")
breaks("SGD", ".step: Update every array of params, in place.", "first_only")


@breaks("SGD", ".step: params, grads: lists of arrays, of the same shapes in the same order.")
class first_gradient_for_all(right.SGD):
    def step(self, params, grads):
        super().step(params, [np.resize(grads[0], p.shape) for p in params])


breaks("SGD", ".step: grads stays as it is.", "changes_grads")
breaks("SGD", ".step: Returns nothing.", "hands_back_params")
breaks("Momentum", "SGD with momentum: v ← μ v + g, then θ ← θ - η v.", "never_fades")
breaks(
    "Momentum",
    "The velocity v starts at 0 and is as large as its parameter: there is one v for each array of params.",
    "shared",
)
breaks("Momentum", ".step: Update every array of params, in place.", "rebinds")
breaks("Momentum", ".step: Update every array of params, in place.", "replaces")
breaks("Nesterov", "Nesterov momentum: v ← μ v + g, then θ ← θ - η (g + μ v).", "is_plain_momentum")
explains("Nesterov", "μ v is the step that momentum is about to take anyway.")
breaks("Nesterov", "One v each, from 0 on, as in Momentum.", "forgets")
breaks("Nesterov", ".step: Update every array of params, in place.", "rebinds")
breaks("Nesterov", ".step: Update every array of params, in place.", "replaces")

# ---- a length of step for each parameter ----

breaks("Adagrad", "Adagrad: s ← s + g², then θ ← θ - η g / (√s + ε).", "not_squared")
breaks(
    "Adagrad",
    "s is the sum of all squared gradients so far, of each single number in params; it starts at 0.",
    "one_sum_for_an_array",
)
breaks(
    "Adagrad",
    "s is the sum of all squared gradients so far, of each single number in params; it starts at 0.",
    "decays",
)
breaks("Adagrad", "ε keeps 0 / 0 away.", "eps_left_out", at="a gradient of 0, then others")
breaks("Adagrad", ".step: Update every array of params, in place.", "rebinds")
breaks("Adagrad", ".step: Update every array of params, in place.", "replaces")
breaks("RMSprop", "RMSprop: s ← ρ s + (1 - ρ) g², then θ ← θ - η g / (√s + ε).", "mean_eps_inside")
breaks("RMSprop", "s is a running mean of the squared gradients.", "is_adagrad")
breaks("RMSprop", "It starts at 0.", "begins_with_the_first_square")
breaks("RMSprop", ".step: Update every array of params, in place.", "rebinds")
breaks("RMSprop", ".step: Update every array of params, in place.", "replaces")
breaks("Adadelta", "Adadelta: the size of its steps comes from its steps so far.", "rms_only")


@breaks("Adadelta", "s ← ρ s + (1 - ρ) g² running mean of squared gradients")
class mean_of_absolutes(right.Adadelta):
    def step(self, params, grads):
        super().step(params, [np.sqrt(np.abs(g)) * np.sign(g) for g in grads])


breaks("Adadelta", "Δ = g √(u + ε) / √(s + ε) with the u from before this step", "u_of_this_step")
breaks(
    "Adadelta",
    "u ← ρ u + (1 - ρ) Δ² running mean of squared steps θ ← θ - η Δ s and u start at 0.",
    "u_of_gradients",
)
breaks("Adadelta", "Here ε is *inside* both roots: it starts things off.", "eps_outside")
breaks(
    "Adadelta",
    "η is 1 unless you say otherwise, and is no part of Δ.",
    "small_rate_by_default",
    at="the usual settings",
)
breaks(
    "Adadelta",
    "η is 1 unless you say otherwise, and is no part of Δ.",
    "rate_in_u",
    at="half the rate from the start",
)
breaks("Adadelta", ".step: Update every array of params, in place.", "rebinds")
breaks("Adadelta", ".step: Update every array of params, in place.", "replaces")
breaks("Adam", "Adam: momentum and RMSprop, both corrected for starting at 0.", "no_correction")


@breaks("Adam", "m ← β₁ m + (1 - β₁) g running mean of gradients")
class mean_that_forgets_nothing(right.Adam):
    def step(self, params, grads):
        keep, self.beta1 = self.beta1, self.beta1**0.5
        super().step(params, grads)
        self.beta1 = keep


breaks("Adam", "s ← β₂ s + (1 - β₂) g² running mean of squared gradients", "square_of_the_mean")
breaks(
    "Adam",
    "m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ) θ ← θ - η m̂ / (√ŝ + ε) t is the number of this step; the first step is t = 1.",
    "t_from_zero",
)
breaks(
    "Adam",
    "m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ) θ ← θ - η m̂ / (√ŝ + ε) t is the number of this step; the first step is t = 1.",
    "constant_correction",
)
breaks(
    "Adam",
    "m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ) θ ← θ - η m̂ / (√ŝ + ε) t is the number of this step; the first step is t = 1.",
    "t_counts_arrays",
)
breaks("Adam", "m and s start at 0 and keep their uncorrected values.", "corrected_kept")


@breaks("Adam", "m and s start at 0 and keep their uncorrected values.")
class begins_at_one(right.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.ones_like(p) for p in params]
            self.s = [np.ones_like(p) for p in params]
        super().step(params, grads)


breaks("Adam", "ε is *outside* the root.", "adam_eps_inside")
breaks("Adam", ".step: Update every array of params, in place.", "rebinds")
breaks("Adam", ".step: Update every array of params, in place.", "replaces")
breaks("AdamW", "Adam with decoupled weight decay λ.", "no_decay")
breaks(
    "AdamW",
    "First every parameter shrinks by itself, θ ← (1 - η λ) θ; then Adam takes its step, with the gradients as they are.",
    "decay_afterwards",
)
breaks(
    "AdamW",
    "First every parameter shrinks by itself, θ ← (1 - η λ) θ; then Adam takes its step, with the gradients as they are.",
    "l2_in_the_gradient",
)
breaks(
    "AdamW",
    "First every parameter shrinks by itself, θ ← (1 - η λ) θ; then Adam takes its step, with the gradients as they are.",
    "decay_without_rate",
)
breaks("AdamW", ".step: Update every array of params, in place.", "rebinds")
breaks("AdamW", ".step: Update every array of params, in place.", "replaces")
breaks("AdamW", ".step: Adam's own step is super().step(params, grads).", "decay_alone")

# ---- the learning rate ----

breaks("step_decay", "Learning rate that drops by a factor every so many steps.", "smooth")
breaks("step_decay", "step: number of the step; the first is 0", "one_early")
breaks("step_decay", "lr: learning rate at the beginning", "without_the_rate")
breaks(
    "step_decay",
    "It is lr for the first `every` steps, factor times that for the next `every` steps, and so on.",
    "drops_once",
    at="after three drops of a half",
)
breaks(
    "step_decay",
    "It is lr for the first `every` steps, factor times that for the next `every` steps, and so on.",
    "in_proportion",
)
explains("step_decay", "Returns the learning rate for this step.")
breaks("linear_warmup", "Learning rate that grows to lr in n_warmup equal parts.", "grows_for_ever")
breaks("linear_warmup", "step: number of the step; the first is 0", "one_part_too_many")
breaks(
    "linear_warmup",
    "The first step has lr / n_warmup (not 0, which would waste it), the next twice as much; from the n_warmup-th step on it is lr.",
    "from_zero",
)
breaks("linear_warmup", "Returns the learning rate for this step.", "share_without_rate")
breaks("cosine_decay", "Half a cosine from lr down towards lr_min, again and again.", "no_restart")
breaks("cosine_decay", "step: number of the step; the first is 0", "one_step_ahead")
breaks("cosine_decay", "period: steps from one (re)start to the next", "restart_one_late")
breaks(
    "cosine_decay",
    "With k the number of steps since the last restart, lr_min + ½ (lr - lr_min) (1 + cos(π k / period)).",
    "half_forgotten",
)
breaks(
    "cosine_decay",
    "At the steps 0, period, 2 period, … it is lr: a warm restart.",
    "stays_down",
    at="the restart",
)
explains("cosine_decay", "Returns the learning rate for this step.")
breaks(
    "learning_rate_range",
    "Range test: one SGD step with each rate, and the loss before it.",
    "loss_after_the_step",
)
breaks(
    "learning_rate_range",
    "loss_and_grads: takes a list of parameters, returns the loss (one number) and the list of its gradients",
    "first_array_only",
)


@breaks("learning_rate_range", "params: where to begin.")
def from_zero(loss_and_grads, params, rates):
    return right.learning_rate_range(loss_and_grads, [0 * p for p in params], rates)


breaks("learning_rate_range", "Work on copies: these arrays stay as they are.", "params_changed")
breaks(
    "learning_rate_range",
    "rates: learning rates, usually growing; a list, an iterator, or whatever else a for loop can go through",
    "length_asked",
    at="rates from an iterator",
)
breaks(
    "learning_rate_range",
    "For each rate in turn: get loss and gradients, note the loss, then take a step θ ← θ - rate · g.",
    "each_from_the_start",
)
breaks(
    "learning_rate_range",
    "Stop right after noting a loss that is more than 4 times the smallest one so far, or not a number.",
    "never_stops",
)
breaks(
    "learning_rate_range",
    "Stop right after noting a loss that is more than 4 times the smallest one so far, or not a number.",
    "nan_goes_on",
    at="over the edge, where the loss is nan",
)
breaks(
    "learning_rate_range",
    "Stop right after noting a loss that is more than 4 times the smallest one so far, or not a number.",
    "compared_with_the_first",
)
breaks(
    "learning_rate_range",
    "Stop right after noting a loss that is more than 4 times the smallest one so far, or not a number.",
    "four_times_is_enough",
    at="four times the smallest, once",
)
breaks(
    "learning_rate_range",
    "Returns the losses noted, as an array; it may be shorter than rates.",
    "filled_with_nan",
)
breaks(
    "learning_rate_range",
    "Returns the losses noted, as an array; it may be shorter than rates.",
    "last_loss_dropped",
)

# ---- more than one valley ----

breaks("best_of_restarts", "Gradient descent from several starts; the lowest end wins.", "highest")
breaks("best_of_restarts", "Gradient descent from several starts; the lowest end wins.", "lowest_on_the_way")
breaks("best_of_restarts", "f, f_prime: a function and its slope, as in gradient_descent", "closest_to_zero")


@breaks("best_of_restarts", "starts: one start a row, shape (n_starts, *shape of a point)")
def starts_one_by_one(f, f_prime, starts, lr, n_steps):
    return right.best_of_restarts(f, f_prime, np.ravel(starts), lr, n_steps)


breaks("best_of_restarts", "lr, n_steps: as in gradient_descent, the same for every start", "one_step_short")
breaks("best_of_restarts", "Returns the tuple (x, f(x)) of the lowest end.", "value_first")
breaks(
    "best_of_restarts",
    "An end where f is not a number, because that descent has flown away, never wins.",
    "nan_wins",
)
breaks(
    "best_of_restarts",
    "An end where f is not a number, because that descent has flown away, never wins.",
    "lowest_by_min",
    at="the first of them flies away",
)
breaks(
    "acceptance_probability",
    "Simulated annealing: how likely is a step that changes f by rise?",
    "of_refusal",
)
breaks(
    "acceptance_probability",
    "rise: f(new) - f(old), array of any shape, of any size and sign",
    "whole_probabilities",
    at="whole numbers",
)
breaks("acceptance_probability", "temperature: T, above 0", "temperature_left_out")
breaks(
    "acceptance_probability",
    "Returns an array of that shape: 1 where f does not rise, and e^(-rise / T) where it does.",
    "only_downhill",
)
breaks(
    "acceptance_probability",
    "However far a step falls, it is welcome with probability 1, not inf and not nan.",
    "above_one",
    at="a long way down",
)
