"""The names that R, SciPy, NumPy, Excel and others give to parameters of distributions.

Names are compared without case and punctuation. For a name with the same meaning, our name is
suggested. For a name with a different meaning, the message says how to convert the number.
"""

from __future__ import annotations

FAMILIES = {
    "exponential": "exp expo expon negexp negativeexponential markovian",
    "uniform": "unif rect rectangular",
    "triangular": "tri tria triang triangle",
    "lognormal": "lnorm lognorm logn lognormalvariate lognormvariate galton",
    "normal": "norm gaussian gauss normalvariate truncnorm truncnormal truncatednormal",
    "gamma": "gam gamm gammavariate",
    "erlang": "erl erla erlangk",
    "weibull": "weib weibullmin weibullvariate",
    "fixed": "constant const deterministic det exactly exact degenerate",
    "table": "empirical discrete histogram custom choice categorical",
    "mixture": "hyperexponential hyperexp mix",
    "truncated": "truncate bounded clip clipped bounds limits",
}
"""The families of distributions, each with its names in other programs."""

NO_SUCH_FAMILY = {
    "beta betapert pert": "There is no such family. `triangular` takes the same lowest, likeliest "
    "and highest value; a `table` takes any.",
    "poisson": "A Poisson number counts events. The time from one to the next of them is "
    "`exponential`, with a `mean` of 1 divided by the rate.",
    "pareto loglogistic geometric gompertz phasetype coxian johnson pearson": "There is no such "
    "family. `lognormal` and `weibull` have long tails too; a `table` takes any values.",
}

MOMENTS = {
    "mean": "average avg expected expectation",
    "sd": "std stdev stddev stdv sdev standarddeviation standarddev sigma",
    "median": "med p50 q50",
    "low": "min minimum lower lowerbound lowest smallest lb from left",
    "high": "max maximum upper upperbound highest largest ub to right",
    "mode": "mostlikely likely likeliest peak ml",
}
"""Parameters that have the same meaning in every family, each with its names in other programs."""

SAME = {
    "Exponential": {"mean": "scale beta theta tau"},
    "Uniform": {"low": "a", "high": "b"},
    "Triangular": {"low": "a", "high": "b"},
    "Normal": {"mean": "mu loc", "sd": "scale"},
    "Gamma": {"shape": "a k alpha"},
    "Erlang": {"stages": "k n a shape phases order"},
    "Weibull": {"shape": "c k", "scale": "eta characteristiclife"},
    "Lognormal": {"mu": "meanlog logmean lnmean mulog", "sigma": "sdlog logsd lnsd s sigmalog"},
    "Table": {
        "values": "x xs value vals outcomes times",
        "probabilities": "p ps probability probs prob pmf shares",
    },
    "Percentile": {"at": "p q quantile level probability share", "value": "x val"},
    "Truncated": {"low": "a", "high": "b"},
    "Component": {"share": "weight w p probability prob", "of": "dist distribution component"},
    "HazardStep": {"from": "begin begins start day time after", "per_day": "p probability hazard"},
}
"""Parameters by family, each with the names that have the same meaning in other programs."""

SHIFT = (
    "SciPy's `loc` moves everything later, which no distribution here does: leave it out when it "
    "is 0."
)
VARIANCE = "The `sd` is the square root of the variance."
CV = "The `sd` is the coefficient of variation times the `mean`."
OF_LOGARITHM = (
    "If it is that of the times themselves, write `sd`; if of their logarithm, as in Excel's "
    "LOGNORM.DIST, write `sigma`."
)
ALPHA_OF_WEIBULL = "In Excel alpha is the `shape` and beta the `scale`; in Python's `random` alpha "
ALPHA_OF_WEIBULL += "is the `scale` and beta the `shape`."

