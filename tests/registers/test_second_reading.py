"""Two readings of one page, written apart, agree on every row of random dirty deliveries."""

import numpy as np
import pytest

from tests.registers.compare import differences
from tests.registers.mutate import mutate
from tests.second_reading.random_city import write_random_city


@pytest.mark.parametrize("seed", range(30))
def test_both_readings_of_a_dirty_city_agree(tmp_path, seed):
    write_random_city(tmp_path / "delivery", seed, 60, faults=(0.05, 0.2, 0.5)[seed % 3])
    assert differences(tmp_path / "delivery", tmp_path / "store") == []


@pytest.mark.parametrize("seed", range(60))
def test_both_readings_of_a_broken_delivery_agree(tmp_path, seed):
    write_random_city(tmp_path / "delivery", seed % 10, 20)
    mutate(tmp_path / "delivery", np.random.default_rng(seed))
    assert differences(tmp_path / "delivery", tmp_path / "store") == []
