/*
 * stand.h - a rig that a tool moves by itself: its devices or its simulator, and the loop that takes a job
 * through them tick by tick.
 *
 * A simulated rig may run in virtual time, in the caller's thread. Everything else runs at the loop's own
 * pace in a real-time thread, while the caller looks on, hears keys and signals, and may end it. However a
 * run ends, everything is vented before it returns; what a tool that is killed leaves behind drops with the
 * edges of the enable line.
 */
#ifndef TOOL_STAND_H
#define TOOL_STAND_H

#include "io/wired.h"
#include "rt/loop.h"
#include "rt/mailbox.h"
#include "rt/sched.h"

#include <knead/actuation.h>
#include <knead/cell.h>
#include <knead/frame.h>
#include <knead/patient.h>
#include <knead/rig.h>
#include <knead/rig_port.h>
#include <knead/sim_order.h>
#include <knead/state.h>
#include <knead/wiring.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What a job shows of itself: tick -> caller. */
struct stand_shown {
	int phase;    /* the job's own word for where it is */
	double share; /* of it that is behind, 0..1 */
	enum state state;
	bool wants_hand_button; /* the client's button is to be pressed once, then confirm */
	unsigned thinks;        /* how much it has left for the caller to think about so far */
	bool contact;
	double force_n;
	double pressure_pa;
	double left_s;
};

/* What the caller asks of a job: caller -> tick. */
struct stand_asked {
	bool held;        /* a key is held */
	bool ends;        /* let go and be over */
	unsigned thought; /* how much of what it left to think about is done */
};

struct stand_job {
	void *context;
	/* One tick. False once it is over, and then its actuation lets go. */
	bool (*step)(void *context, const struct frame *frame, const struct stand_asked *asked,
		     struct actuation *actuation, struct stand_shown *shown);
	/* The caller, again and again meanwhile. */
	struct stand_asked (*look)(void *context, const struct stand_shown *shown);
};

/* Where the devices are. turn: for tests, whose devices have no threads; it comes round before each tick,
 * and time is virtual. */
struct stand_machine {
	const struct wired_means *means;
	void (*turn)(void *context, struct rig_port *port, int64_t t_ns);
	void *turn_context;
};

struct stand_setup {
	const char *who; /* "knead jog", for the sentences */
	const struct rig *rig;
	const struct wiring *wiring;
	struct stand_machine machine;
	bool late_is_fine; /* runs without real-time priority */
	/* of a simulated rig: */
	bool virtual_time;
	const struct rig *plant; /* what it is really like */
	const struct patient *lies_there;
	uint64_t seed;
};

/* All-zero before stand_open. Large: keep it static. */
struct stand {
	struct stand_setup setup;
	const struct rig_port_ops *ops;
	struct rig_port *port;
	const struct stand_job *job; /* of this run */
	struct frame frame;
	struct actuation actuation;
	uint32_t write_errors;
	int64_t t_ns; /* virtual */
	struct loop loop;
	pthread_t thread;
	struct sched_refusals refusals;
	struct mailbox shown;
	struct stand_shown shown_slots[MAILBOX_SLOTS];
	atomic_uint asked;
	atomic_bool ends; /* this tick is the last */
	atomic_bool over;
	const struct cells *cells; /* what frames are corrected by; NULL: as the rig file says */
	/* of a simulated rig: what lies on its cells, and how they differ from its file, ... */
	double laid_n[HEADS_MAX];
	double cell_gain[HEADS_MAX];
	double cell_zero_n[HEADS_MAX];
	/* ... and its buttons, which press themselves: */
	struct mailbox orders;
	struct sim_order order_slots[MAILBOX_SLOTS];
	int64_t button_t_ns; /* since when they do, 0: they are not wanted */
};

/* EXIT_DONE with everything open and vented, or the exit code after a sentence on stderr. */
__attribute__((warn_unused_result)) int stand_open(struct stand *stand,
						   const struct stand_setup *setup);

/* Until the job is over, or did not let go in time after it was told to end: false, after a sentence. */
__attribute__((warn_unused_result)) bool stand_run(struct stand *stand,
						   const struct stand_job *job);

/* Vents first. Accepts one that was never opened. */
void stand_close(struct stand *stand);

#endif
