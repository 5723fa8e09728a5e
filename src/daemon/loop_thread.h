/*
 * loop_thread.h - the controller's real-time thread: rig -> pipeline -> rig, once a period, and the
 * mailboxes by which the others take part. It waits for nobody.
 *
 * Owned by the caller, who inits it, fills in the port and starts loop_thread_body. From then on the
 * others use their ends of what is shared and the functions below; the rest is the thread's own.
 */
#ifndef DAEMON_LOOP_THREAD_H
#define DAEMON_LOOP_THREAD_H

#include "app/blackbox.h"
#include "app/daemon_setup.h"
#include "app/event_watch.h"
#include "app/recorder.h"
#include "app/session_rows.h"
#include "core/pipeline.h"
#include "rt/loop.h"
#include "rt/mailbox.h"
#include "rt/ring.h"
#include "rt/sched.h"

#include <knead/command.h>
#include <knead/memory.h>
#include <knead/record.h>
#include <knead/rig_port.h>
#include <knead/snapshot.h>

#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define LOOP_PRIORITY 80  /* below the kernel's own threads */
#define LOOP_RECORDS  256 /* far more events than 20 ms can hold */

struct loop_thread {
	struct mailbox commands; /* of struct command, read here */
	struct command command_slots[MAILBOX_SLOTS];
	struct mailbox snapshots; /* of struct snapshot, written here */
	struct snapshot snapshot_slots[MAILBOX_SLOTS];
	struct mailbox memories; /* of struct memory, written here */
	struct memory memory_slots[MAILBOX_SLOTS];
	struct ring records; /* of struct record, written here */
	struct record record_slots[LOOP_RECORDS];
	struct session_rows rows;      /* of the session, written here */
	struct blackbox box;           /* likewise, of each tick */
	struct recorder_health health; /* read here */
	atomic_uint stop_presses;
	atomic_uint shown;
	atomic_uint ticks; /* so far: somebody else sees whether they go on */
	atomic_bool ends;
	sem_t is_set_up;
	struct sched_refusals refusals; /* added to by the thread until it is set up */

	const struct rig *rig;
	struct rig learned; /* the same, as control takes it */
	struct rig_port *port;
	const struct rig_port_ops *port_ops;
	struct pipeline pipeline;
	struct loop loop;
	struct frame frame;
	struct actuation actuation;
	struct event_watch watch;
	const struct snapshot *seen; /* the last one published, untouched until there is another */
	int64_t asleep_ns;           /* so long the machine was asleep so far */
	int64_t remembered_t_ns;
	uint32_t write_errors;
	double dt_s;
};

/*
 * All of it but the port, from all zero. Rig and techniques stay the caller's and are kept. Returns 0, or
 * -ENOMEM. The box is for whoever runs its thread, rows and health for the recorder.
 */
__attribute__((warn_unused_result)) int loop_thread_init(struct loop_thread *thread,
							 const struct rig *rig,
							 const struct technique *techniques,
							 int technique_count,
							 const struct memory *memory, int64_t t_ns);

/*
 * Before the thread starts: what knead calibrate kept of this rig. Figures go to control, zeros to the sensors;
 * a real sensor that weights never scaled is not pressed with. files is kept.
 */
void loop_thread_learn(struct loop_thread *thread, const struct daemon_setup *files);

/* The thread, for thread_start; its context is the struct. Runs until loop_thread_end. */
void *loop_thread_body(void *context);

/* Until its first tick is next. */
void loop_thread_wait_until_set_up(struct loop_thread *thread);

/* The program's own end, as one more press of stop. */
void loop_thread_press_stop(struct loop_thread *thread);

/* The tick that runs is the last. */
void loop_thread_end(struct loop_thread *thread);

/* What the last tick showed: ready to be armed. */
bool loop_thread_is_idle(const struct loop_thread *thread);

/* ... or it is locked, and somebody has to look at why: its start is over. */
bool loop_thread_is_locked(const struct loop_thread *thread);

/* ... and: no head presses, and none is about to. */
bool loop_thread_has_let_go(const struct loop_thread *thread);

/* Once it ended: its figures as a line to stderr, and as JSON to path, where that is not NULL. */
void loop_thread_report(const struct loop_thread *thread, double ready_ms, const char *path);

/* Publishes what is to be remembered; the thread does each second. By others only after it ended. */
void loop_thread_remember(struct loop_thread *thread, int64_t t_ns);

#endif
