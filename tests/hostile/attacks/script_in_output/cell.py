from IPython.display import HTML, Javascript, SVG, display
display(HTML("<script>alert(1)</script>"), Javascript("alert(1)"))
print("<script>alert(1)</script>")
class Page:
    def _repr_html_(self):
        return "<script>alert(1)</script>"
Page()


def relu(z):
    return np.maximum(z, 0.0)
