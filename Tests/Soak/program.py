"""Headcount as the soak runs it: always in the folder of logs, so that every run finds them by the same paths."""
import os
import signal
import subprocess
import tempfile
import time

# Longer than any run takes, on a slow machine with a debug build: what takes longer hangs.
PATIENCE = 300


class Ended:
    """A run that has ended: its exit status (negative: the signal that ended it) and what it said."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def complaint(self):
        return self.err.decode("utf-8", "replace").strip()

    @property
    def went_through(self):
        """The scan came to its end. Exit 1 without a complaint: some file is damaged beyond reading, as in the clean scan."""
        return self.status in (0, 1) and not self.complaint

    @property
    def is_clear_failure(self):
        """Exit 1 with one message of the program, and no sign of a crash."""
        return self.status == 1 and len(self.complaint.splitlines()) == 1 and self.complaint.startswith("headcount: ")

    def __str__(self):
        return f"status {self.status}: {self.complaint or 'nothing on standard error'}"


class Started:
    """A run that goes on."""

    def __init__(self, command, folder, environment):
        # Into files: a full pipe would make the program wait for us.
        self.out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.err)

    @property
    def goes_on(self):
        return self.process.poll() is None

    def send(self, number):
        self.process.send_signal(number)

    def ended(self):
        try:
            self.process.wait(PATIENCE)
        finally:
            # A run that hangs does not outlive the round it spoils.
            self.process.kill()
        return Ended(self.process.returncode, self.said(self.out), self.said(self.err))

    @staticmethod
    def said(file):
        with file:
            file.seek(0)
            return file.read()

    def killed_after(self, seconds):
        """Kills the run after so long. False where it had ended before."""
        time.sleep(seconds)
        self.send(signal.SIGKILL)
        return self.ended().status == -signal.SIGKILL


class Headcount:
    def __init__(self, binary, logs, settings):
        self.binary, self.logs, self.settings = binary, logs, settings

    def start(self, *arguments, environment=None):
        return Started([self.binary, *map(str, arguments)], self.logs, {**os.environ, **(environment or {})})

    def run(self, *arguments, environment=None):
        return self.start(*arguments, environment=environment).ended()

    def scan_arguments(self, store, paths=(".",), jobs=2, memory=160):
        return ["scan", *paths, "--store", store, "--estate", self.settings, "--jobs", jobs, "--memory", memory, "--quiet"]

    def start_scan(self, store, environment=None, **options):
        return self.start(*self.scan_arguments(store, **options), environment=environment)

    def scan(self, store, environment=None, **options):
        return self.start_scan(store, environment=environment, **options).ended()


