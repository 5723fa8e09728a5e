/*
 * controller.h - which force law a run presses with: the shipped one, or one of the two plain ones
 * it is measured against.
 */
#ifndef KNEAD_CONTROLLER_H
#define KNEAD_CONTROLLER_H

#include <string.h>

enum controller {
	CONTROLLER_SHIPPED = 0,
	CONTROLLER_PI,         /* area feed-forward and PI */
	CONTROLLER_ADMITTANCE, /* area feed-forward and a fixed virtual damper and spring */
	CONTROLLERS
};

/*
 * Gains of the plain laws; the shipped one derives its own from the rig. All-zero: feed-forward
 * only.
 */
struct plain_gains {
	double pi_kp;             /* N per N */
	double pi_ki_1_s;         /* N per N s */
	double admittance_n_s_m;  /* virtual damper: m/s of the reference per N */
	double admittance_n_m;    /* virtual spring from reference to head */
	double speed_pi_kp_m_s_n; /* velocity heads: m/s per N */
	double speed_pi_ki_m_s2_n;
	double speed_admittance_n_s_m;
};

static inline const char *controller_name(enum controller controller)
{
	static const char *const names[CONTROLLERS] = {"shipped", "pi", "admittance"};

	return (unsigned)controller < CONTROLLERS ? names[controller] : "unknown";
}

/* The controller of that name, or CONTROLLERS where there is none. */
static inline enum controller controller_named(const char *name)
{
	int controller = 0;

	while (controller < CONTROLLERS &&
	       strcmp(controller_name((enum controller)controller), name) != 0) {
		controller++;
	}
	return (enum controller)controller;
}

#endif
