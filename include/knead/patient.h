/*
 * patient.h - a simulated person, as a patient file describes one: configuration -> simulator.
 *
 * Tissue force for a 30 mm head pressed in by d: k d^n (1 + lambda d'), never pulling. With n = 2 and
 * k = 0.156 N/mm^2: 8 mm and 2.5 N/mm at 10 N, 19.6 mm and 6.1 N/mm at 60 N.
 */
#ifndef KNEAD_PATIENT_H
#define KNEAD_PATIENT_H

#include <knead/region.h>

struct breathing {
	double rate_hz;
	double amplitude_m[REGION_COUNT]; /* peak to peak rise of the skin */
};

struct patient {
	char name[32];
	double height_m;
	double stiffness_n_m_n; /* k, in N / m^exponent */
	double exponent;        /* n */
	double damping_s_m;     /* Hunt-Crossley lambda */
	double clearance_m;     /* from a retracted head to the skin */
	struct breathing breathing;
};

#endif
