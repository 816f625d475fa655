"""Chapter 1, sentence by sentence: the wrong answers that break each, and the case that catches them."""

from grader.author.sentences import task

# ---- one neuron ----

says = task("threshold_neuron")

says(
    "A neuron that fires if its weighted inputs reach the threshold t.",
    "upside_down",
    at="above the threshold",
)
says("t: one number.", "threshold_ignored", at="a negative threshold")
says("Returns 1.0 if w₁x₁ + … + wₙxₙ ≥ t, and 0.0 if not.", "true_and_false", at="above the threshold")
says("*Reaching* the threshold is enough.", "must_exceed", at="exactly at the threshold")
says.nothing(
    "Call the `weighted_sum` you wrote above: with which bias does it say the same as the threshold t?",
    "advice",
)


@says("x: inputs, shape (n,).", at="only the fourth input counts")
def first_three_inputs(x, w, t):
    return 1.0 if x[:3] @ w[:3] >= t else 0.0


@says("w: weights, shape (n,).", at="random inputs 1")
def positive_weights(x, w, t):
    return 1.0 if x @ abs(w) >= t else 0.0
