"""A headless browser that is controlled over a pipe; it has no network."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars --disable-dev-shm-usage --remote-debugging-pipe
"""
STATE = """({
    title: document.title,
    language: document.documentElement.lang,
    wide: [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1
        && !e.closest(".table, figure, pre")).map(e => e.outerHTML.slice(0, 80)),
    scrolls: document.documentElement.scrollWidth > innerWidth,
    broken: [...document.images].filter(i => !i.complete || !i.naturalWidth).length,
    undescribed: [...document.images].filter(i => !i.alt).length,
    pictures: document.images.length,
    scripts: document.scripts.length,
    headings: document.querySelectorAll("h1").length,
})"""


def executable() -> str | None:
    """Return the path of a browser, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """A running browser with one page open at a time."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = commands
        self._answers = os.fdopen(answers, "rb", buffering=0)
        self._number = 0
        self._rest = b""
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self._say("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._say("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._say(f"{domain}.enable")

    def open(self, page: Path, width: int, height: int = 900, asked: str = "") -> dict[str, Any]:
        """Open a page at a width; return its content, its errors and its requests.

        `asked` is the query and fragment of the address, `?id=1#2`. A page that loads its data must set an attribute of
        its body when it is ready.
        """
        self.events.clear()
        self._say(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self._say("Page.navigate", url=page.resolve().as_uri() + asked)
        self._until("Page.loadEventFired")
        self.wait_for("!document.body.dataset.page || document.body.hasAttribute('data-ready')")
        state = self.value(STATE)
        asked = [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]
        state["asked"] = [url for url in asked if not url.startswith("data:")]
        complaints = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        state["complaints"] = [json.dumps(e["params"]) for e in self.events if e["method"] in complaints]
        return dict(state)

    def value(self, expression: str) -> Any:
        """Return the value of an expression in the open page."""
        answer = self._say("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 30) -> None:
        """Wait until an expression is true in the open page."""
        end = time.monotonic() + seconds
        while not self.value(expression):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.01)

    def processor_seconds(self) -> float:
        """Return the processor time of the page's thread, independent of other load."""
        self._say("Performance.enable", timeDomain="threadTicks")
        metrics = {row["name"]: row["value"] for row in self._say("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"])

    def picture(self) -> bytes:
        """Return the whole open page as PNG."""
        shot = self._say("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def _say(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while (answer := self._hear()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return dict(answer["result"])

    def _until(self, event: str) -> None:
        while not any(seen.get("method") == event for seen in self.events):
            self.events.append(self._hear())

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = self._answers.read(1 << 20)
            assert data, "the browser has gone"
            self._rest += data
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))


@contextmanager
def running() -> Iterator[Browser]:
    """Start a browser with its own profile, and end it afterwards."""
    requests, commands = os.pipe()
    answers, tells = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # The browser reads commands from descriptor 3 and writes answers to 4; only a shell puts them there by number.
        shell = f'exec "$0" "$@" 3<&{requests} 4>&{tells}'
        process = subprocess.Popen(
            ["bash", "-c", shell, str(executable()), *FLAGS.split(), f"--user-data-dir={profile}"],
            pass_fds=(requests, tells),
            stderr=subprocess.DEVNULL,
        )
        os.close(requests)
        os.close(tells)
        try:
            yield Browser(commands, answers)
        finally:
            process.terminate()
            process.wait(timeout=20)
