from tests.engine.conftest import chapter, released, solutions, solved, template

__all__ = ["chapter", "released", "solutions", "solved", "template"]
