/*
 * loop_thread.c - the controller's real-time thread. After its first tick it makes no system call but
 * the loop's sleep.
 */
#include "daemon/loop_thread.h"

#include "app/say_line.h"
#include "core/learn/learned_rig.h"
#include "rt/clock.h"
#include "rt/loop_report.h"

#include <knead/limits.h>

#include <string.h>
#include <unistd.h>

#define REMEMBER_NS INT64_C(1000000000) /* it tells what it remembers this often */

/* What a tick shows the others, in one word. */
#define SHOWN_RELEASED 0x100u
#define SHOWN_STATE    0xffu

int loop_thread_init(struct loop_thread *thread, const struct rig *rig,
		     const struct technique *techniques, int technique_count,
		     const struct memory *memory, int64_t t_ns)
{
	const struct box_subject subject = {rig, techniques, technique_count,
					    sizeof(thread->pipeline)};

	mailbox_init(&thread->commands, thread->command_slots, sizeof(struct command));
	mailbox_init(&thread->snapshots, thread->snapshot_slots, sizeof(struct snapshot));
	mailbox_init(&thread->memories, thread->memory_slots, sizeof(struct memory));
	ring_init(&thread->records, thread->record_slots, sizeof(struct record), LOOP_RECORDS);
	sem_init(&thread->is_set_up, 0, 0);
	event_watch_init(&thread->watch, rig, &thread->records);
	pipeline_init(&thread->pipeline, rig, techniques, technique_count);
	thread->pipeline.shows_seldom = true;
	thread->pipeline.client.recorded = true;
	pipeline_recall(&thread->pipeline, memory, t_ns);
	thread->rig = rig;
	thread->dt_s = 1.0 / rig->loop_hz;
	thread->asleep_ns = clock_asleep_ns();
	session_rows_init(&thread->rows);
	return blackbox_open(&thread->box, &subject);
}

void loop_thread_learn(struct loop_thread *thread, const struct daemon_setup *files)
{
	learned_rig(&thread->learned, &files->rig, &files->learned);
	pipeline_learn(&thread->pipeline, &files->rig, &thread->learned);
	for (int i = 0; i < files->rig.head_count && files->wiring.wired; i++) {
		const struct cell *cell = &files->cells.heads[i];

		pipeline_tare(&thread->pipeline, i, cell_shift_n(cell));
		if (!cell->scaled) {
			pipeline_unscaled(&thread->pipeline, i);
		}
	}
}

/* What people ask for, and the presses of this program's own end. */
struct asked {
	const struct command *of; /* in the mailbox */
	uint32_t stops;
	struct command command;
};

static void ask(struct loop_thread *thread, struct asked *asked)
{
	asked->of = mailbox_front(&thread->commands);
	asked->stops = atomic_load_explicit(&thread->stop_presses, memory_order_relaxed);
	asked->command = *asked->of;
	if (asked->of->heard_t_ns == 0) {
		command_init(&asked->command);
	}
	asked->command.presses.stop += asked->stops;
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

/*
 * A machine that slept sent no edges, and its heads let go; no age shows that, for the clock slept as well. It counts
 * as late ticks enough to let go where an actuator is real.
 */
static void notice_sleep(struct loop_thread *thread)
{
	const int64_t asleep_ns = clock_asleep_ns();

	if ((double)(asleep_ns - thread->asleep_ns) > LOOP_STALL_S * 1e9) {
		thread->loop.cadence.overruns += OVERRUNS_IN_1_S;
	}
	if (asleep_ns > thread->asleep_ns) {
		thread->asleep_ns = asleep_ns;
	}
}

static bool tick(void *context, int64_t t_ns)
{
	struct loop_thread *thread = context;
	struct snapshot *snapshot = mailbox_back(&thread->snapshots);
	struct asked asked;
	bool shows;

	ask(thread, &asked);
	thread->port_ops->read(thread->port, t_ns, &thread->frame);
	notice_sleep(thread);
	thread->frame.overruns = thread->loop.cadence.overruns;
	thread->frame.write_errors = thread->write_errors;
	thread->frame.recording = recorder_health_now(&thread->health, t_ns);
	shows = pipeline_step(&thread->pipeline, &thread->actuation, snapshot, &thread->frame,
			      &asked.command, thread->dt_s);
	if (thread->port_ops->write(thread->port, &thread->actuation) != 0) {
		thread->write_errors++;
	}
	if (shows) {
		show_others(thread, snapshot);
		mailbox_publish(&thread->snapshots);
		thread->seen = snapshot;
	}
	event_watch_step(&thread->watch, thread->seen, &asked.command);
	session_rows_step(&thread->rows, thread->seen);
	blackbox_tick(&thread->box, thread->pipeline.tick - 1, &thread->frame, &asked.command,
		      asked.of, asked.stops, &thread->actuation, thread->pipeline.supervisor.state,
		      &thread->pipeline);
	if (t_ns - thread->remembered_t_ns >= REMEMBER_NS) {
		loop_thread_remember(thread, t_ns);
	}
	atomic_fetch_add_explicit(&thread->ticks, 1, memory_order_relaxed);
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

static bool shows(const struct loop_thread *thread, enum state state)
{
	return (atomic_load_explicit(&thread->shown, memory_order_relaxed) & SHOWN_STATE) == state;
}

bool loop_thread_is_idle(const struct loop_thread *thread)
{
	return shows(thread, STATE_IDLE);
}

bool loop_thread_is_locked(const struct loop_thread *thread)
{
	return shows(thread, STATE_FAULT);
}

bool loop_thread_has_let_go(const struct loop_thread *thread)
{
	unsigned shown = atomic_load_explicit(&thread->shown, memory_order_relaxed);
	unsigned state = shown & SHOWN_STATE;

	return (shown & SHOWN_RELEASED) && state != STATE_ARMED && state != STATE_RUNNING &&
	       state != STATE_PAUSED && state != STATE_RELEASING;
}

void loop_thread_report(const struct loop_thread *thread, double ready_ms, const char *path)
{
	char line[LOOP_REPORT_BYTES];
	int error = 0;

	loop_report_line(&thread->loop, line);
	say_line(STDERR_FILENO, line, strlen(line));
	if (path != NULL) {
		error = loop_report_json(&thread->loop, ready_ms, path);
	}
	if (error != 0) {
		say_format(STDERR_FILENO, "kneadd: cannot write %s: %s\n", path, strerror(-error));
	}
}
