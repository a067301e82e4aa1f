"""Files, folders and members of archives as inputs; their decoded bytes; which of them are one and the same."""
import bz2
import hashlib
import io
import lzma
import os
import tarfile
import zipfile
import zlib

CHUNK = 1 << 20
GZIP, ZIP, XZ, BZIP2 = b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ\x00", b"BZh"
NOT_READ = {b"(\xb5/\xfd": "Zstandard", b"7z\xbc\xaf\x27\x1c": "7z", b"MSCF": "cab", b"ElfFile\x00": "binary event log"}
FIRST_CHECKPOINT, CHECKPOINT_EVERY = 256, 64 * 1024


class Input:
    """One file, or one leaf member of an archive. `chunks()` gives its decompressed bytes, as often as asked."""

    def __init__(self, path, member, opener):
        self.path, self.member, self.opener = path, member, opener

    def name(self):
        return f"{self.path}!{self.member}" if self.member else self.path

    def chunks(self):
        return self.opener()

    def folders(self):
        """Names of its ancestor folders, nearest first: in the member's path, then in the path as given."""
        inner = self.member.split("/")[:-1] if self.member else []
        outer = self.path.split("/")[:-1]
        return [folder for folder in reversed(outer + inner) if folder not in ("", ".", "..")]

    def file_name(self):
        return (self.member or self.path).split("/")[-1]


def inputs_of(paths, unread):
    """Every input under the paths. What this program has no reader for is appended to `unread`, and only that."""
    for path in paths:
        for file in files_under(path):
            yield from _leaves(file, "", lambda file=file: _raw(open(file, "rb")), lambda file=file: open(file, "rb"), unread)


def files_under(path):
    """The path itself, or all files in the folder, in the order of their names."""
    if not os.path.isdir(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(folder, name)


def _raw(file):
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _head(chunks, size=600):
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= size:
            break
    return head


def _leaves(path, member, chunks, seekable, unread):
    head = _head(chunks())
    for magic, what in NOT_READ.items():
        if head.startswith(magic):
            unread.append((f"{path}!{member}" if member else path, what))
            return
    if head.startswith(ZIP):
        with zipfile.ZipFile(seekable()) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        for name in names:
            data = lambda name=name: io.BytesIO(zipfile.ZipFile(seekable()).read(name))
            yield from _leaves(path, f"{member}!{name}" if member else name, lambda data=data: _raw(data()), data, unread)
        return
    for magic, decode in ((GZIP, _gunzipped), (XZ, _unxzed), (BZIP2, _unbzipped)):
        if head.startswith(magic):
            decoded = lambda decode=decode: decode(chunks())
            inner = _head(decoded())
            if inner[257:262] == b"ustar" or inner.startswith(ZIP):
                whole = lambda: io.BytesIO(b"".join(decoded()))
                yield from _leaves(path, member, decoded, whole, unread)
            else:
                yield Input(path, member, decoded)
            return
    if head[257:262] == b"ustar":
        with tarfile.open(fileobj=seekable()) as archive:
            members = [(entry.name, archive.extractfile(entry).read()) for entry in archive if entry.isfile()]
        for name, content in members:
            data = lambda content=content: io.BytesIO(content)
            yield from _leaves(path, f"{member}!{name}" if member else name, lambda data=data: _raw(data()), data, unread)
        return
    yield Input(path, member, chunks)


def _gunzipped(chunks):
    """All members of a gzip; it ends where it is damaged, or with what is no gzip any more."""
    decoder = zlib.decompressobj(31)
    for chunk in chunks:
        while chunk:
            if decoder.eof:
                chunk = chunk.lstrip(b"\0")
                if not chunk:
                    break
                decoder = zlib.decompressobj(31)
            try:
                out = decoder.decompress(chunk)
            except zlib.error:
                return
            if out:
                yield out
            chunk = decoder.unused_data


def _unxzed(chunks):
    decoder = lzma.LZMADecompressor()
    for chunk in chunks:
        if decoder.eof:
            return
        try:
            yield decoder.decompress(chunk)
        except lzma.LZMAError:
            return


def _unbzipped(chunks):
    decoder = bz2.BZ2Decompressor()
    for chunk in chunks:
        if decoder.eof:
            return
        try:
            yield decoder.decompress(chunk)
        except OSError:
            return


def text_chunks(chunks):
    """The same text in UTF-8 whatever Unicode form it came in. Bytes that are no UTF-8 are left to who reads a record."""
    import codecs
    chunks = iter(chunks)
    first = b""
    while len(first) < 4096:
        more = next(chunks, b"")
        if not more:
            break
        first += more
    encoding = _encoding(first)
    if encoding is None:
        yield first[3:] if first.startswith(b"\xef\xbb\xbf") else first
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    yield decoder.decode(first).lstrip("\ufeff").encode()
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _encoding(head):
    if head.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if head.startswith(b"\xfe\xff"):
        return "utf-16-be"
    sample = head[:512]
    if len(sample) >= 4 and sample[1::2].count(0) > len(sample) // 3 and not sample[0::2].count(0):
        return "utf-16-le"
    if len(sample) >= 4 and sample[0::2].count(0) > len(sample) // 3 and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def decoded(record):
    """A record's text: UTF-8, else Windows-1252."""
    try:
        return record.decode()
    except UnicodeDecodeError:
        return _windows_1252(record)


def _windows_1252(record):
    return "".join(_WINDOWS_1252[byte] for byte in record)


_WINDOWS_1252 = [bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)]


class Content:
    """What an input holds: its length, a digest, and the digest of its beginning at the contract's checkpoints."""

    def __init__(self, chunks):
        running = hashlib.blake2b(digest_size=16)
        self.length, self.checkpoints, mark = 0, {}, FIRST_CHECKPOINT
        for chunk in chunks:
            view = memoryview(chunk)
            while self.length + len(view) >= mark:
                part = mark - self.length
                running.update(view[:part])
                view = view[part:]
                self.length = mark
                self.checkpoints[mark] = running.copy().digest()
                mark += min(mark, CHECKPOINT_EVERY)
            running.update(view)
            self.length += len(view)
        self.digest = running.digest()

    def may_begin(self, other):
        """Whether all checkpoints before the end agree with the other's; the bytes decide."""
        return self.length < other.length and all(other.checkpoints[at] == seen for at, seen in self.checkpoints.items())


def begins(one, other):
    """Whether the bytes of one input are the beginning of the other's."""
    theirs, at_hand = other.chunks(), b""
    for chunk in one.chunks():
        while len(at_hand) < len(chunk):
            more = next(theirs, b"")
            if not more:
                return False
            at_hand += more
        if at_hand[:len(chunk)] != chunk:
            return False
        at_hand = at_hand[len(chunk):]
    return True
