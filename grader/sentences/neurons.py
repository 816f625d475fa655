"""Chapter 1, sentence by sentence: for each, wrong answers that break it alone."""

from grader.author.sentences import breaks, explains

# ---- one neuron ----

breaks("threshold_neuron", "A neuron that fires if its weighted inputs reach the threshold t.", "upside_down")
breaks("threshold_neuron", "t: one number.", "threshold_ignored")
breaks("threshold_neuron", "Returns 1.0 if w₁x₁ + … + wₙxₙ ≥ t, and 0.0 if not.", "true_and_false")
breaks(
    "threshold_neuron", "*Reaching* the threshold is enough.", "must_exceed", at="exactly at the threshold"
)
explains(
    "threshold_neuron",
    "Call the `weighted_sum` you wrote above: with which bias does it say the same as the threshold t?",
)


@breaks("threshold_neuron", "x: inputs, shape (n,).", at="only the fourth input counts")
def first_three_inputs(x, w, t):
    return 1.0 if x[:3] @ w[:3] >= t else 0.0


@breaks("threshold_neuron", "w: weights, shape (n,).")
def positive_weights(x, w, t):
    return 1.0 if x @ abs(w) >= t else 0.0
