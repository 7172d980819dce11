"""The queues in Ciw: a network is declared, simulated, and read off its records."""

from __future__ import annotations

import ciw

from peers.queues import Desk, Network


def desk(model: Desk, customers: int, seed: int) -> float:
    """Serve so many customers; their mean wait, or the share that gave up."""
    reneging = None
    if model.patience is not None:
        reneging = [ciw.dists.Exponential(rate=1 / model.patience)]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=model.arrivals)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[model.servers],
        reneging_time_distributions=reneging,
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    records = simulation.get_all_records()
    if model.patience is None:
        return sum(record.waiting_time for record in records) / len(records)
    return sum(record.record_type == "renege" for record in records) / len(records)


def network(model: Network, customers: int, seed: int) -> float:
    """Let so many customers through; the mean wait of a visit."""
    declared = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=rate) for rate in model.entry],
        service_distributions=[ciw.dists.Exponential(rate=1 / mean) for mean in model.service],
        routing=[list(row) for row in model.routing],
        number_of_servers=list(model.servers),
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(declared)
    simulation.simulate_until_max_customers(customers, method="Finish")
    records = simulation.get_all_records()
    return sum(record.waiting_time for record in records) / len(records)
