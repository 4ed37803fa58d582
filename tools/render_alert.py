"""Draws alerts as an analyst sees them in Slack: one HTML page, for the picture in the README.

    .venv/bin/python tools/render_alert.py head reply-toll-and-place > /tmp/alert.html
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=2 \
        --window-size=760,610 --screenshot=docs/images/alert.png /tmp/alert.html

The names are those of files in tests/golden/messages; the first is a head, the rest are replies in its thread. Knows the kinds of
blocks that `monitor.alerting.blocks` makes and no others.
"""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "messages"

PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 18px 22px; background: #fff; color: #1d1c1d; font: 15px/1.46 "Noto Sans", "DejaVu Sans", sans-serif }
.channel { font-weight: 700; font-size: 17px; padding-bottom: 10px; border-bottom: 1px solid #e4e4e4; margin-bottom: 14px }
.message { display: flex; gap: 10px; margin-bottom: 12px }
.face { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #1f3a4d; color: #fff; font-weight: 700;
        display: flex; align-items: center; justify-content: center; font-size: 17px }
.who { font-weight: 700 } .app { background: #ececec; color: #616061; font-size: 10px; padding: 1px 4px; border-radius: 3px }
.when { color: #616061; font-size: 12px }
h1 { font-size: 18px; margin: 4px 0 6px } p { margin: 0 0 8px } a { color: #1264a3; text-decoration: none }
blockquote { margin: 0 0 8px; padding-left: 12px; border-left: 4px solid #ddd }
small { display: block; color: #616061; font-size: 12.5px }
.actions { margin: 2px 0 8px } .button { display: inline-block; border: 1px solid #8888; border-radius: 4px;
        font-weight: 700; font-size: 13px; padding: 3px 11px; margin-right: 8px }
.choice { font-weight: 400 } .field .choice { display: block; margin: 4px 0 }
.arrow { display: inline-block; border: solid currentColor; border-width: 0 1.5px 1.5px 0; width: 5px; height: 5px;
         transform: rotate(45deg); margin: 0 0 3px 9px }
.tick { border: 1px solid #1264a3; color: #1264a3; padding: 0 3px; font-size: 11px }
.form { border: 1px solid #ddd; border-radius: 8px; padding: 14px 20px; box-shadow: 0 2px 10px #0002 }
.form .ends { text-align: right; margin-top: 10px } .form .ends .button:last-child { background: #007a5a; color: #fff }
.thread { margin-left: 46px; padding-left: 14px; border-left: 2px solid #e4e4e4 }
</style><div class="channel"># syria-alerts</div>%s"""

#: What mrkdwn marks, in one pass, so that a mark inside an address is left alone.
MARKS = re.compile(r"<(?P<url>https?://[^|>]+)\|(?P<label>[^>]*)>|\*(?P<bold>[^*\n]+)\*|_(?P<italic>[^_\n]+)_")


def main(names: list[str]) -> int:
    """Print the page. Answers 2 when no message is named."""
    if not names:
        print(__doc__, file=sys.stderr)
        return 2
    letters = [json.loads((GOLDEN / f"{name}.json").read_text()) for name in names]
    head, replies = message(letters[0]), "".join(message(letter) for letter in letters[1:])
    print(PAGE % (head + (f'<div class="thread">{replies}</div>' if replies else "")))
    return 0


def message(letter: dict[str, Any]) -> str:
    """One message with its face and name."""
    who = '<span class="who">wirewatch</span> <span class="app">APP</span>'
    return f'<div class="message"><div class="face">W</div><div>{who}{"".join(block(b) for b in letter["blocks"])}</div></div>'


def form(view: dict[str, Any]) -> str:
    """A form as it opens."""
    ends = f'<span class="button">{view["close"]["text"]}</span><span class="button">{view["submit"]["text"]}</span>'
    inside = "".join(block(b) for b in view["blocks"])
    return f'<div class="form"><h1>{view["title"]["text"]}</h1>{inside}<div class="ends">{ends}</div></div>'


def block(one: dict[str, Any]) -> str:
    """A block as HTML; raises KeyError for a kind that we do not make."""
    return {"header": header, "section": section, "context": context, "actions": actions, "input": field}[one["type"]](one)


def header(one: dict[str, Any]) -> str:
    return f"<h1>{html.escape(html.unescape(one['text']['text']))}</h1>"


def section(one: dict[str, Any]) -> str:
    lines = one["text"]["text"].split("\n")
    if all(line.startswith("&gt; ") or line.startswith("> ") for line in lines):
        return f"<blockquote>{'<br>'.join(marked(line.split(' ', 1)[1]) for line in lines)}</blockquote>"
    return f"<p>{'<br>'.join(marked(line) for line in lines)}</p>"


def context(one: dict[str, Any]) -> str:
    return "".join(f"<small>{marked(element['text'])}</small>" for element in one["elements"])


def actions(one: dict[str, Any]) -> str:
    return f'<div class="actions">{"".join(element(e) for e in one["elements"])}</div>'


def field(one: dict[str, Any]) -> str:
    """A question of a form."""
    optional = ' <span class="when">(optional)</span>' if one["optional"] else ""
    return f'<p class="field"><b>{plain(one["label"]["text"])}</b>{optional}<br>{element(one["element"])}</p>'


def element(one: dict[str, Any]) -> str:
    """A button, a choice as it stands, an empty field."""
    if one["type"] == "button":
        return f'<span class="button">{plain(one["text"]["text"])}</span>'
    if one["type"] == "checkboxes":
        return "".join(f'<span class="tick">✓</span> {plain(o["text"]["text"])}' for o in one["options"])
    shown = one.get("initial_option") or {"text": one.get("placeholder", {"text": "\u00a0"})}
    arrow = '<i class="arrow"></i>' if one["type"] == "static_select" else ""
    return f'<span class="button choice">{plain(shown["text"]["text"])}{arrow}</span>'


def marked(text: str) -> str:
    """mrkdwn as HTML; what stands between the marks is escaped already, by Slack's rules, and again by HTML's."""
    out, at = [], 0
    for mark in MARKS.finditer(text):
        out.append(plain(text[at : mark.start()]))
        if mark["url"]:
            out.append(f'<a href="{html.escape(html.unescape(mark["url"]))}">{plain(mark["label"])}</a>')
        elif mark["bold"]:
            out.append(f"<b>{plain(mark['bold'])}</b>")
        else:
            out.append(f"<i>{plain(mark['italic'])}</i>")
        at = mark.end()
    return "".join(out) + plain(text[at:])


def plain(text: str) -> str:
    return html.escape(html.unescape(text))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
