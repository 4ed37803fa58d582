"""Draws every kind of message as people see it in Slack, light, dark and as a phone's notice, and writes docs/messages.md.

    make pictures

The messages are those of tests/golden/messages, their order and lines those of tests/monitor/alerting/kinds.py. Needs Chromium
(`CHROMIUM` names another one). A picture is as high as its message: the page is measured first.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import render_alert  # noqa: E402  the path is set above

from monitor.alerting import buttons  # noqa: E402
from tests.monitor.alerting.kinds import KINDS, SECOND  # noqa: E402
from tests.monitor.alerting.newsdesk import incident, rule  # noqa: E402

OUT = ROOT / "docs" / "images" / "messages"
WIDTH = 560  #: pixels of the page
CHROMIUM = [os.environ.get("CHROMIUM", "chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]

MORE = """<style>
body { padding: 14px 16px } .channel { display: none }
.level { display: inline-block; width: .8em; height: .8em; border-radius: 50%; border: 1px solid #0003 }
.phone .level { display: inline-block } .called { background: #f2c74466; border-radius: 3px; padding: 0 2px; color: #1264a3 }
.phone { margin: 0 0 14px; padding: 9px 12px; border-radius: 14px; background: #f0f0f2; width: 340px; font-size: 13px }
.phone b { display: block } .phone span { display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical;
  overflow: hidden } .dark { background: #1a1d21; color: #d1d2d3; margin: 0 -16px -14px; padding: 14px 16px 4px }
.dark a, .dark .called { color: #1d9bd1 } .dark small, .dark .when { color: #ababad } .dark blockquote { border-color: #565856 }
</style>"""

FRONT = ("update-contradicted", "reply-toll-and-place")
COLOURS = {"⚪": "#e8e8e8", "🔵": "#3b82f6", "🟡": "#f5c518", "🟠": "#ff9500", "🔴": "#e01e1e"}

HEAD = """# Messages

Every kind of message that Wirewatch sends. Each picture shows, from above: the notice on a phone (the fallback text),
the message in Slack's light theme, and in its dark one. Made from the golden files in `tests/golden/messages` by `make pictures`.
"""

FORM = """## The form behind *Mute…*

What opens when somebody presses *Mute…* under an alert.

![form](images/form.png)
"""


def main() -> int:
    """Draw all, or those that are named; write the page. Answers 1 when Chromium fails."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or KINDS:
        draw(name)
        print(name)
    draw_front()
    form = render_alert.form(buttons.form(incident(SECOND), rule()))
    shoot(render_alert.PAGE % (MORE + form), ROOT / "docs" / "images" / "form.png")
    parts = [f"## {name}\n\n{when}\n\n![{name}]({f'images/messages/{name}.png'})\n" for name, (when, _) in KINDS.items()]
    (ROOT / "docs" / "messages.md").write_text("\n".join([HEAD, *parts, FORM]), "utf-8")
    return 0


def drawn(page: str) -> str:
    """Marks of level as circles (a machine without an emoji font draws boxes), and a called group as Slack shows it."""
    for mark, colour in COLOURS.items():
        page = page.replace(mark, f'<i class="level" style="background:{colour}"></i>')
    return page.replace("&lt;!subteam^S0123ABCD&gt;", '<span class="called">@on-call</span>')


def draw(name: str) -> None:
    """One picture, as high as the page says it is."""
    letter = json.loads((render_alert.GOLDEN / f"{name}.json").read_text("utf-8"))
    notice = f'<div class="phone"><b>wirewatch</b><span>{drawn(render_alert.plain(letter["text"]))}</span></div>'
    if not letter["blocks"]:
        letter["blocks"] = [{"type": "section", "text": {"type": "mrkdwn", "text": letter["text"]}}]
    shown = drawn(render_alert.message(letter))
    shoot(render_alert.PAGE % (MORE + notice + shown + f'<div class="dark">{shown}</div>'), OUT / f"{name}.png")


def draw_front() -> None:
    """The picture of the README: a head as it stands, and what was said in its thread."""
    head, *replies = [json.loads((render_alert.GOLDEN / f"{name}.json").read_text("utf-8")) for name in FRONT]
    thread = "".join(render_alert.message(reply) for reply in replies)
    style = MORE.replace(".channel { display: none }", "")
    page = style + drawn(f'{render_alert.message(head)}<div class="thread">{thread}</div>')
    shoot(render_alert.PAGE % page, ROOT / "docs" / "images" / "alert.png", width=760, scale=2)


def shoot(page: str, picture: Path, *, width: int = WIDTH, scale: int = 1) -> None:
    """The page as a picture. `scale`: pixels of the picture for one of the page."""
    measure = "<script>document.title = document.body.scrollHeight</script>"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page + measure, "utf-8")
        size = [f"--window-size={width},100", f"--user-data-dir={folder}/profile"]
        dumped = subprocess.run([*CHROMIUM, *size, "--dump-dom", str(file)], check=True, capture_output=True, text=True).stdout
        found = re.search(r"<title>(\d+)</title>", html.unescape(dumped))
        height = int(found[1]) if found else 800
        size[0] = f"--window-size={width},{height}"
        shot = f"--screenshot={picture}"
        subprocess.run(
            [*CHROMIUM, *size, f"--force-device-scale-factor={scale}", shot, str(file)], check=True, capture_output=True
        )


if __name__ == "__main__":
    raise SystemExit(main())
