#ifndef SANDGLASS_CSANDKERNEL_H
#define SANDGLASS_CSANDKERNEL_H

/// A symmetric lithium cell with constant properties; SI units.
typedef struct {
  double concentration;            // mol/m3
  double diffusivity;              // m2/s
  double cation_transference;      // 1
  double conductivity;             // S/m
  double thickness;                // m
  double exchange_current_density; // A/m2
  double temperature;              // K
} csand_cell;

/// Plates at a constant current density (A/m2) until the salt at the wall is gone: 100 finite volumes, BDF2, Thomas.
/// Writes the voltage (V) of every step; returns Sand's time (s), or -1 when `capacity` steps were not enough.
double csand_plate(const csand_cell *cell, double current_density, double time_step, double *voltage, int capacity,
                   int *steps);

#endif
