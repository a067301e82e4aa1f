"""Files that cannot be read from some byte on: named with the reason, nothing of them counted, all else as ever."""
import os
import shutil
import subprocess

import corpus
from stores import Broken, compare, everything, opened

SHIM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "failing_reader.c")


def soak_read_errors(soak, rounds):
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        print("read errors: NOT RUN, there is no C compiler (cc, clang)", flush=True)
        return
    library = os.path.join(soak.scratch, "failing_reader.so")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SHIM, "-ldl"], check=True)
    # Archives that are cut: they fail in every scan.
    always = failures(soak.clean_store)
    soak.rounds("read-errors", rounds, lambda soak, this: play(soak, this, library, always))


def play(soak, this, library, always):
    rng, logs, store = this.rng, soak.headcount.logs, this.store()
    names = corpus.files(logs)
    sized = [name for name in names if os.path.getsize(os.path.join(logs, name)) > 0]
    failing = {name: rng.randrange(os.path.getsize(os.path.join(logs, name))) for name in rng.sample(sized, rng.randint(1, 12))}
    for name, byte in failing.items():
        this.note(f"{name} fails at byte {byte}")
        this.tally["files that failed"] += 1
    listed = "".join(f"{os.path.realpath(os.path.join(logs, name))}\t{byte}\n" for name, byte in failing.items())
    scanned_before = rng.random() < 0.3
    if scanned_before and not soak.headcount.scan(store).went_through:
        raise Broken("a scan of all logs failed")
    run = soak.headcount.scan(
        store, jobs=rng.choice((1, 2, 4)), memory=rng.choice((1, 160)),
        environment={"LD_PRELOAD": library, "SOAK_FAILS": listed})
    check(run, store, failing, always)
    shown = without_unread(everything(soak.headcount, store))
    if scanned_before:
        this.tally["had all the logs before"] += 1
        compare(without_unread(soak.clean), shown, "the store that had all the logs before")
    else:
        compare(without_unread(rest(soak, this, names, failing)), shown, "the store without the failing files")
    run = soak.headcount.scan(store)
    if not run.went_through:
        raise Broken(f"the scan without read errors ended with {run}")
    compare(soak.clean, everything(soak.headcount, store), "the store once all could be read")


def rest(soak, this, names, failing):
    """What a store of the files that do not fail shows."""
    store = this.store("rest")
    run = soak.headcount.scan(store, paths=[name for name in names if name not in failing])
    if not run.went_through:
        raise Broken(f"the scan of the other files ended with {run}")
    return everything(soak.headcount, store)


def without_unread(shown):
    return {name: shown[name] for name in shown if name != "table unread"}


def failures(store):
    """The files the store says could not be read, with the reason."""
    with opened(store) as database:
        return dict(database.execute("SELECT path, reason FROM unread WHERE is_failure"))


def check(run, store, failing, always):
    """Exit 1, each file named on standard output and in the store with the system's word for it, and no other."""
    if run.status != 1 or run.complaint:
        raise Broken(f"with files that cannot be read the scan ended with {run}")
    unread = failures(store)
    if set(unread) - set(always) != set(failing) - set(always) or not set(failing) <= set(unread):
        raise Broken(f"unread are {sorted(unread)}, failing were {sorted(failing)}")
    said = run.out.decode("utf-8", "replace")
    for name in failing:
        reason = unread[name]
        if "Input/output error" not in reason or f"at byte {failing[name]}" not in reason:
            raise Broken(f"{name} failed at byte {failing[name]}, and the store says: {reason}")
        if name not in said:
            raise Broken(f"{name} is not named by the scan")
