#include "CSandKernel.h"

#include <math.h>

enum { NODES = 100 };
static const double FARADAY = 96485.33212, GAS = 8.31446261815324;

/* Quadratic extrapolation to a wall whose gradient g is known, from the two cells next to it. */
static double at_wall(double c1, double c2, double g, double h) {
  return c1 - g * h / 2 - ((c2 - c1) / h - g) * h / 8;
}

double csand_plate(const csand_cell *cell, double current_density, double dt, double *voltage, int capacity,
                   int *steps) {
  const double h = cell->thickness / NODES;
  const double anion = 1 - cell->cation_transference;
  const double gradient = current_density * anion / (FARADAY * cell->diffusivity);
  const double thermal = GAS * cell->temperature / FARADAY;
  const double lambda = cell->diffusivity * dt / (h * h);
  double now[NODES], before[NODES], factor[NODES], right[NODES];
  double surface_before = cell->concentration;
  for (int i = 0; i < NODES; i++) now[i] = before[i] = cell->concentration;

  for (int step = 0; step < capacity; step++) {
    /* BDF2 after one step of backward Euler. */
    const double a0 = step == 0 ? 1.0 : 1.5, a1 = step == 0 ? 1.0 : 2.0, a2 = step == 0 ? 0.0 : -0.5;
    for (int i = 0; i < NODES; i++) right[i] = a1 * now[i] + a2 * before[i];
    right[0] -= lambda * gradient * h;
    right[NODES - 1] += lambda * gradient * h;
    double diagonal = a0 + lambda;
    factor[0] = -lambda / diagonal;
    right[0] /= diagonal;
    for (int i = 1; i < NODES; i++) {
      diagonal = a0 + (i == NODES - 1 ? lambda : 2 * lambda) + lambda * factor[i - 1];
      factor[i] = -lambda / diagonal;
      right[i] = (right[i] + lambda * right[i - 1]) / diagonal;
    }
    for (int i = NODES - 2; i >= 0; i--) right[i] -= factor[i] * right[i + 1];
    for (int i = 0; i < NODES; i++) {
      before[i] = now[i];
      now[i] = right[i];
    }

    const double surface = at_wall(now[0], now[1], gradient, h);
    const double counter = at_wall(now[NODES - 1], now[NODES - 2], -gradient, h);
    *steps = step + 1;
    if (surface <= 0) return dt * (step + surface_before / (surface_before - surface));
    const double plating = cell->exchange_current_density * sqrt(surface / cell->concentration);
    const double stripping = cell->exchange_current_density * sqrt(counter / cell->concentration);
    voltage[step] = current_density * cell->thickness / cell->conductivity
        + 2 * thermal * anion * log(counter / surface)
        + 2 * thermal * (asinh(current_density / (2 * plating)) + asinh(current_density / (2 * stripping)));
    surface_before = surface;
  }
  return -1;
}
