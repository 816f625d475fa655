"""Widgets of the book: one Python class and one JavaScript module each.

The same widget is live in the built page (no kernel) and in JupyterLab:

    explorer = ActivationExplorer()
    explorer          # shows it
    explorer.f = relu # draws your own function beside the reference
"""

from widgets.activation_explorer import ActivationExplorer
from widgets.base import BookWidget
from widgets.batch_norm_histograms import BatchNormHistograms
from widgets.bump_approximator import BumpApproximator
from widgets.dead_relu import DeadReLU
from widgets.dropout_masks import DropoutMasks
from widgets.error_surface import ErrorSurface
from widgets.gradient_check import GradientCheckV
from widgets.graph_stepper import GraphStepper
from widgets.learning_rate_range import LearningRateRange
from widgets.linear_classifiers import LinearClassifiers
from widgets.logic_gates import LogicGates
from widgets.mini_batch_noise import MiniBatchNoise
from widgets.neuron import Neuron
from widgets.optimizer_race import OptimizerRace
from widgets.overfitting import Overfitting
from widgets.perceptron import PerceptronTrainer
from widgets.playground import Playground
from widgets.region_carver import RegionCarver
from widgets.saturated_start import SaturatedStart
from widgets.softmax_temperature import SoftmaxTemperature
from widgets.symmetry import Symmetry
from widgets.vanishing_gradient import VanishingGradient
from widgets.variance_explorer import VarianceExplorer
from widgets.whitening import Whitening
from widgets.xor_spaces import XorSpaces
from widgets.zigzag import ZigZag

__all__ = [
    "ActivationExplorer",
    "BatchNormHistograms",
    "BookWidget",
    "BumpApproximator",
    "DeadReLU",
    "DropoutMasks",
    "ErrorSurface",
    "GradientCheckV",
    "GraphStepper",
    "LearningRateRange",
    "LinearClassifiers",
    "LogicGates",
    "MiniBatchNoise",
    "Neuron",
    "OptimizerRace",
    "Overfitting",
    "PerceptronTrainer",
    "Playground",
    "RegionCarver",
    "SaturatedStart",
    "SoftmaxTemperature",
    "Symmetry",
    "VanishingGradient",
    "VarianceExplorer",
    "Whitening",
    "XorSpaces",
    "ZigZag",
]
