"""`check`, then `trace`, in the cells of a real notebook."""

import nbformat
from nbclient import NotebookClient

CELLS = (
    "import numpy as np\nfrom grader import check, hint, trace",
    "def relu(z):\n    print('seen')\n    size = np.abs(z)\n    return size",
    "check(relu)",
    "trace(relu)",
)


def test_the_verdict_names_the_call_and_the_call_shows_a_table() -> None:
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    NotebookClient(nb, timeout=120, kernel_name="python3", allow_errors=True).execute()
    verdict, table = (cell.outputs for cell in nb.cells[2:])
    (raised,) = (o for o in verdict if o.output_type == "error")
    assert raised.traceback[-1].endswith("trace(relu)")
    (result,) = table  # what the function prints is in the table, not beside it
    assert "size = [2., 0., 3.] · float64 (3,)" in result.data["text/plain"]
    html = result.data["text/html"]
    assert "<caption" in html
    assert '<th scope="row"' in html
    assert ">3</th>" in html
    assert "seen" in html
