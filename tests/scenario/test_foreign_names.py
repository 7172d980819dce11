"""What other programs call distributions and parameters, beside what we call them."""

from sim.scenario.distributions import Distribution
from sim.scenario.foreign_names import FAMILIES, NO_SUCH_FAMILY


def test_no_family_of_ours_is_said_not_to_be_there() -> None:
    denied = {name for names in NO_SUCH_FAMILY for name in names.split()}

    assert len(denied) > 10
    assert denied & Distribution.model_fields.keys() == set()


def test_no_name_of_a_family_of_ours_is_said_not_to_be_one() -> None:
    denied = {name for names in NO_SUCH_FAMILY for name in names.split()}

    assert FAMILIES.keys() <= Distribution.model_fields.keys()
    assert denied & {name for names in FAMILIES.values() for name in names.split()} == set()
