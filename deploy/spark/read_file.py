"""The map step: one file through `headcount scan --emit rows`, where the task runs. Imports nothing of Spark."""

import collections
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
from urllib.parse import quote, unquote, urlparse
from xml.sax.saxutils import escape

SCHEMA = "headcount.contribution/1"
# What stands around every payload, as docs/contributions.md fixes it.
OF_INPUT = re.compile(
    rb'\{"schema":"headcount\.contribution/1","contribution":"([0-9a-f]{32})","content":"([0-9a-f]{32})",'
    rb'"line":[0-9]+,"kind":"([a-z_]+)"')
NOTE = re.compile(rb'\{"schema":"headcount\.contribution/1","kind":"([a-z_]+)"')
# An archive has to be read back and forth, so it cannot be judged by what comes through a pipe.
ARCHIVE = re.compile(rb'"kind":"input",.*"member":"|"kind":"unread",.*"format":"archive"')
COPY_BYTES = 1 << 20
# Lines that go through Spark as one text: a row of a table for each line costs more than the line.
CHUNK_BYTES = 256 << 10
# The day of a row, and its server, which the line may not have. Quotes within a text have a backslash before them, so this is
# found where the keys stand and nowhere else.
PLACE = re.compile(rb'"day":"([^"]*)"(?:,"server":"((?:[^"\\]|\\.)*)")?')
# Of what a failed program says, what a table is to hold.
LAST_WORDS = 2000


# What FsShell takes for a pattern, or for a quote in one.
PATTERN = re.compile(r"([*?\[\]{}\\])")


class Failed(Exception):
    """This file was not read: the reason goes to the table of rejects, and the job goes on."""


def is_local(uri):
    return urlparse(uri).scheme == "file"


def local_path(uri):
    return unquote(urlparse(uri).path)


def as_pattern(uri):
    """What FsShell expands to this file alone: it takes a path for a pattern, and nothing in it for escaped."""
    scheme, rest = uri.split("://", 1)
    place, slash, path = rest.partition("/")
    quoted = PATTERN.sub(r"\\\1", unquote(path))
    return f"{scheme}://{place}{slash}{quoted}"


def configuration(settings):
    """A settings file of Hadoop."""
    properties = "".join(f"<property><name>{escape(name)}</name><value>{escape(value)}</value></property>"
                         for name, value in sorted(settings.items()))
    return f"<configuration>{properties}</configuration>".encode()


