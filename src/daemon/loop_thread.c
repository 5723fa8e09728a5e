/*
 * loop_thread.c - the controller's real-time thread. After its first tick it makes no system call but
 * the loop's sleep.
 */
#include "daemon/loop_thread.h"

#define LOOP_PRIORITY 80                  /* below the kernel's own threads */
#define REMEMBER_NS   INT64_C(1000000000) /* it tells what it remembers this often */

/* What a tick shows the others, in one word. */
#define SHOWN_RELEASED 0x100u
#define SHOWN_STATE    0xffu

void loop_thread_init(struct loop_thread *thread, const struct rig *rig,
		      const struct technique *techniques, int technique_count,
		      const struct memory *memory, int64_t t_ns)
{
	mailbox_init(&thread->commands, thread->command_slots, sizeof(struct command));
	mailbox_init(&thread->snapshots, thread->snapshot_slots, sizeof(struct snapshot));
	mailbox_init(&thread->memories, thread->memory_slots, sizeof(struct memory));
	ring_init(&thread->records, thread->record_slots, sizeof(struct record), LOOP_RECORDS);
	sem_init(&thread->is_set_up, 0, 0);
	event_watch_init(&thread->watch, rig, &thread->records);
	pipeline_init(&thread->pipeline, rig, techniques, technique_count);
	thread->pipeline.shows_seldom = true;
	pipeline_recall(&thread->pipeline, memory, t_ns);
	thread->rig = rig;
	thread->dt_s = 1.0 / rig->loop_hz;
}

/* What people ask for, and the presses of this program's own end. */
static struct command command_now(struct loop_thread *thread)
{
	struct command command = *(const struct command *)mailbox_front(&thread->commands);

	if (command.heard_t_ns == 0) {
		command_init(&command);
	}
	command.presses.stop += atomic_load_explicit(&thread->stop_presses, memory_order_relaxed);
	return command;
}

static void show_others(struct loop_thread *thread, const struct snapshot *snapshot)
{
	bool released = snapshot->conditions & COND_BIT(COND_RELEASED);

	atomic_store_explicit(&thread->shown,
			      (unsigned)snapshot->state | (released ? SHOWN_RELEASED : 0),
			      memory_order_relaxed);
}

void loop_thread_remember(struct loop_thread *thread, int64_t t_ns)
{
	struct memory *memory = mailbox_back(&thread->memories);

	memory_init(memory, thread->rig->head_count);
	pipeline_remember(&thread->pipeline, memory, t_ns);
	mailbox_publish(&thread->memories);
	thread->remembered_t_ns = t_ns;
}

static bool tick(void *context, int64_t t_ns)
{
	struct loop_thread *thread = context;
	struct snapshot *snapshot = mailbox_back(&thread->snapshots);
	struct command command = command_now(thread);
	bool shows;

	thread->port_ops->read(thread->port, t_ns, &thread->frame);
	thread->frame.overruns = thread->loop.cadence.overruns;
	thread->frame.write_errors = thread->write_errors;
	shows = pipeline_step(&thread->pipeline, &thread->actuation, snapshot, &thread->frame,
			      &command, thread->dt_s);
	if (thread->port_ops->write(thread->port, &thread->actuation) != 0) {
		thread->write_errors++;
	}
	if (shows) {
		show_others(thread, snapshot);
		mailbox_publish(&thread->snapshots);
		thread->seen = snapshot;
	}
	event_watch_step(&thread->watch, thread->seen, &command);
	if (t_ns - thread->remembered_t_ns >= REMEMBER_NS) {
		loop_thread_remember(thread, t_ns);
	}
	return !atomic_load_explicit(&thread->ends, memory_order_relaxed);
}

void *loop_thread_body(void *context)
{
	struct loop_thread *thread = context;
	int64_t period_ns = (int64_t)(1e9 / thread->rig->loop_hz + 0.5);
	int64_t late_ns = (int64_t)(LATE_WAKE_S * 1e9);

	sched_become_realtime(LOOP_PRIORITY, SCHED_ANY_CPU, &thread->refusals);
	sem_post(&thread->is_set_up);
	loop_run(&thread->loop, period_ns, late_ns, tick, thread);
	return NULL;
}

void loop_thread_wait_until_set_up(struct loop_thread *thread)
{
	while (sem_wait(&thread->is_set_up) != 0) {
		/* interrupted: wait on */
	}
}

void loop_thread_press_stop(struct loop_thread *thread)
{
	atomic_fetch_add_explicit(&thread->stop_presses, 1, memory_order_relaxed);
}

void loop_thread_end(struct loop_thread *thread)
{
	atomic_store_explicit(&thread->ends, true, memory_order_relaxed);
}

bool loop_thread_is_idle(const struct loop_thread *thread)
{
	unsigned shown = atomic_load_explicit(&thread->shown, memory_order_relaxed);

	return (shown & SHOWN_STATE) == STATE_IDLE;
}

bool loop_thread_has_let_go(const struct loop_thread *thread)
{
	unsigned shown = atomic_load_explicit(&thread->shown, memory_order_relaxed);
	unsigned state = shown & SHOWN_STATE;

	return (shown & SHOWN_RELEASED) && state != STATE_ARMED && state != STATE_RUNNING &&
	       state != STATE_PAUSED && state != STATE_RELEASING;
}
