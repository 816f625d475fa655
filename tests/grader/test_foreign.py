"""Text of students: nothing that is not seen gets through."""

import unicodedata

import pytest

from grader.foreign import one_line, visible

EVERY = [chr(c) for c in range(0x110000)]


def test_every_control_and_format_of_unicode_is_shown():
    unseen = [
        c for c in EVERY if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\t\n"
    ]
    assert [hex(ord(c)) for c in unseen if c in visible(f"a{c}b")] == []


def test_letters_digits_and_signs_of_all_scripts_stay():
    kept = [c for c in EVERY if unicodedata.category(c)[0] in "LNPS"]
    lost = {c for c in kept if visible(c) != c}
    assert lost <= set("\u115f\u1160\u3164\uffa0\u2800")  # fillers: letters in name only


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("relu(z)", "relu(z)"),
        ("José 王小明 Ελένη", "José 王小明 Ελένη"),
        ("على\u200cرضا", "علىرضا"),
        ("ada\u200d", "ada?"),
        ("boom\nzz_honest   0 / 99  cheated", "boom zz_honest 0 / 99 cheated"),
        ("a\r\x1b[2K\x1b[1Ab\x1b]0;title\x07c\x9b31md", "a bcd"),
        ("\x1b]8;;http://x.test\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("x\u202egnp.exe", "x?gnp.exe"),
        ("a\u2028b\x85c\xa0d\u3000e", "a b c d e"),
        ("\ud800", "?"),
        ("Z" + "\u0301" * 90, "Z" + "\u0301" * 4),
        ("  " * 300 + "x", "x"),
        ("x" * 500, "x" * 120),
        ("", ""),
    ],
)
def test_one_line(text, seen):
    assert one_line(text) == seen


def test_several_lines_keep_their_shape():
    assert visible("  a\tb\n\n  \x1b[1mc\u200b\n") == "  a\tb\n\n  c?\n"


def test_the_control_such_text_does_harm():
    """What is taken out is really there before, so that the tests above cannot pass for nothing."""
    assert len("boom\nforged".splitlines()) == 2
    assert not "x\u202e".isprintable()
