"""Sand's problem in PyBaMM: a symmetric lithium cell with a free gap, plated until the salt at the electrode is gone.

Usage: sand.py constant | valoen-reimers [REPETITIONS]

Prints the time of each solver with N = 100 finite volumes (solution only: no building, no post-processing), what it
found, and a reference: exact series for constant properties, else the same model with N = 1600 and tight tolerances.
"""

import sys

from measure import answer, shortest, told

import numpy as np
import pybamm
from scipy.optimize import brentq

F, R, T = 96485.33212, 8.31446261815324, 298.15
L, C0, T_PLUS, I0 = 1e-3, 1000.0, 0.38, 10.0
POINTS, STOP = 401, 0.01  # outputs; fraction of the salt at rest at which a run is over


class Constant:
    """D and kappa that hold at every concentration; J is twice the limiting current density."""

    current = 2 * 93.372902
    end = 163.942283 * 0.9999

    def diffusivity(self, c):
        return 3e-10 + 0 * c

    def conductivity(self, c):
        return 1 + 0 * c

    def salt_potential(self, c):
        """The integral of nu/m dm: (1 - t+)(1 + dlnf/dlnc) over ln c."""
        return (1 - T_PLUS) * pybamm.log(c / C0)


class ValoenReimers:
    """LiPF6 in PC/EC/DMC, 10.1149/1.1872737, as PyBaMM's Xu2019 has it."""

    current = 200.0
    end = 240.0

    def diffusivity(self, c):
        m = c / 1000
        return 1e-4 * 10 ** (-4.43 - 54 / (T - 229 - 5 * m) - 0.22 * m)

    def conductivity(self, c):
        m = c / 1000
        terms = (-10.5 + 0.0740 * T - 6.96e-5 * T**2) + m * (0.668 - 0.0178 * T + 2.80e-5 * T**2)
        return 0.1 * m * (terms + m**2 * (0.494 - 8.86e-4 * T)) ** 2

    def salt_potential(self, c):
        m = c / 1000
        return 0.601 * pybamm.log(m) - 0.48 * m**0.5 + 0.982 * (1 - 0.0052 * (T - 294)) / 1.5 * m**1.5


def discretised(law, volumes):
    """The problem as an ordinary differential equation, and its outputs."""
    model = pybamm.BaseModel("Sand's problem")
    x = pybamm.SpatialVariable("x", domain="gap", coord_sys="cartesian")
    c = pybamm.Variable("c", domain="gap", scale=C0)
    near, far = pybamm.boundary_value(c, "left"), pybamm.boundary_value(c, "right")
    gradient = law.current * (1 - T_PLUS) / F
    model.rhs = {c: pybamm.div(law.diffusivity(c) * pybamm.grad(c))}
    model.boundary_conditions = {
        c: {
            "left": (gradient / law.diffusivity(near), "Neumann"),
            "right": (gradient / law.diffusivity(far), "Neumann"),
        }
    }
    model.initial_conditions = {c: pybamm.Scalar(C0)}
    model.events = [pybamm.Event("depleted", near / C0 - STOP)]
    kinetic = sum(pybamm.arcsinh(law.current / (2 * I0 * (wall / C0) ** 0.5)) for wall in (near, far))
    model.variables = {
        "c_s": near,
        "voltage": pybamm.Integral(law.current / law.conductivity(c), x)
        + 2 * R * T / F * (law.salt_potential(far) - law.salt_potential(near) + kinetic),
    }
    geometry = {"gap": {x: {"min": pybamm.Scalar(0), "max": pybamm.Scalar(L)}}}
    mesh = pybamm.Mesh(geometry, {"gap": pybamm.Uniform1DSubMesh}, {x: volumes})
    surfaces = {"extrapolation": {"order": {"gradient": "quadratic", "value": "quadratic"}, "use bcs": False}}
    pybamm.Discretisation(mesh, {"gap": pybamm.FiniteVolume(surfaces)}).process_model(model)
    return model


def found(solution, times):
    """Depletion time and outputs, at those of the times that were reached."""
    event = solution.t_event
    end = float(event[0]) if event is not None else None
    reached = times[times <= solution.t[-1]]
    values = {name: solution[name](reached).tolist() for name in ("c_s", "voltage")}
    if end is None:  # the solver looked at the event only at the end: a straight line between two outputs
        over = np.flatnonzero(np.array(values["c_s"]) <= STOP * C0)
        if over.size:
            i = over[0]
            (a, b), (ta, tb) = np.array(values["c_s"])[i - 1 : i + 1], reached[i - 1 : i + 1]
            end = float(ta + (a - STOP * C0) / (a - b) * (tb - ta))
            values = {name: value[:i] for name, value in values.items()}
    return {"depletion": end, **values}


def exact(law, times):
    """The eigenfunction series of constant properties."""
    k = np.arange(1, 4001, 2)
    diffusivity = law.diffusivity(C0)
    r = law.current / (2 * F * C0 * diffusivity / ((1 - T_PLUS) * L))

    def surface(t):
        sum_ = np.exp(-(k**2) * np.pi**2 * diffusivity * t / L**2) / k**2
        return C0 * (1 - r * (1 - 8 / np.pi**2 * np.sum(sum_) if t > 0 else 0))

    end = brentq(lambda t: surface(t) - STOP * C0, 1, law.end, xtol=1e-9)
    near = np.array([surface(t) for t in times[times <= end]])
    kinetic = sum(np.arcsinh(law.current / (2 * I0 * np.sqrt(wall / C0))) for wall in (near, 2 * C0 - near))
    salt = (1 - T_PLUS) * np.log((2 * C0 - near) / near)
    voltage = law.current * L / law.conductivity(C0) + 2 * R * T / F * (salt + kinetic)
    return {"depletion": float(end), "c_s": near.tolist(), "voltage": voltage.tolist()}


def main():
    law = {"constant": Constant, "valoen-reimers": ValoenReimers}[sys.argv[1]]()
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    times = np.linspace(0, law.end, POINTS)
    model = discretised(law, 100)

    def run(solver):
        seconds, solution = shortest(repetitions, lambda: solver.solve(model, times))
        return {"seconds": seconds, **found(solution, times)}

    solvers = {
        'CasADi "safe"': pybamm.CasadiSolver(mode="safe"),
        'CasADi "fast"': pybamm.CasadiSolver(mode="fast"),
        "IDAKLU": pybamm.IDAKLUSolver(),
        "SciPy BDF": pybamm.ScipySolver("BDF"),
    }
    if isinstance(law, Constant):
        reference = exact(law, times)
    else:
        fine = discretised(law, 1600)
        reference = found(pybamm.CasadiSolver(mode="safe", rtol=1e-9, atol=1e-9).solve(fine, times), times)
    answer(
        version=pybamm.__version__, current_density=law.current, times=times.tolist(), reference=reference,
        solvers=told(solvers, run),
    )


main()
