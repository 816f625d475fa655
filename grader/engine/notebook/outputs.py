"""What a student's process says, as it may be kept and shown: plain text and PNG pictures, of sane size."""

import base64
import binascii
from typing import Any

from grader.data import Json
from grader.foreign import visible
from grader.words import say

MOST_LINES = 1000
MOST_PICTURE = 4 << 20
_PNG = b"\x89PNG\r\n\x1a\n"


def plain_text(value: Any, most: int = 200_000) -> str:
    """Text out of a student's process, in lines, without terminal codes and what cannot be seen."""
    text = value if type(value) is str else ""
    lines = visible(text[:most].replace("\r", "")).split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], say("output.cut")]
    return "\n".join(lines)


def clean(outputs: list[Json]) -> list[Json]:
    """Outputs that are what they say, whatever was sent."""
    made = []
    for o in outputs[:MOST_LINES]:
        kind = o.get("output_type")
        if kind == "stream" and o.get("name") in ("stdout", "stderr"):
            made.append({"output_type": "stream", "name": o["name"], "text": plain_text(o.get("text"))})
        elif kind == "error":
            raw = o.get("traceback")
            lines = [plain_text(line, 4000) for line in raw[:200]] if type(raw) is list else []
            name, message = plain_text(o.get("ename"), 100), plain_text(o.get("evalue"), 2000)
            made.append({"output_type": "error", "ename": name, "evalue": message, "traceback": lines})
        elif kind in ("display_data", "execute_result") and type(o.get("data")) is dict:
            data = {"text/plain": plain_text(o["data"].get("text/plain"))}
            if picture := _picture(o["data"].get("image/png")):
                data["image/png"] = picture
            more = {"execution_count": None} if kind == "execute_result" else {}
            made.append({"output_type": kind, "data": data, "metadata": {}, **more})
    return made


def _picture(value: Any) -> str:
    if type(value) is not str or len(value) > MOST_PICTURE:
        return ""
    try:
        raw = base64.b64decode(value)
    except (ValueError, binascii.Error):
        return ""
    return base64.b64encode(raw).decode() if raw.startswith(_PNG) else ""
