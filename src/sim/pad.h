/*
 * pad.h - what lies under the heads of a simulated rig while it is calibrated: nobody, but soft foam.
 */
#ifndef KNEAD_SIM_PAD_H
#define KNEAD_SIM_PAD_H

#include <knead/patient.h>

/* A block of foam as wide as the table. It does not breathe, mind or move. */
void pad_init(struct patient *pad);

#endif
