from tests.engine.conftest import chapter, handed_out, released, solutions, solved, template

__all__ = ["chapter", "handed_out", "released", "solutions", "solved", "template"]
