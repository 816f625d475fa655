from tests.engine.conftest import chapter, course, handed_out, released, solutions, solved, template

__all__ = ["chapter", "course", "handed_out", "released", "solutions", "solved", "template"]
