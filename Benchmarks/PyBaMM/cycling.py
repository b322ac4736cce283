"""A lithium half cell in PyBaMM: CYCLES cycles at C/2 between the voltage limits of Xu2019, an output a minute, with an
interphase that grows by the diffusion of solvent. Usage: cycling.py [CYCLES [REPETITIONS]]

Prints the time of each model and solver, solution only.
"""

import sys

from measure import answer, told

import pybamm


def main():
    cycles = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    options = {"working electrode": "positive", "SEI": "solvent-diffusion limited"}
    cycle = ("Discharge at C/2 until 3.5 V", "Charge at C/2 until 4.2 V")
    solvers = {
        f"{model}, {name}": (model, solver)
        for model in ("SPMe", "DFN")
        # The fastest: of ten cycles, CasADi "safe" takes 10 and 50 times as long; "fast" does not see the voltage limits
        # and SciPy takes no algebraic equations.
        for name, solver in (("IDAKLU", pybamm.IDAKLUSolver()),)
    }

    def run(choice):
        name, solver = choice
        simulation = pybamm.Simulation(
            getattr(pybamm.lithium_ion, name)(options),
            experiment=pybamm.Experiment([cycle] * cycles, period="1 minute"),
            parameter_values=pybamm.ParameterValues("Xu2019"), solver=solver,
        )
        seconds = float("inf")
        for _ in range(repetitions):
            solution = simulation.solve(calc_esoh=False)
            # What the solver itself took: no building, no set-up, no outputs.
            seconds = min(seconds, solution.solve_time.value)
        return {"seconds": seconds, "points": len(solution.t), "cell_hours": float(solution.t[-1]) / 3600}

    answer(version=pybamm.__version__, cycles=cycles, solvers=told(solvers, run))


main()
