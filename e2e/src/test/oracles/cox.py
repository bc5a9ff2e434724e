"""Cox's model, log-rank test, concordance and survival curves by their definitions, by NumPy and SciPy alone."""

import numpy as np
from scipy import special, stats

Z95 = stats.norm.isf(0.025)


class Likelihood:
    """The partial likelihood with Efron's ties and strata: its log, and score and curvature of each death."""

    def __init__(self, time, event, x, strata):
        self.time, self.event, self.x = time, event, x
        self.dead = np.flatnonzero(event == 1)
        self.when = time[self.dead]
        same = strata[self.dead][:, None] == strata
        tied = same & (time == self.when[:, None]) & (event == 1)
        before = (tied & (np.arange(len(time)) < self.dead[:, None])).sum(axis=1)
        self.weights = (same & (time >= self.when[:, None])) - (before / tied.sum(axis=1))[:, None] * tied

    def at(self, b):
        eta = self.x @ b
        hazard = np.exp(eta - eta.max())
        n, p = self.x.shape
        of = self.weights @ hazard
        mean = self.weights @ (hazard[:, None] * self.x) / of[:, None]
        square = self.weights @ (hazard[:, None] * (self.x[:, :, None] * self.x[:, None, :]).reshape(n, p * p))
        bends = (square / of[:, None]).reshape(-1, p, p) - mean[:, :, None] * mean[:, None, :]
        log = (eta - eta.max())[self.dead].sum() - np.log(of).sum()
        return log, self.x[self.dead] - mean, bends


class Cox(Likelihood):
    """Its maximum, with a ridge; Newton's steps. b is NaN where the first covariate, a feature, has none.

    Another that separates events goes to infinity, and the first is what it is beside that.
    """

    DIVERGES = 1e-4  # of itself, in standard deviations: a step that goes on where the likelihood no longer rises

    def __init__(self, time, event, x, strata, ridge=0.0, start=None):
        super().__init__(time, event, x, strata)
        self.b = np.zeros(x.shape[1]) if start is None else start
        for _ in range(50):
            log, residuals, bends = self.at(self.b)
            bent = bends.sum(axis=0) + ridge * np.eye(len(self.b))
            before, further = self.b, np.full(len(self.b), np.inf)
            try:
                step = np.linalg.solve(bent, residuals.sum(axis=0) - ridge * self.b)
            except np.linalg.LinAlgError:
                self.b = np.full(len(self.b), np.nan)
                break
            least = log - ridge / 2 * np.sum(self.b**2) - 1e-9 * abs(log)
            while self.at(self.b + step)[0] - ridge / 2 * np.sum((self.b + step) ** 2) < least:
                step /= 2
            self.b = self.b + step
            further = abs(step) * x.std(axis=0) / (1 + abs(self.b) * x.std(axis=0))
            risen = self.at(self.b)[0] - ridge / 2 * np.sum(self.b**2) - (log - ridge / 2 * np.sum(before**2))
            if np.max(abs(step)) < 1e-11 or (np.max(further) > self.DIVERGES and risen < 1e-12 * max(1, abs(log))):
                break
        if not further[0] < self.DIVERGES:
            self.b = np.full(len(self.b), np.nan)
        self.information = self.at(self.b)[2].sum(axis=0)

    def error(self, j):
        return np.sqrt(np.linalg.inv(self.information)[j, j])

    def p(self, j):
        return 2 * special.ndtr(-abs(self.b[j] / self.error(j)))

    def proportional(self, j):
        """Score test of a coefficient that changes with 1 - S(t-)."""
        survival, left = 1.0, {}
        for t in np.unique(self.time):
            left[t] = 1 - survival
            survival *= 1 - ((self.time == t) & (self.event == 1)).sum() / (self.time >= t).sum()
        _, residuals, bends = self.at(self.b)
        of = np.array([left[t] for t in self.when])
        u, cross, square = of @ residuals[:, j], of @ bends[:, j], of**2 @ bends[:, j, j]
        return stats.chi2.sf(u**2 / (square - cross @ np.linalg.solve(self.information, cross)), 1)


def orders(time, event, risk, strata):
    """[n][n] which pairs can be told apart, and of them the score of the risk: 1, one half for ties, 0."""
    first = (event[:, None] == 1) & ((time[:, None] < time) | ((time[:, None] == time) & (event == 0)))
    first &= strata[:, None] == strata
    risk = np.round(risk, 9)
    return first, np.where(risk[:, None] > risk, 1.0, np.where(risk[:, None] == risk, 0.5, 0.0))


def concordance(time, event, risk, strata):
    """Harrell's C within strata, ties in risk one half, with its infinitesimal jackknife."""
    first, score = orders(time, event, risk, strata)
    c = score[first].sum() / first.sum()
    off = np.where(first, score - c, 0)
    influence = (off.sum(axis=1) + off.sum(axis=0)) / first.sum()
    return c, np.sqrt((influence**2).sum())


def log_rank(time, event, group, strata):
    names = np.unique(group)
    off, variance = np.zeros(len(names)), np.zeros((len(names), len(names)))
    for s in np.unique(strata):
        of = strata == s
        for t in np.unique(time[of & (event == 1)]):
            at_risk = np.array([(of & (time >= t) & (group == g)).sum() for g in names])
            dead = np.array([(of & (time == t) & (event == 1) & (group == g)).sum() for g in names])
            n, d = at_risk.sum(), dead.sum()
            off += dead - d * at_risk / n
            if n > 1:
                variance += d * (n - d) / (n - 1) * (np.diag(at_risk / n) - np.outer(at_risk, at_risk) / n**2)
    chi2 = off[1:] @ np.linalg.pinv(variance[1:, 1:]) @ off[1:]
    df = np.linalg.matrix_rank(variance)
    return chi2, df, stats.chi2.sf(chi2, df)


def curve(time, event, at):
    """At risk just before, survival after, and its interval on the log scale."""
    at_risk = (time >= at).sum()
    log = greenwood = 0.0
    for t in np.unique(time[(event == 1) & (time <= at)]):
        n, d = (time >= t).sum(), ((time == t) & (event == 1)).sum()
        with np.errstate(divide="ignore"):
            log += np.log1p(-d / n)
            greenwood += d / (n * (n - d)) if n > d else np.inf
    survival = np.exp(log)
    half = Z95 * np.sqrt(greenwood)
    limits = (np.nan, np.nan) if survival == 0 else (np.exp(log - half), min(1.0, np.exp(log + half)))
    return at_risk, survival, limits