class Source:
    """The bytes of a file, wherever it lies, as something a program can have for its standard input.

    reader: `open` for files of this machine; `arrow` through pyarrow's libhdfs and S3 clients; `hadoop` through the Hadoop
    client among Spark's own jars, which knows every file system the cluster knows and costs a Java start for each file.
    settings: Hadoop's, as the job was given them, for `hadoop`.
    """

    def __init__(self, uri, reader, classpath, settings):
        self.uri, self.reader, self.classpath, self.settings = uri, reader, classpath, settings

    def feed(self, command):
        """Runs the command with the bytes on its standard input; gives its exit code and its last words."""
        if self.reader == "open":
            with open(local_path(self.uri), "rb") as file:
                return finish(subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        if self.reader == "hadoop":
            with tempfile.TemporaryDirectory(prefix="headcount-") as folder, tempfile.TemporaryFile() as said:
                # The settings may hold keys: a file of ours alone, no words of a command line. FsShell wants a core-site.xml,
                # which a cluster's own classpath has.
                settings = os.path.join(folder, "core-site.xml")
                with open(settings, "wb") as file:
                    file.write(configuration(self.settings))
                cat = ["java", "-cp", f"{self.classpath}:{folder}", "org.apache.hadoop.fs.FsShell", "-conf", settings, "-cat",
                       as_pattern(self.uri)]
                first = subprocess.Popen(cat, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said)
                second = subprocess.Popen(command, stdin=first.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                first.stdout.close()
                result = finish(second)
                if first.wait() != 0:
                    said.seek(0)
                    # What follows is how FsShell is to be used.
                    raise Failed(f"cannot be read: {last_words(said.readline())}")
                return result
        with self.stream() as stream:
            program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            failure = []

            def pump():
                try:
                    shutil.copyfileobj(stream, program.stdin, COPY_BYTES)
                except BrokenPipeError:
                    pass
                except Exception as error:  # Of whatever client: it is this file's, not the job's.
                    failure.append(error)
                    program.kill()
                finally:
                    try:
                        program.stdin.close()
                    except BrokenPipeError:
                        pass

            thread = threading.Thread(target=pump)
            thread.start()
            said = program.stderr.read()
            code = program.wait()
            thread.join()
            if failure:
                raise Failed(f"cannot be read: {failure[0]}")
            return code, said

    def stream(self):
        from pyarrow import fs
        # Arrow calls S3 by its own name, and wants all escaped that no URI may hold. Hadoop escapes less.
        scheme, rest = self.uri.split("://", 1)
        place, slash, path = rest.partition("/")
        escaped = quote(unquote(path))
        system, path = fs.FileSystem.from_uri(f"{'s3' if scheme == 's3a' else scheme}://{place}{slash}{escaped}")
        return system.open_input_stream(path, compression=None)

    def copied_to(self, path):
        """A file of this machine with the bytes: the file itself, where it is one."""
        if self.reader == "open":
            return local_path(self.uri)
        code, said = self.feed(["dd", f"of={path}", "bs=1M", "iflag=fullblock", "status=none"])
        if code != 0:
            raise Failed(f"cannot be copied: {last_words(said)}")
        return path


def finish(program):
    said = program.stderr.read()
    return program.wait(), said


def last_words(said):
    return said[-LAST_WORDS:].decode("utf-8", "replace").strip()


def read(source, name, headcount, estate):
    """Yields (contribution, content, number, kind, bytes, lines) for all lines of a file.

    kind: `input`, `unread` and `finished`, one line each; `row` and `other`, lines of one input, up to CHUNK_BYTES of them
    together, numbered in their order, as bytes without the last line end; `places` at the end, how many rows name a server and
    a day. Nothing is yielded before the file has been read to its end. Raises Failed.
    """
    with tempfile.TemporaryDirectory(prefix="headcount-") as folder:
        lines = os.path.join(folder, "lines")
        options = ["--name", name, "--emit", "rows", "--output", lines, "--force", "--jobs", "1", "--quiet"]
        options += ["--estate", estate] if estate else []
        check(*source.feed([headcount, "scan", "-", *options]), lines)
        if is_archive(lines):
            copy = source.copied_to(os.path.join(folder, "archive"))
            program = subprocess.Popen(
                [headcount, "scan", copy, *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE)
            check(*finish(program), lines)
        with open(lines, "rb") as file:
            yield from chunks(file)


def unread(name, reason, headcount):
    """The line that says that a file could not be had, for the store to say so too."""
    with tempfile.TemporaryDirectory(prefix="headcount-") as folder:
        lines = os.path.join(folder, "lines")
        program = subprocess.Popen(
            [headcount, "scan", "-", "--name", name, "--emit", "rows", "--unread", reason, "--output", lines, "--quiet"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        check(*finish(program), lines)
        with open(lines, "rb") as file:
            yield from chunks(file)


def chunks(lines):
    begun, size, about, number = [], 0, None, 0
    places = collections.Counter()
    for line in lines:
        contribution, content, kind = parsed(line)
        if kind == "row":
            places[place(line)] += 1
        elif kind != "input" and contribution is not None:
            kind = "other"
        whose = (contribution, content, kind)
        if begun and (whose != about or contribution is None or size >= CHUNK_BYTES):
            yield chunk(about, number, size, begun)
            begun, size, number = [], 0, number + 1
        about = whose
        begun.append(line)
        size += len(line)
    if begun:
        yield chunk(about, number, size, begun)
    if places:
        named = [b'{"day":"%s","server":"%s","server_address":"%s","rows":%d}\n' % (*of, count) for of, count in places.items()]
        yield chunk((None, None, "places"), number + 1, 0, named)


def place(line):
    """Day, server and server address of a row, as they stand in JSON."""
    day, server = PLACE.search(line).groups()
    address = b"" if server else json.dumps(json.loads(line).get("server_address", ""))[1:-1].encode()
    return day, server or b"", address


def chunk(about, number, size, lines):
    contribution, content, kind = about
    return contribution, content, number, kind, size, b"".join(lines).rstrip(b"\n")


def check(code, said, lines):
    # 1 is a file that could not be read, which its lines say, or a failure, which leaves none.
    if code not in (0, 1) or not os.path.exists(lines):
        raise Failed(f"headcount ended with {code}: {last_words(said)}")


def is_archive(lines):
    with open(lines, "rb") as file:
        return any(ARCHIVE.search(line) for line in file if b'"kind":"input"' in line[:200] or b'"kind":"unread"' in line[:200])


def parsed(line):
    found = OF_INPUT.match(line)
    if found:
        contribution, content, kind = found.groups()
        return contribution.decode(), content.decode(), kind.decode()
    note = NOTE.match(line)
    if not note:
        raise Failed(f"headcount wrote a line that is none of {SCHEMA}: it and this job are of different versions")
    return None, None, note.group(1).decode()
