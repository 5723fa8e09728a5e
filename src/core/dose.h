/*
 * dose.h - what each place was given in this session: pressure over time, felt and wanted, and how long
 * each region was worked.
 *
 * One head in turn each tick, over the time since its last turn: at 1 kHz and 16 heads every 16 ms, far
 * faster than any force here moves.
 */
#ifndef CORE_DOSE_H
#define CORE_DOSE_H

#include <knead/belief.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>
#include <stdint.h>

struct head_dose {
	double area_m2;
	int64_t since_t_ns; /* up to when it was counted; 0: not in this stretch of work */
	double felt_pa_s;
	double wanted_pa_s;
};

struct dose {
	int head_count;
	uint32_t session;
	int next; /* head whose turn it is */
	struct head_dose heads[HEADS_MAX];
};

void dose_init(struct dose *dose, const struct rig *rig);

/*
 * One tick. Time counts while `working`; with another number of session than before, nobody was given
 * anything yet.
 */
void dose_step(struct dose *dose, const struct belief *belief, const struct setpoint *setpoint,
	       bool working, uint32_t session, int64_t t_ns);

#endif
