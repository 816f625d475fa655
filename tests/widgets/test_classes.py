"""The Python side of the widgets."""

import importlib
import json
import math
import pkgutil
import re

import numpy as np
import pytest
import traitlets

import solutions
import widgets
from solutions import activations as reference
from widgets import ActivationExplorer, BookWidget, DeadReLU, VanishingGradient, ZigZag, declare
from widgets.base import MIME, STATIC

BOOK = {
    name
    for m in pkgutil.iter_modules(solutions.__path__)
    for name in vars(importlib.import_module(f"solutions.{m.name}"))
}
ALL = [getattr(widgets, name) for name in widgets.__all__ if name != "BookWidget"]


@pytest.mark.parametrize("cls", ALL)
def test_display_holds_all_the_page_needs(cls):
    widget = cls()
    data, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data, "JupyterLab shows it as an ordinary widget"
    page = json.loads(json.dumps(data[MIME], allow_nan=False))
    assert page["name"] == cls.module
    assert page["model"] == widget.model_id
    assert set(page["state"]) >= {"probes", "reader"}
    assert not any(key.startswith("_") for key in page["state"])
    assert "render" in str(widget._esm)
    assert ".nw" in str(widget._css)


@pytest.mark.parametrize("cls", ALL)
def test_functions_it_can_draw_are_functions_of_the_book(cls):
    assert BOOK & set(cls().probes), "the reader can drive it"


def test_every_activation_of_the_explorer_is_sampled_as_it_is():
    for name, args in ActivationExplorer().probes.items():
        f = getattr(reference, name, None)
        if f is None or name == "prelu_backward":
            continue
        explorer = ActivationExplorer()
        explorer.f = f
        assert explorer.reader["error"] == ""
        np.testing.assert_allclose(explorer.reader["values"], f(np.array(args[0]), *args[1:]))


def test_a_function_that_is_none_of_its_own_gets_one_clear_line():
    widget = VanishingGradient()
    for function, name in [(math.sqrt, "sqrt"), (lambda z: z, "<lambda>"), (3, "3")]:
        with pytest.raises(ValueError, match=r"^VanishingGradient cannot draw .*") as caught:
            widget.f = function
        assert (
            str(caught.value)
            == f"VanishingGradient cannot draw {name}. Functions it can draw: backward_norms."
        )
    assert widget.f is None
    assert widget.reader == {}


def test_a_function_that_fails_is_told_in_the_widget():
    def relu(z):
        return z / missing  # noqa: F821

    explorer = ActivationExplorer()
    explorer.f = relu
    assert explorer.f is relu
    assert explorer.reader["values"] is None
    assert "NameError" in explorer.reader["error"]
    explorer.f = None
    assert explorer.reader == {}


def test_a_probe_that_changes_is_sampled_again():
    explorer = ActivationExplorer(activation="leaky_relu")
    assert explorer.alpha == 0.1
    explorer.f = reference.leaky_relu
    grid = explorer.probes["leaky_relu"][0]
    explorer.probes = {**explorer.probes, "leaky_relu": [grid, 0.5]}
    np.testing.assert_allclose(explorer.reader["values"], reference.leaky_relu(np.array(grid), 0.5))


def test_a_function_set_before_the_view_appears_is_drawn_when_it_does():
    widget = DeadReLU()
    widget.f = reference.dead_share
    assert widget.reader == {}
    widget.probes = {"dead_share": [[[-1.0, 2.0], [-3.0, -1.0]]]}
    assert widget.reader == {"name": "dead_share", "values": 0.5, "error": ""}


def test_bad_values_of_traits_are_refused():
    with pytest.raises(traitlets.TraitError, match="swish"):
        ActivationExplorer(activation="swish")
    with pytest.raises(traitlets.TraitError):
        ZigZag(start=["here"])


def test_a_widget_without_its_bundle_says_how_to_make_it():
    class Lost(BookWidget):
        pass

    with pytest.raises(FileNotFoundError, match=r"widgets/static/test_classes.mjs is missing: run .npm ci"):
        Lost()


def test_widgets_and_page_keep_to_their_own_names():
    for path in sorted((STATIC.parent / "js").rglob("*.*s*")):
        taken = set(re.findall(r"n2n-(?!widget\b)[\w-]+", path.read_text()))
        assert not taken, f"{path.name}: classes and variables of widgets begin with nw-; n2n- is the page's"


def test_what_javascript_knows_of_choices_and_defaults_is_what_python_declares():
    assert declare.TARGET.read_text(encoding="utf-8") == declare.text(), "run `python -m widgets.declare`"
