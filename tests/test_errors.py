"""What people read when something is wrong."""

import pickle

from sim.errors import Fault, Location, ScenarioFaults, did_you_mean, listed

GP = Location("x.yaml", 12, 9, "services.gp.contacts.every")


def test_a_fault_says_where_what_and_how_to_go_on() -> None:
    fault = Fault(GP, '"2 wekes" is not a length of time.', "Write a unit.", "Did you mean weeks?")

    assert str(fault).splitlines() == [
        "x.yaml:12:9: services.gp.contacts.every",
        '  "2 wekes" is not a length of time.',
        "  Write a unit. Did you mean weeks?",
    ]


def test_faults_are_told_once_each_in_order_of_place() -> None:
    first = Fault(GP._replace(line=2), "first")
    faults = ScenarioFaults([Fault(GP, "second"), first, first])

    assert [fault.problem for fault in faults.faults] == ["first", "second"]
    assert str(faults).endswith("2 faults found.")


def test_faults_of_one_file_stay_together() -> None:
    base = Fault(GP._replace(file="base.yaml", line=1), "in the base")
    late = Fault(GP._replace(line=90), "late")

    assert ScenarioFaults([Fault(GP, "early"), base, late]).faults[-1] == base


def test_after_fifty_faults_the_rest_is_counted() -> None:
    faults = ScenarioFaults(Fault(GP._replace(line=n), "wrong") for n in range(1, 64))

    assert str(faults).count("wrong") == 50
    assert str(faults).endswith("… and 13 more. 63 faults found.")


def test_faults_travel_between_processes() -> None:
    faults = ScenarioFaults([Fault(GP, "wrong")])

    assert pickle.loads(pickle.dumps(faults)).faults == faults.faults


def test_the_nearest_name_is_offered_and_a_far_one_is_not() -> None:
    assert (
        did_you_mean("comunity_team", ["community_team", "gp"]) == "Did you mean `community_team`?"
    )
    assert did_you_mean("Crisis_Team", ["crisis_team"]) == "Did you mean `crisis_team`?"
    assert did_you_mean("ward", ["gp"], "Add it.") == "Add it."


def test_names_are_listed_as_prose() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == "(none)"
    assert listed([str(n) for n in range(30)]).endswith("19 and 10 more")
