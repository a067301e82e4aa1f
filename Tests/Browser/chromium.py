"""Chromium without a window, driven over the DevTools protocol.

The protocol is spoken through two pipes (`--remote-debugging-pipe`: messages of JSON, each ended by a NUL), so no port is
opened on the machine that runs the checks.
"""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Longest wait for one answer; a page of 5 MB at two widths takes seconds.
SECONDS_PER_COMMAND = 120


class BrowserError(Exception):
    pass


def find():
    """Path of a Chromium, or None."""
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, NAMES) if path), None)


class Chromium:
    """One browser process with a profile of its own, which is thrown away."""

    def __init__(self, path):
        self.profile = tempfile.TemporaryDirectory(prefix="headcount-browser-", ignore_cleanup_errors=True)
        flags = [
            "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self.profile.name}", "--no-first-run",
            "--no-default-browser-check", "--disable-gpu", "--disable-extensions", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb", "--mute-audio",
            # A page that asks for a host gets none, whatever the machine could reach.
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # its sandbox refuses to run as root
        child_reads, self._to = os.pipe()
        self._from, child_writes = os.pipe()
        # The browser takes its pipes as descriptors 3 and 4; copies far above them cannot be in the way.
        high_reads = fcntl.fcntl(child_reads, fcntl.F_DUPFD, 40)
        high_writes = fcntl.fcntl(child_writes, fcntl.F_DUPFD, 40)

        def take_pipes():
            os.setsid()
            os.dup2(high_reads, 3)
            os.dup2(high_writes, 4)
            os.close(high_reads)
            os.close(high_writes)

        self._process = subprocess.Popen(
            [path, *flags, "about:blank"], preexec_fn=take_pipes, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for descriptor in (child_reads, child_writes, high_reads, high_writes):
            os.close(descriptor)
        self._buffer = b""
        self._next = 0
        self._events = []
        self.version = self.send("Browser.getVersion")["product"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self.send("Browser.close")
        except (BrowserError, OSError):
            pass
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            # The session of its own that it was started in.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._to)
        os.close(self._from)
        self.profile.cleanup()

    def send(self, method, parameters=None, session=None):
        """The result of a command; events that come meanwhile are kept."""
        self._next += 1
        number = self._next
        message = {"id": number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        self._write(json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + SECONDS_PER_COMMAND
        while True:
            answer = self._read(deadline)
            if answer is None:
                raise BrowserError(f"no answer to {method} in {SECONDS_PER_COMMAND} s")
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error'].get('message')}")
                return answer["result"]
            if "method" in answer:
                self._events.append(answer)

    def events(self, session):
        """The events of a session so far, once."""
        mine = [event for event in self._events if event.get("sessionId") == session]
        self._events = [event for event in self._events if event.get("sessionId") != session]
        return mine

    def wait(self, session, method, seconds=SECONDS_PER_COMMAND):
        """Reads until the event has come; it stays among the events."""
        deadline = time.monotonic() + seconds
        while not any(e.get("sessionId") == session and e["method"] == method for e in self._events):
            message = self._read(deadline)
            if message is None:
                raise BrowserError(f"{method} did not come in {seconds} s")
            if "method" in message:
                self._events.append(message)

    def _write(self, data):
        while data:
            data = data[os.write(self._to, data):]

    def _read(self, deadline):
        """The next message, or None at the deadline."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._from], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                return None
            chunk = os.read(self._from, 1 << 20)
            if not chunk:
                raise BrowserError("Chromium ended")
            self._buffer += chunk
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)


class Page:
    """One tab: what it shows, asks for and complains about."""

    def __init__(self, browser, width=1280, height=900, dark=False, scripts=True, reduced=None):
        self._browser = browser
        self._context = browser.send("Target.createBrowserContext")["browserContextId"]
        self._target = browser.send(
            "Target.createTarget", {"url": "about:blank", "browserContextId": self._context})["targetId"]
        self._session = browser.send(
            "Target.attachToTarget", {"targetId": self._target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
        self.send("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        self.send("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self.width = width

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._browser.send("Target.disposeBrowserContext", {"browserContextId": self._context})

    def send(self, method, parameters=None):
        return self._browser.send(method, parameters, self._session)

    def before_load(self, script):
        """Runs in every document before anything of it does."""
        self.send("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def open(self, path):
        """Loads a file and waits until it is there."""
        self._browser.events(self._session)
        answer = self.send("Page.navigate", {"url": "file://" + os.path.abspath(path)})
        if answer.get("errorText"):
            raise BrowserError(f"{path}: {answer['errorText']}")
        self._browser.wait(self._session, "Page.loadEventFired")

    def evaluate(self, script):
        """The value of an expression, by value; it may do what a page may do when somebody clicks."""
        answer = self.send("Runtime.evaluate", {
            "expression": script, "returnByValue": True, "awaitPromise": True, "userGesture": True})
        if "exceptionDetails" in answer:
            detail = answer["exceptionDetails"]
            raise BrowserError(detail.get("exception", {}).get("description") or detail["text"])
        return answer["result"].get("value")

    def events(self):
        self.evaluate("0")  # whatever was on its way is in now
        return self._browser.events(self._session)

    def screenshot(self, path, clip=None):
        """The whole page, or a rectangle of it, as PNG."""
        size = clip or self.send("Page.getLayoutMetrics")["cssContentSize"]
        # A surface of more pixels than this is refused by the compositor.
        area = {"x": size["x"], "y": size["y"], "width": size["width"], "height": min(size["height"], 16000), "scale": 1}
        data = self.send("Page.captureScreenshot", {
            "format": "png", "captureBeyondViewport": True, "clip": area})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def pdf(self):
        """The page as it is printed on A4."""
        answer = self.send("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
        return base64.b64decode(answer["data"])
