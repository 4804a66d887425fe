"""The rows of the table: what was measured round by round, and whether it is what it is to be."""
import statistics


class Failed:
    """A measurement whose answers were not what they should have been: no figure."""

    def __init__(self, reason):
        self.reason = reason

    def __str__(self):
        return f"failed: {self.reason}"


class Skipped(Failed):
    """A measurement that was not made, and why."""

    def __str__(self):
        return self.reason


class Row:
    """One figure of every system that has it, each measured in several rounds.

    `goal` says what it is to be, `holds` decides that from the medians by system.
    """

    def __init__(self, scenario, what, unit, goal="", holds=None, digits=None, more_is_better=False):
        self.scenario, self.what, self.unit, self.goal = scenario, what, unit, goal
        self.holds, self.digits, self.more_is_better = holds, digits, more_is_better
        self.rounds = {}

    def add(self, system, value):
        self.rounds.setdefault(system, []).append(value)

    def failure(self, system):
        return next((value for value in self.rounds.get(system, []) if isinstance(value, Failed)), None)

    def median(self, system):
        """None if the system has not been measured or has failed."""
        values = self.rounds.get(system)
        return None if not values or self.failure(system) else statistics.median(values)

    def verdict(self):
        """Whether the goal is reached; None without one."""
        if self.holds is None:
            return None
        medians = {system: self.median(system) for system in self.rounds}
        if medians.get("hone") is None:
            return False
        return bool(self.holds({system: value for system, value in medians.items() if value is not None}))

    def cell(self, system):
        if system not in self.rounds:
            return ""
        if failure := self.failure(system):
            return str(failure)
        values = self.rounds[system]
        text = self.number(statistics.median(values))
        return text if len(values) == 1 else f"{text} ({self.number(min(values))}–{self.number(max(values))})"

    def number(self, value):
        digits = self.digits
        if digits is None:
            digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
        text = f"{value:,.{digits}f}"
        return text[1:] if text.startswith("-") and not text.strip("-0.,") else text

    def as_json(self):
        return {
            "scenario": self.scenario, "what": self.what, "unit": self.unit, "goal": self.goal or None,
            "limit": self.holds.limit if self.holds else None, "reached": self.verdict(),
            "more_is_better": self.more_is_better,
            "systems": {system: {
                "median": self.median(system),
                "rounds": [None if isinstance(value, Failed) else value for value in values],
                "failure": str(self.failure(system)) if self.failure(system) else None,
            } for system, values in self.rounds.items()}}


class Growth(Row):
    """Hone's cost of a unit at several sizes: flat if at the largest it is at most `FLAT` times the least."""

    FLAT = 1.5

    def __init__(self, scenario, what, unit, sizes):
        flat = Goal(lambda _: self.rounds["hone"][-1] <= self.FLAT * min(self.rounds["hone"]))
        super().__init__(scenario, f"{what} at {', '.join(sizes)}", unit, f"last ≤ {self.FLAT} × least", flat)
        self.sizes = sizes

    def cell(self, system):
        if system not in self.rounds:
            return ""
        return str(self.failure(system) or " · ".join(map(self.number, self.rounds[system])))

    def as_json(self):
        return {**super().as_json(), "sizes": self.sizes}


class Goal:
    """Whether the medians by system are what they are to be; `limit` is the figure to reach, if it is one figure."""

    def __init__(self, decide, limit=None):
        self.decide, self.limit = decide, limit

    def __call__(self, medians):
        return self.decide(medians)


def at_most(limit):
    return Goal(lambda medians: medians["hone"] <= limit, limit)


def at_least(limit):
    return Goal(lambda medians: medians["hone"] >= limit, limit)


def below(limit):
    return Goal(lambda medians: medians["hone"] < limit, limit)


def half_of_nginx():
    return Goal(lambda medians: "nginx" not in medians or medians["hone"] >= medians["nginx"] / 2)


def ahead_of_tensorzero(goal, more_is_better=False):
    """The goal, and better than TensorZero where that has been measured."""
    def decide(medians):
        other = medians.get("tensorzero")
        ahead = other is None or (medians["hone"] > other if more_is_better else medians["hone"] < other)
        return goal(medians) and ahead
    return Goal(decide, goal.limit)
