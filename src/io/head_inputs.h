/*
 * head_inputs.h - what converters read, in the units and at the time that a head's samples have.
 */
#ifndef IO_HEAD_INPUTS_H
#define IO_HEAD_INPUTS_H

#include "io/converter.h"

#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/wiring.h>

#include <stdint.h>

/* When a channel's latest sample was taken, and of when the tick was told it is. All-zero: none yet. */
struct stamp {
	int64_t came_ns;
	int64_t told_ns;
};

/* Of one head's channels; the tick's own. */
struct head_stamps {
	struct stamp force;
	struct stamp air;
	struct stamp position;
	struct stamp surface;
};

/*
 * The head's part of the frame of now_ns. Force is of when it acted, latency_s before it could be read. What
 * a converter's thread read after the tick looked at its clock is of now, and stays so: the core refuses the
 * future, and would take another time for another sample. At the end of its range a sensor shows no more,
 * however hard its head presses: such a force is bad. What is not wired was never seen.
 */
void head_inputs_put(struct head_frame *head, struct head_stamps *stamps,
		     const struct head_wires *wires, const struct sensor_spec *sensor,
		     const struct converter_view *const *views, int64_t now_ns);

#endif
