"""What the page keeps, and what the reader can carry away."""

import json
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from grader.bank import load
from grader.check import verdict_of
from tests.page.conftest import ABSOLUTE, RELU

pytestmark = pytest.mark.browser

SIDEBAR = '.bd-links a.reference:has-text("Activations") .n2n-progress'


def test_progress_and_code_survive_a_reload_and_stand_in_the_sidebar(chapter):
    total = len(chapter.page.locator(".n2n-box").all())
    expect(chapter.page.locator(SIDEBAR).first).to_have_text(f"0/{total}0 of {total} exercises passed")
    chapter.check("relu", RELU)
    expect(chapter.page.locator(SIDEBAR).first).to_have_text(f"1/{total}1 of {total} exercises passed")
    chapter.page.reload()
    expect(chapter.page.locator(SIDEBAR).first).to_have_text(f"1/{total}1 of {total} exercises passed")
    assert chapter.badge("relu") == "✓ passed"
    chapter.box("relu").scroll_into_view_if_needed()
    expect(chapter.box("relu").locator(".cm-content")).to_contain_text("np.maximum")
    chapter.open("chapters/intro.html")
    expect(chapter.page.locator(SIDEBAR).first).to_have_text(f"1/{total}1 of {total} exercises passed")


def test_code_changed_after_passing_is_marked(chapter):
    chapter.check("relu", RELU)
    chapter.write("relu", ABSOLUTE)
    assert chapter.badge("relu") == "✓ passed, changed since"


def test_progress_is_exported_and_imported_elsewhere(chapter, browser, tmp_path):
    chapter.check("relu", RELU)
    with chapter.page.expect_download() as download:
        chapter.page.get_by_role("button", name="Export progress").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text())["exercises"]["relu"]["code"] == RELU

    other = browser.new_context().new_page()
    other.goto(chapter.page.url)
    other.locator("input[type=file]").set_input_files(file)
    other.get_by_role("button", name="Take it over").click()
    expect(other.locator(".n2n-work > .n2n-status")).to_contain_text("1 exercise imported")
    expect(other.locator("#exercise-relu .n2n-badge")).to_have_text("✓ passed")
    other.context.close()


def test_a_file_that_is_no_progress_changes_nothing(chapter, tmp_path):
    file = tmp_path / "photo.json"
    file.write_text('{"exercises": 3}')
    chapter.page.locator("input[type=file]").set_input_files(file)
    status = chapter.page.locator(".n2n-work > .n2n-status")
    expect(status).to_contain_text("photo.json is not a progress file")
    assert chapter.badge("relu") == ""


@pytest.mark.parametrize(
    ("how", "notice"),
    [
        ("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})", "keeps no data"),
        ("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }", "storage is full"),
    ],
    ids=["blocked", "full"],
)  # fmt: skip
def test_without_storage_the_page_works_and_says_so(chapter, how, notice):
    chapter.page.add_init_script(how)
    chapter.page.reload()
    assert "passed" in chapter.check("relu", RELU)
    assert chapter.badge("relu") == "✓ passed"
    expect(chapter.page.get_by_role("alert").filter(has_text=notice)).to_be_visible()
    chapter.errors.clear()  # the theme's own scripts stumble over it; ours must go on working


def download_notebook(chapter, folder: Path, student: str | None):
    with chapter.page.expect_download() as download:
        chapter.page.get_by_role("button", name="Download my notebook").click()
        if student is not None:
            chapter.page.get_by_role("textbox", name="Your name or student id").fill(student)
            chapter.page.get_by_role("button", name="Save notebook").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    notebook = nbformat.read(file, 4)
    nbformat.validate(notebook)
    return file.name, notebook


def test_the_notebook_holds_the_readers_code_and_gets_the_same_verdicts(chapter, tmp_path):
    shown = {"relu": chapter.check("relu", RELU)}
    shown["relu_prime"] = chapter.check("relu_prime", "def relu_prime(z):\n    return z > 0\n")
    name, notebook = download_notebook(chapter, tmp_path, "  Ada__Lovelace/7 ")
    assert name == "Ada_Lovelace-7__04_activations.ipynb"
    assert notebook.metadata.n2n.student == "Ada__Lovelace/7"
    assert notebook.metadata.n2n.assignment == "04_activations"

    scope: dict = {}
    exec("import numpy as np", scope)
    code = {
        c.metadata.nbgrader.grade_id: c.source
        for c in notebook.cells
        if c.metadata.get("nbgrader", {}).get("solution")
    }
    assert code["relu"] == RELU
    for exercise, said in shown.items():
        exec(code[exercise], scope)
        verdict = verdict_of(scope[exercise], exercise, load()[exercise])
        assert verdict.summary() in said
        assert verdict.passed == (chapter.badge(exercise) == "✓ passed")
    assert "raise NotImplementedError()" in code["sigmoid"]


def test_the_name_is_asked_once_and_kept(chapter, tmp_path):
    first, _ = download_notebook(chapter, tmp_path, "王小明")
    assert first == "王小明__04_activations.ipynb"
    chapter.page.reload()
    again, notebook = download_notebook(chapter, tmp_path, None)
    assert again == first
    assert notebook.metadata.n2n.student == "王小明"
