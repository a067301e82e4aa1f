"""A disk that runs full at some moment of a scan or a merge: one clear line, nothing lost, and room makes it whole."""
import contextlib
import os
import subprocess

from stores import Broken, check_file, compare, everything

# A scan that found room enough is no round: another size is drawn.
DRAWS = 30
ROOM = "size=1g"
# Blocks of a tmpfs.
BLOCK = 4096
HEADROOM = 3


def soak_full_disk(soak, rounds):
    trial = os.path.join(soak.scratch, "disk-trial")
    refused = mount(trial, "size=1m")
    if refused:
        print(f"full disk: NOT RUN, a tmpfs cannot be mounted here ({refused}): run the soak as root", flush=True)
        return
    unmount(trial)
    soak.rounds("full-disk", rounds, lambda soak, this: play(soak, this, soak.clean_store))


def mount(folder, options):
    """Mounts a tmpfs; why that was refused, empty where it was not."""
    os.makedirs(folder, exist_ok=True)
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True)
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or f"mount ended with {done.returncode}"


def unmount(folder):
    subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def small_disk(folder):
    """A disk of one block, to be given another size."""
    refused = mount(folder, f"size={BLOCK}")
    if refused:
        raise Broken(f"a tmpfs could not be mounted: {refused}")
    try:
        yield
    finally:
        unmount(folder)


def resize(folder, size):
    subprocess.run(["mount", "-o", f"remount,{size}", folder], check=True)


def play(soak, this, whole):
    disk = os.path.join(this.folder, "disk")
    with small_disk(disk):
        if this.rng.random() < 0.25:
            fill_by_merge(soak, this, disk, whole)
        else:
            fill_by_scan(soak, this, disk, whole)


def sizes(this, whole):
    """From nearly nothing to more than a store and its log take, in blocks; some hardly hold an empty store."""
    most = os.path.getsize(whole) * HEADROOM // BLOCK
    for _ in range(DRAWS):
        yield BLOCK * this.rng.randint(1, 60 if this.rng.random() < 0.3 else most)
    raise Broken(f"none of {DRAWS} disks ran full")


def fill_by_scan(soak, this, disk, whole):
    store = os.path.join(disk, "soak.headcount")
    for size in sizes(this, whole):
        for name in os.listdir(disk):
            os.remove(os.path.join(disk, name))
        resize(disk, f"size={size}")
        options = {"jobs": this.rng.choice((1, 2, 4)), "memory": this.rng.choice((1, 160))}
        this.note(f"scan {options} onto a disk of {size} bytes")
        run = soak.headcount.scan(store, **options)
        if not run.went_through:
            break
        compare(soak.clean, everything(soak.headcount, store), "the store of a scan that had room enough")
    check_complaint(run, store)
    this.tally["scans ended on a full disk"] += 1
    if os.path.exists(store):
        this.tally["left " + check_file(store, soak.inputs)] += 1
        look(soak, this, store)
    again = soak.headcount.scan(store)
    check_complaint(again, store)
    resize(disk, ROOM)
    run = soak.headcount.scan(store)
    if not run.went_through:
        raise Broken(f"the scan with room enough ended with {run}")
    compare(soak.clean, everything(soak.headcount, store), "the store once there was room")


def look(soak, this, store):
    """On the full disk the store opens, or says why not."""
    for name in ("export access", "census --json"):
        run = soak.headcount.run(*name.split(), "--store", store)
        if run.status == 0:
            if run.out not in (soak.empty[name], soak.clean[name]):
                compare({name: soak.empty[name]}, {name: run.out}, "the store on the full disk")
        elif not run.is_clear_failure:
            raise Broken(f"headcount {name} on the full disk ended with {run}")


def fill_by_merge(soak, this, disk, whole):
    merged = os.path.join(disk, "merged.headcount")
    for size in sizes(this, whole):
        for name in os.listdir(disk):
            os.remove(os.path.join(disk, name))
        resize(disk, f"size={size}")
        this.note(f"merge onto a disk of {size} bytes")
        run = soak.headcount.run("merge", whole, "--output", merged, "--quiet")
        if run.status != 0:
            break
        compare(soak.clean, everything(soak.headcount, merged), "the store of a merge that had room enough")
    check_complaint(run, merged)
    this.tally["merges ended on a full disk"] += 1
    if os.listdir(disk):
        raise Broken(f"a merge that failed has left {', '.join(sorted(os.listdir(disk)))}")
    resize(disk, ROOM)
    run = soak.headcount.run("merge", whole, "--output", merged, "--quiet")
    if run.status != 0:
        raise Broken(f"the merge with room enough ended with {run}")
    compare(soak.clean, everything(soak.headcount, merged), "the merged store once there was room")


def check_complaint(run, store):
    """Exit 1, and one line that names the store and says that the disk is full."""
    line = run.complaint.lower()
    if not run.is_clear_failure or os.path.basename(store) not in line:
        raise Broken(f"on a full disk the run ended with {run}")
    if "cannot drop" in line:
        raise Broken(f"the line hides what failed first: {run}")
    if "disk is full" not in line and "no space" not in line:
        raise Broken(f"on a full disk the run blames something else: {run}")
