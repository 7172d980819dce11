"""The formulas the engines are judged by, against published values and against each other."""

import math

import numpy as np
import pytest

from tests.theory import formulas


@pytest.mark.parametrize(("servers", "load", "lost"), [(15, 11, 0.05880), (1, 1, 0.5)])
def test_erlangs_loss_formula_gives_the_known_values(
    servers: int, load: float, lost: float
) -> None:
    assert formulas.erlang_b(servers, load) == pytest.approx(lost, abs=5e-6)


@pytest.mark.parametrize(
    ("servers", "load", "waits", "services"),
    [(15, 11, 0.18980, None), (10, 8, 0.40918, 0.20459), (3, 2, 0.44444, 0.44444)],
)
def test_erlangs_delay_formula_gives_the_known_values(
    servers: int, load: float, waits: float, services: float | None
) -> None:
    assert formulas.erlang_c(servers, load) == pytest.approx(waits, abs=5e-6)
    if services is not None:
        assert formulas.wait_in_mmc(load, 1, servers) == pytest.approx(services, abs=5e-6)


def test_the_delay_formula_is_the_birth_death_chain() -> None:
    arrivals, servers, longest = 2.4, 3, 600
    rates = {(n, n + 1): arrivals for n in range(longest)}
    rates |= {(n, n - 1): float(min(n, servers)) for n in range(1, longest + 1)}
    law = formulas.stationary(formulas.from_rates(rates, longest + 1))
    waiting = law @ np.maximum(np.arange(longest + 1) - servers, 0)

    assert law[servers:].sum() == pytest.approx(formulas.erlang_c(servers, arrivals), rel=1e-9)
    assert waiting / arrivals == pytest.approx(formulas.wait_in_mmc(arrivals, 1, servers), rel=1e-9)


def test_people_with_endless_patience_wait_and_those_with_none_are_lost() -> None:
    patient = formulas.erlang_a(8, 1, 10, patience=1e9)
    assert patient.wait == pytest.approx(formulas.wait_in_mmc(8, 1, 10), rel=1e-6)
    assert patient.busy == pytest.approx(8, rel=1e-6)

    hurried = formulas.erlang_a(11, 1, 15, patience=1e-9)
    assert hurried.leaving == pytest.approx(formulas.erlang_b(15, 11), rel=1e-6)


def test_patience_as_long_as_the_service_makes_the_queue_a_crowd_without_limit() -> None:
    """With equal rates of leaving, the number in M/M/c+M is Poisson."""
    shares = formulas.poisson_shares(12, 100)
    result = formulas.erlang_a(12, 1, 10, patience=1)
    assert result.wait * 12 == pytest.approx(shares @ np.maximum(np.arange(101) - 10, 0))
    assert 12 * (1 - result.leaving) == pytest.approx(result.busy)


def test_pollaczek_khinchine_is_m_m_1_at_variation_one_and_half_of_it_at_zero() -> None:
    exponential = formulas.wait_in_mmc(0.7, 1, 1)
    assert formulas.pollaczek_khinchine(0.7, 1, 1) == pytest.approx(exponential)
    assert formulas.pollaczek_khinchine(0.7, 1, 0) == pytest.approx(exponential / 2)


def test_priority_moves_waiting_from_class_to_class_and_makes_none() -> None:
    arrivals = [0.2, 0.3, 0.25]
    waits = formulas.cobham(arrivals, 1)
    shared = sum(rate * wait for rate, wait in zip(arrivals, waits, strict=True)) / 0.75
    assert waits == sorted(waits)
    assert shared == pytest.approx(formulas.wait_in_mmc(0.75, 1, 1))


def test_a_network_of_one_station_is_that_station_and_feedback_is_more_visits() -> None:
    (alone,) = formulas.jackson([0.5], [[0.0]], [1.0], [1])
    assert alone.wait == pytest.approx(formulas.wait_in_mmc(0.5, 1, 1))

    first, second = formulas.jackson([0.4, 0.0], [[0.0, 0.5], [0.4, 0.0]], [1.0, 2.0], [2, 1])
    assert first.rate == pytest.approx(0.4 / (1 - 0.2))
    assert second.rate == pytest.approx(0.5 * first.rate)
    assert second.number == pytest.approx(0.5 / (1 - 0.5))


def test_poisson_shares_sum_to_one_around_their_mean() -> None:
    shares = formulas.poisson_shares(9.5, 80)
    assert shares.sum() == pytest.approx(1)
    assert shares @ np.arange(81) == pytest.approx(9.5)


def test_a_saturated_tandem_lets_two_thirds_through() -> None:
    """Two equal exponential stations without a list between pass 2/3 of what one could."""
    just_stable = formulas.tandem_with_blocking(0.60, 1, 1)
    assert just_stable.second_busy == pytest.approx(0.60, rel=1e-6)
    overloaded = formulas.tandem_with_blocking(2.0, 1, 1, longest=60)
    assert overloaded.second_busy == pytest.approx(2 / 3, rel=1e-6)


def test_a_tandem_whose_second_station_is_instant_is_m_m_1() -> None:
    result = formulas.tandem_with_blocking(0.6, 1, 1e-7, longest=120)
    assert result.number == pytest.approx(0.6 / 0.4, rel=1e-4)
    assert result.blocked == pytest.approx(0, abs=1e-6)


def test_a_chain_of_two_states_rests_in_the_ratio_of_its_rates() -> None:
    law = formulas.stationary(formulas.from_rates({(0, 1): 2.0, (1, 0): 6.0}, 2))
    assert law.tolist() == pytest.approx([0.75, 0.25])


def test_a_post_is_vacant_for_its_share_of_the_cycle() -> None:
    post = formulas.renewal(tenure=9, vacancy=1)
    assert (post.rate, post.vacant) == (0.1, 0.1)
    assert math.isclose(post.rate * 9 + post.vacant, 1)