# For each family: names of others, which of our keys they bear on, and what to do.
DIFFERENT: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "Exponential": (
        (
            "rate lambda lambd lam intensity hazard",
            ("mean",),
            "The `mean` is 1 divided by the rate.",
        ),
        (
            "mu",
            ("mean",),
            "If it is the mean, write `mean`; if it is a rate, the `mean` is 1 divided by it.",
        ),
        ("halflife", ("mean",), "The `mean` is the half-life divided by 0.6931."),
        (
            "sd std stdev sigma standarddeviation",
            ("mean",),
            "Here the standard deviation is always the `mean`.",
        ),
        ("loc", (), SHIFT),
    ),
    "Uniform": (
        ("loc", ("low",), "SciPy's `loc` is the `low`, and `loc` plus `scale` the `high`."),
        ("scale", ("high",), "SciPy's `loc` is the `low`, and `loc` plus `scale` the `high`."),
        (
            "mean mode mu",
            ("low", "high"),
            "Write the `low` and `high` end; the mean is halfway between.",
        ),
    ),
    "Triangular": (
        (
            "c",
            ("mode",),
            "In R c is the `mode`; in SciPy the `mode` is `loc` plus c times `scale`.",
        ),
        ("loc", ("low",), "SciPy's `loc` is the `low`, and `loc` plus `scale` the `high`."),
        ("scale", ("high",), "SciPy's `loc` is the `low`, and `loc` plus `scale` the `high`."),
        (
            "mean average avg",
            ("mode",),
            "The `mode` is three times the mean, less `low` and `high`.",
        ),
    ),
    "Normal": (
        ("var variance sigma2", ("sd",), VARIANCE),
        ("cv coefficientofvariation", ("sd",), CV),
        (
            "low high min max a b lower upper",
            (),
            "Write `truncated: {low: …, high: …}` beside `normal`. Values below 0 are always left "
            "out.",
        ),
    ),
    "Gamma": (
        ("rate lambda lambd lam", ("mean",), "The `mean` is the `shape` divided by the rate."),
        ("scale theta", ("mean",), "The `mean` is the `shape` times the scale."),
        (
            "beta",
            ("mean",),
            "If beta is a scale, as in Excel, the `mean` is the `shape` times beta; if it is a "
            "rate, the `mean` is the `shape` divided by it.",
        ),
        ("var variance", ("sd",), VARIANCE),
        ("cv", ("sd",), CV),
        ("loc", (), SHIFT),
    ),
    "Erlang": (
        ("rate lambda lambd lam", ("mean",), "The `mean` is the `stages` divided by the rate."),
        (
            "scale theta beta expmean",
            ("mean",),
            "The `mean` is that of one stage times the `stages`.",
        ),
        ("loc", (), SHIFT),
    ),
    "Weibull": (
        ("alpha beta a b", ("shape", "scale"), ALPHA_OF_WEIBULL),
        (
            "lambda lambd lam",
            ("scale",),
            "If it is a length of time, write `scale`; if it is a rate, the `scale` is 1 divided "
            "by it.",
        ),
        ("rate", ("scale",), "The `scale` is 1 divided by the rate."),
        ("loc", (), SHIFT),
    ),
    "Lognormal": (
        (
            "std stdev stddev stdv sdev standarddeviation standarddev",
            ("sd", "sigma"),
            OF_LOGARITHM,
        ),
        ("scale", ("mu",), "The `mu` is the natural logarithm of SciPy's `scale`."),
        (
            "shape",
            ("sigma",),
            "In SciPy the shape `s` is the `sigma`, and `mu` the natural logarithm of `scale`.",
        ),
        (
            "gm gmean geometricmean geomean",
            ("mu",),
            "The `mu` is the natural logarithm of the geometric mean, which is also the `median`.",
        ),
        (
            "gsd geometricsd",
            ("sigma",),
            "The `sigma` is the natural logarithm of the geometric standard deviation.",
        ),
        (
            "p90 q90 p95 q95 p75 q75 quantile quantiles percentiles iqr",
            ("percentile",),
            "Write it beside the `median`, as `percentile: {at: 0.9, value: 727 days}`.",
        ),
        ("var variance", ("sd",), VARIANCE),
        ("cv", ("sd",), CV),
        ("loc", (), SHIFT),
    ),
    "Table": (
        (
            "weights weight w freq frequency frequencies counts n",
            ("probabilities",),
            "The `probabilities` are the weights divided by their sum.",
        ),
    ),
    "HazardStep": (
        (
            "rate",
            ("per_day",),
            "Write the probability of leaving on each day, as `per_day`.",
        ),
    ),
}
