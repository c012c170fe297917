"""Deliveries that went wrong on the way: bytes lost, swapped, added; manifests that say something else."""

import hashlib
import json

MANIFESTS = [True, 3.0, 2.5, -1, "3", None, [], {}, "persons.csv", "../persons.csv", 1e400, "0" * 70]
BYTES = [b"", b"\x98", b"\xff", b"\0", b'"', b'""', b";", b"\n", b"\r", b"\r\n", b" ", b"-", b"\xef\xbb\xbf"]


def mutate(folder, rng):
    """Change one to three things in a delivery; most digests are put right again."""
    for _ in range(int(rng.integers(1, 4))):
        manifest = json.loads((folder / "manifest.json").read_bytes())
        entry = manifest["files"][rng.integers(len(manifest["files"]))]
        what = rng.random()
        if what < 0.7:
            mutate_file(folder, entry, rng)
        elif what < 0.8:
            key = ("name", "register", "rows", "sha256")[rng.integers(4)]
            entry[key] = MANIFESTS[rng.integers(len(MANIFESTS))]
        elif what < 0.85:
            key = ("delivery_id", "as_of", "files")[rng.integers(3)]
            manifest[key] = MANIFESTS[rng.integers(len(MANIFESTS))]
        elif what < 0.9:
            manifest["files"].append(dict(entry))
        else:
            (manifest if what < 0.95 else entry).popitem()
        (folder / "manifest.json").write_text(json.dumps(manifest))
        if what >= 0.7:
            return


def mutate_file(folder, entry, rng):
    path = folder / str(entry["name"])
    if not path.is_file():
        return
    data = mutate_bytes(path.read_bytes(), rng)
    path.write_bytes(data)
    if rng.random() < 0.9:
        entry["sha256"] = hashlib.sha256(data).hexdigest()
        if rng.random() < 0.8 and path.suffix == ".csv":
            end = b"\r\n" if b"\r\n" in data else b"\n"
            entry["rows"] = data.count(end) - data.endswith(end)


def mutate_bytes(data, rng):
    at, other = (int(rng.integers(len(data) + 1)) for _ in range(2))
    at, other = min(at, other), max(at, other)
    match rng.integers(6):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[other:]
        case 2:
            return data[:at] + data[at:other][:5000] + data[at:]
        case 3:
            return data + data[-1:] * int(rng.integers(1, 4))
    for _ in range(int(rng.integers(1, 12))):
        at = int(rng.integers(len(data) + 1))
        data = data[:at] + BYTES[rng.integers(len(BYTES))] + data[at + int(rng.integers(2)) :]
    return data
