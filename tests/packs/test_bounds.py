"""A law that can be decided for a village can be decided for a house of a thousand: bounds follow the data."""

import pytest

from alongside.rules.columns import GROUP_SIZES
from alongside.rules.definitions import Definition, MeasureCase
from alongside.rules.emit_units import case_kernel, definition_kernel
from alongside.rules.fault import PackFault
from alongside.rules.law import order_of_parts
from alongside.rules.world import Sizes, World


@pytest.mark.parametrize(
    "most",
    [16, 64, 256, 1024],
)
def test_every_rule_of_the_shipped_pack_stands_however_many_rows_somebody_has(pack, most):
    names = [(r.name, index) for r in pack.registers.all for index in (r.owner, *(i.name for i in r.indexes))]
    sizes = Sizes({f"{register}.{index}": most for register, index in names}, GROUP_SIZES[0])
    world = World(pack.registers, tuple(pack.law.terms), sizes)
    refused = []
    for part in order_of_parts(pack.law, pack.law.measures):
        try:
            if isinstance(part, Definition):
                definition_kernel(world, part)
            elif isinstance(part, MeasureCase):
                case_kernel(world, part, in_kind=pack.law.measure_of(part).in_kind, full=False)
        except PackFault as fault:
            refused.append(fault.what)
    assert refused == []
