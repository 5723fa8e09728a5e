/*
 * event_windows.h - when scripted events are felt: what knead score leaves out of its quiet part.
 */
#ifndef TESTS_BENCH_EVENT_WINDOWS_H
#define TESTS_BENCH_EVENT_WINDOWS_H

#include "sim/sim.h"
#include "tool/score_run.h"

#include <stdbool.h>
#include <stdint.h>

struct event_windows {
	int count;
	double begin_s[SCORE_EVENTS_MAX];
};

static void event_windows_script(struct event_windows *windows, const struct patient *patient,
				 uint64_t seed, double length_s)
{
	struct event events[SCORE_EVENTS_MAX];
	const int count = sim_script(events, SCORE_EVENTS_MAX, patient, seed, length_s);

	windows->count = 0;
	for (int i = 0; i < count && i < SCORE_EVENTS_MAX; i++) {
		if (events[i].kind != EVENT_DEEP_BREATH) { /* a breath is no event here */
			windows->begin_s[windows->count++] = events[i].t_s;
		}
	}
}

static bool event_windows_hold(const struct event_windows *windows, double t_s)
{
	for (int i = 0; i < windows->count; i++) {
		if (t_s >= windows->begin_s[i] && t_s < windows->begin_s[i] + EVENT_WINDOW_S) {
			return true;
		}
	}
	return false;
}

#endif
