"""Widgets of the book: one Python class and one JavaScript module each.

The same widget is live in the built page (no kernel) and in JupyterLab:

    explorer = ActivationExplorer()
    explorer          # shows it
    explorer.f = relu # draws your own function beside the reference
"""

from widgets.activation_explorer import ActivationExplorer
from widgets.base import BookWidget
from widgets.bump_approximator import BumpApproximator
from widgets.dead_relu import DeadReLU
from widgets.error_surface import ErrorSurface
from widgets.gradient_check import GradientCheckV
from widgets.graph_stepper import GraphStepper
from widgets.linear_classifiers import LinearClassifiers
from widgets.logic_gates import LogicGates
from widgets.neuron import Neuron
from widgets.perceptron import PerceptronTrainer
from widgets.region_carver import RegionCarver
from widgets.saturated_start import SaturatedStart
from widgets.softmax_temperature import SoftmaxTemperature
from widgets.vanishing_gradient import VanishingGradient
from widgets.xor_spaces import XorSpaces
from widgets.zigzag import ZigZag

__all__ = [
    "ActivationExplorer",
    "BookWidget",
    "BumpApproximator",
    "DeadReLU",
    "ErrorSurface",
    "GradientCheckV",
    "GraphStepper",
    "LinearClassifiers",
    "LogicGates",
    "Neuron",
    "PerceptronTrainer",
    "RegionCarver",
    "SaturatedStart",
    "SoftmaxTemperature",
    "VanishingGradient",
    "XorSpaces",
    "ZigZag",
]
