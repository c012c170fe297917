"""OpenFisca's side, a process of its own in an environment of its own.

`python -m bench.openfisca.peer_side WHAT ...`: `keep` a delivery in arrays of this side's own; or decide and write the
awards, from the registers in those arrays (`facts`), from what they come to for each person and family (`digested`),
or from the delivery itself (`parquet`). Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import time

BEGAN = time.monotonic()

from pathlib import Path  # noqa: E402 - the clock must run before anything is imported

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from openfisca_core.simulations import Simulation, SimulationBuilder  # noqa: E402

from bench.openfisca.country.system import Moscow  # noqa: E402
from bench.openfisca.kinship import Arrays  # noqa: E402
from bench.openfisca.memory import peak_mb, read_through  # noqa: E402
from bench.openfisca.month_facts import window  # noqa: E402
from bench.openfisca.prepare import load, prepare, save  # noqa: E402
from bench.openfisca.registers import Delivery, KeptDelivery, keep  # noqa: E402

# Measure, kind of unit, variable; the order of ours.
OUTPUT = (
    ("unified_allowance", "child", "unified_allowance_child"),
    ("unified_allowance", "person", "unified_allowance_pregnant"),
    ("birth_grant", "child", "birth_grant"),
    ("old_age_pension", "person", "old_age_pension"),
    ("edv", "person", "edv"),
    ("funeral_benefit", "person", "funeral_benefit"),
    ("unemployment_benefit", "person", "unemployment_benefit"),
    ("pension_city_supplement", "person", "pension_city_supplement"),
    ("large_family_cost_of_living", "family", "large_family_cost_of_living"),
    ("large_family_utilities", "family", "large_family_utilities"),
    ("labour_veteran_monthly", "person", "labour_veteran_monthly"),
    ("centenarian_payment", "person", "centenarian_payment"),
    ("free_travel", "person", "free_travel"),
)
SCHEMA = pa.schema(
    [
        ("on", pa.date32()),
        ("measure_id", pa.string()),
        ("unit_kind", pa.string()),
        ("unit_id", pa.string()),
        ("answer", pa.string()),
        ("amount", pa.float32()),
    ]
)


def simulation_of(system: Moscow, arrays: Arrays, on: np.datetime64) -> Simulation:
    """A simulation over these arrays, none of them copied."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    for name, population in builder.populations.items():
        population.ids = arrays[f"id.{name}"]
        population.count = len(population.ids)
    for name in ("family", "dwelling"):
        builder.populations[name].members_entity_id = arrays[f"member.{name}"]
    roles = np.array(builder.populations["family"].entity.flattened_roles)
    builder.populations["family"].members_role = roles[arrays["member.role"]]
    simulation = builder.build(system)
    for name, array in arrays.items():
        kind, _, variable = name.partition(".")
        if kind in ("person", "family"):
            simulation.set_input(variable, str(on), array)
        elif kind == "month":
            for month, values in zip(window(on), array, strict=True):
                simulation.set_input(variable, str(month), values)
    return simulation


def write_awards(
    simulation: Simulation, arrays: Arrays, on: np.datetime64, out: Path, measures: frozenset[str]
) -> None:
    """Calculate each of these measures and write every unit that has it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for measure, kind, variable in OUTPUT:
            if measure not in measures:
                continue
            values = simulation.calculate(variable, str(on))
            units = np.flatnonzero(values)
            keys = arrays["id.person"][arrays["id.family"][units] if kind == "family" else units]
            columns = [
                pa.array(np.full(len(units), on.astype(int), np.int32)).cast(pa.date32()),
                *(pa.repeat(pa.scalar(word, pa.string()), len(units)) for word in (measure, kind)),
                texts(keys),
                pa.repeat(pa.scalar("yes", pa.string()), len(units)),
                pa.array(
                    values[units].astype(np.float32) if values.dtype != bool else np.zeros(len(units), np.float32)
                ),
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMA))


def texts(signs: np.ndarray) -> pa.Array:
    """Keys of one length, a row each, as texts."""
    offsets = np.arange(0, (len(signs) + 1) * signs.shape[1], signs.shape[1], dtype=np.int32)
    return pa.StringArray.from_buffers(len(signs), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(signs)))


def main() -> None:
    """Do what is asked once for practice on the tiny delivery, then once with the clock running."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["keep", "facts", "digested", "parquet"])
    parser.add_argument("--delivery", type=Path, required=True)
    parser.add_argument("--tiny", type=Path, required=True)
    parser.add_argument("--layout", type=Path, required=True)
    parser.add_argument("--on", type=lambda text: np.datetime64(text, "D"), required=True)
    parser.add_argument("--terms", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--measures", type=lambda text: frozenset(text.split(",")), default=frozenset())
    asked = parser.parse_args()
    if asked.what == "keep":
        keep(Delivery(asked.delivery), asked.layout / "facts")
        save(prepare(KeptDelivery(asked.layout / "facts"), asked.on), asked.layout / "digested")
        return
    system = Moscow(asked.terms)
    arrays = prepare(Delivery(asked.tiny), asked.on)
    write_awards(simulation_of(system, arrays, asked.on), arrays, asked.on, asked.out, asked.measures)
    layout = asked.layout / ("digested" if asked.what == "digested" else "facts")
    read_through(asked.delivery if asked.what == "parquet" else layout)
    started, cpu = time.monotonic(), time.process_time()
    if asked.what == "digested":
        arrays = load(layout)
    else:
        parquet = asked.what == "parquet"
        delivery = Delivery(asked.delivery) if parquet else KeptDelivery(layout)
        arrays = prepare(delivery, asked.on)
        del delivery
    ready = time.monotonic()
    write_awards(simulation_of(system, arrays, asked.on), arrays, asked.on, asked.out, asked.measures)
    end = time.monotonic()
    told = {
        "start": started - BEGAN,
        "preparing": ready - started,
        "seconds": end - started,
        "cpu": time.process_time() - cpu,
    }
    print(json.dumps({name: round(value, 3) for name, value in told.items()} | {"peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
