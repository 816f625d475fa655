"""The widgets of chapter 8 in a real browser, with the reader's functions."""

import numpy as np
import pytest

from solutions import regularization as reference
from widgets import BatchNormHistograms, DropoutMasks, Overfitting

pytestmark = pytest.mark.browser


def test_sub_networks_and_their_mean(show):
    shown = show(DropoutMasks())
    assert shown.number("sub-networks") == 16
    assert "exactly what the whole network answers" in shown.words()
    shown.set(rest="sigmoid")
    assert "the sigmoid bends it" in shown.words()
    shown.set(rest="linear", inverted=False)
    assert "nobody makes up" in shown.words()


def test_masks_are_drawn_and_taken_back(show):
    shown = show(DropoutMasks())
    shown.page.get_by_role("button", name="20 more").click()
    shown.settle()
    assert shown.get("drawn") == 21
    assert shown.path("so far").count("L") == 20
    shown.page.get_by_role("button", name="Back to the first").click()
    shown.settle()
    assert shown.get("drawn") == 1


def test_the_readers_dropout_is_drawn(show):
    shown = show(DropoutMasks())
    shown.draw(reference.dropout_forward)
    assert "Your dropout_forward drops 0.5" in shown.words() or "drops 0.4" in shown.words()
    assert shown.path("yours").count("L") == 199

    def dropout_forward(X, p, rng):
        return X

    shown.draw(dropout_forward)
    assert "should return (out, mask)" in shown.words()


def test_small_weights_fade_and_normalization_repairs_it(show):
    shown = show(BatchNormHistograms(scale=0.3))
    assert "The signal fades" in shown.words()
    shown.set(normalized=True)
    assert "about the spread of layer 1" in shown.words()
    shown.set(scale=10.0)
    assert "about the spread of layer 1" in shown.words()
    shown.set(normalized=False, phi="relu")
    assert "The signal explodes" in shown.words()


def test_the_layer_is_chosen_by_arrow_keys(show):
    shown = show(BatchNormHistograms(layer=8))
    shown.press(".nw-handle", "ArrowLeft")
    assert shown.get("layer") == 7


def test_the_readers_normalization_is_compared(show):
    shown = show(BatchNormHistograms())
    shown.draw(reference.batch_norm_forward)
    assert "agrees with the reference" in shown.words()

    def batch_norm_forward(X, gamma, beta):
        return reference.batch_norm_forward(X, gamma, beta)[0] * 2, ()

    shown.draw(batch_norm_forward)
    assert "differs from the reference" in shown.words()


def test_a_wide_network_overfits_and_each_remedy_helps(show):
    shown = show(Overfitting())
    assert "It overfits" in shown.words()
    free = shown.number("validation")
    shown.set(penalty=True, lam=0.001)
    assert "Goal reached" in shown.words()
    assert shown.number("validation") < 0.6 * free
    shown.set(penalty=False, stopping=True)
    assert "were brought back" in shown.words()
    assert "Goal reached" in shown.words()
    shown.set(stopping=False, penalty=True, lam=1.0)
    assert "It underfits" in shown.words()


def test_time_runs_back(show):
    shown = show(Overfitting(shown=300))
    assert shown.number("step") == 300
    shown.press(".nw-handle", "ArrowLeft")
    assert shown.get("shown") == 285


def test_the_readers_decay_is_drawn_on_the_weights(show):
    shown = show(Overfitting())
    shown.draw(reference.weight_decay_step)
    assert "Your weight_decay_step agrees with the reference" in shown.words()

    def weight_decay_step(W, dW, lr, lam):
        return W - lr * lam * np.sign(W)

    shown.draw(weight_decay_step)
    assert "differs" in shown.words()
