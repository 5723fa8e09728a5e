/*
 * kneadd.c - the controller: configuration -> wire -> run -> let go -> exit code. It alone knows all
 * rooms, and holds nothing of what they do.
 *
 * Three threads beside this one: the loop (real-time; it waits for nobody), the network's, the
 * recorder's. They share mailboxes, a ring and the few atomics below. Once signals are held back, what
 * is said goes by say_format: somebody who does not read stderr must not keep the rig from ending.
 */
#include "app/daemon_options.h"
#include "app/daemon_setup.h"
#include "app/event_watch.h"
#include "app/recorder.h"
#include "app/say_line.h"
#include "core/pipeline.h"
#include "io/sim.h"
#include "net/server.h"
#include "rt/clock.h"
#include "rt/loop.h"
#include "rt/loop_report.h"
#include "rt/mailbox.h"
#include "rt/ring.h"
#include "rt/sched.h"
#include "rt/thread.h"

#include <knead/memory.h>
#include <knead/record.h>
#include <knead/rig_port.h>
#include <knead/sim_order.h>
#include <knead/snapshot.h>

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RECORDS          256 /* far more events than 20 ms can hold */
#define LOOP_PRIORITY    80  /* below the kernel's own threads */
#define SIM_SEED         1
#define NETWORK_TURN_MS  20
#define RECORDER_TURN_NS INT64_C(20000000)
#define GLANCE_NS        INT64_C(2000000)    /* how often the main thread looks while it waits */
#define LET_GO_NS        INT64_C(1500000000) /* RELEASE_ALARM_S and then some */
#define JOIN_NS          INT64_C(1000000000)
#define RECORDER_JOIN_NS \
	INT64_C(5000000000)             /* everything was let go of; a slow disk gets its time */
#define REMEMBER_NS INT64_C(1000000000) /* the loop tells what it remembers this often */

enum exit_code { EXIT_DONE = 0, EXIT_FAILED, EXIT_WRONG_USE, EXIT_NO_DEVICE };

/* What the loop shows the main thread of one tick, in one word. */
#define SHOWN_RELEASED 0x100u
#define SHOWN_STATE    0xffu

/* How the loop and the rig were left. */
struct ending {
	bool released;
	bool loop_ended; /* else it may hold the port, and nothing is freed */
};

struct kneadd {
	struct daemon_options options;
	struct daemon_setup files;

	struct mailbox commands;
	struct command command_slots[MAILBOX_SLOTS];
	struct mailbox snapshots;
	struct snapshot snapshot_slots[MAILBOX_SLOTS];
	struct mailbox orders;
	struct sim_order order_slots[MAILBOX_SLOTS];
	struct mailbox memories;
	struct memory memory_slots[MAILBOX_SLOTS];
	struct ring records;
	struct record record_slots[RECORDS];
	atomic_uint stop_presses; /* by this program's own end: main -> loop */
	atomic_uint shown;        /* loop -> main */
	atomic_bool loop_ends;
	atomic_bool helpers_end;
	sem_t loop_is_set_up;

	/* the loop's own, once it runs */
	struct rig_port *port;
	const struct rig_port_ops *port_ops;
	struct pipeline pipeline;
	struct loop loop;
	struct frame frame;
	struct actuation actuation;
	struct event_watch watch;
	int64_t remembered_t_ns;
	uint32_t write_errors;
	double dt_s;

	struct server_setup setup;
	struct server *server; /* the network thread's, once it runs */
	struct event_words words;
	struct recorder recorder; /* the recorder thread's, once it runs */
	struct sched_refusals refusals;
	int awake_fd;
	pthread_t loop_thread;
	pthread_t network_thread;
	pthread_t recorder_thread;
	int64_t started_ns;
	double ready_ms;
};

/* ---- the loop's thread ---- */

/* What people ask for, and this program's own end as one more press of stop. */
static struct command command_now(struct kneadd *kneadd)
{
	struct command command = *(const struct command *)mailbox_front(&kneadd->commands);

	if (command.heard_t_ns == 0) {
		command_init(&command);
	}
	command.presses.stop += atomic_load_explicit(&kneadd->stop_presses, memory_order_relaxed);
	return command;
}

static void show_main(struct kneadd *kneadd, const struct snapshot *snapshot)
{
	bool released = snapshot->conditions & COND_BIT(COND_RELEASED);

	atomic_store_explicit(&kneadd->shown,
			      (unsigned)snapshot->state | (released ? SHOWN_RELEASED : 0),
			      memory_order_relaxed);
}

static void remember(struct kneadd *kneadd, int64_t t_ns)
{
	struct memory *memory = mailbox_back(&kneadd->memories);

	memory_init(memory, kneadd->files.rig.head_count);
	pipeline_remember(&kneadd->pipeline, memory, t_ns);
	mailbox_publish(&kneadd->memories);
	kneadd->remembered_t_ns = t_ns;
}

static bool tick(void *context, int64_t t_ns)
{
	struct kneadd *kneadd = context;
	struct snapshot *snapshot = mailbox_back(&kneadd->snapshots);
	struct command command = command_now(kneadd);

	kneadd->port_ops->read(kneadd->port, t_ns, &kneadd->frame);
	kneadd->frame.overruns = kneadd->loop.cadence.overruns;
	kneadd->frame.write_errors = kneadd->write_errors;
	pipeline_step(&kneadd->pipeline, &kneadd->actuation, snapshot, &kneadd->frame, &command,
		      kneadd->dt_s);
	if (kneadd->port_ops->write(kneadd->port, &kneadd->actuation) != 0) {
		kneadd->write_errors++;
	}
	event_watch_step(&kneadd->watch, snapshot, &command);
	show_main(kneadd, snapshot);
	mailbox_publish(&kneadd->snapshots);
	if (t_ns - kneadd->remembered_t_ns >= REMEMBER_NS) {
		remember(kneadd, t_ns);
	}
	return !atomic_load_explicit(&kneadd->loop_ends, memory_order_relaxed);
}

static void *run_loop(void *context)
{
	struct kneadd *kneadd = context;
	int64_t period_ns = (int64_t)(1e9 / kneadd->files.rig.loop_hz + 0.5);
	int64_t late_ns = (int64_t)(LATE_WAKE_S * 1e9);

	sched_become_realtime(LOOP_PRIORITY, SCHED_ANY_CPU, &kneadd->refusals);
	sem_post(&kneadd->loop_is_set_up);
	loop_run(&kneadd->loop, period_ns, late_ns, tick, kneadd);
	return NULL;
}

/* ---- the helpers' threads ---- */

static void *run_network(void *context)
{
	struct kneadd *kneadd = context;

	while (!atomic_load_explicit(&kneadd->helpers_end, memory_order_relaxed)) {
		server_turn(kneadd->server, NETWORK_TURN_MS);
	}
	return NULL;
}

/* The latest of the loop, NULL before its first. */
static const struct memory *memory_now(struct kneadd *kneadd)
{
	const struct memory *memory = mailbox_front(&kneadd->memories);

	return memory->head_count > 0 ? memory : NULL;
}

static void *run_recorder(void *context)
{
	struct kneadd *kneadd = context;

	while (!atomic_load_explicit(&kneadd->helpers_end, memory_order_relaxed)) {
		recorder_turn(&kneadd->recorder, memory_now(kneadd), clock_now_ns());
		clock_sleep_until(clock_now_ns() + RECORDER_TURN_NS);
	}
	return NULL;
}

/* ---- the main thread ---- */

static bool open_server(struct kneadd *kneadd)
{
	char error[256] = "";
	kneadd->setup = (struct server_setup){
		.bind = kneadd->files.rig.osc.bind,
		.port = kneadd->files.rig.osc.port,
		.rig = &kneadd->files.rig,
		.techniques = kneadd->files.techniques,
		.technique_count = kneadd->files.technique_count,
		.patient_names = kneadd->files.patient_names,
		.patient_count = kneadd->files.patient_count,
		.commands = &kneadd->commands,
		.snapshots = &kneadd->snapshots,
		.orders = &kneadd->orders,
	};

	kneadd->server = server_open(&kneadd->setup, error, sizeof(error));
	if (kneadd->server == NULL) {
		say_format(STDERR_FILENO, "kneadd: %s\n", error);
	}
	return kneadd->server != NULL;
}

static void wire(struct kneadd *kneadd)
{
	mailbox_init(&kneadd->commands, kneadd->command_slots, sizeof(struct command));
	mailbox_init(&kneadd->snapshots, kneadd->snapshot_slots, sizeof(struct snapshot));
	mailbox_init(&kneadd->orders, kneadd->order_slots, sizeof(struct sim_order));
	mailbox_init(&kneadd->memories, kneadd->memory_slots, sizeof(struct memory));
	ring_init(&kneadd->records, kneadd->record_slots, sizeof(struct record), RECORDS);
	event_watch_init(&kneadd->watch, &kneadd->files.rig, &kneadd->records);
	kneadd->words = (struct event_words){
		.rig = &kneadd->files.rig,
		.techniques = kneadd->files.techniques,
		.technique_count = kneadd->files.technique_count,
	};
	pipeline_init(&kneadd->pipeline, &kneadd->files.rig, kneadd->files.techniques,
		      kneadd->files.technique_count);
	pipeline_recall(&kneadd->pipeline, &kneadd->files.memory, clock_now_ns());
	kneadd->dt_s = 1.0 / kneadd->files.rig.loop_hz;
	sem_init(&kneadd->loop_is_set_up, 0, 0);
}

static bool start(pthread_t *thread, const char *name, void *(*body)(void *), struct kneadd *kneadd)
{
	int error = thread_start(thread, name, body, kneadd);

	if (error != 0) {
		say_format(STDERR_FILENO, "kneadd: cannot start the %s thread: %s\n", name,
			   strerror(-error));
	}
	return error == 0;
}

/* The loop last: what it shares is being read when it starts. */
static bool start_threads(struct kneadd *kneadd)
{
	if (!start(&kneadd->recorder_thread, "recorder", run_recorder, kneadd) ||
	    !start(&kneadd->network_thread, "network", run_network, kneadd) ||
	    !start(&kneadd->loop_thread, "loop", run_loop, kneadd)) {
		return false;
	}
	while (sem_wait(&kneadd->loop_is_set_up) != 0) {
		/* interrupted: wait on */
	}
	if (kneadd->refusals.list[0] != '\0') {
		say_format(STDERR_FILENO,
			   "warning: the loop runs without %s and may be late; run it as root or "
			   "give it CAP_SYS_NICE and CAP_IPC_LOCK\n",
			   kneadd->refusals.list);
	}
	return true;
}

static void print_ready(struct kneadd *kneadd)
{
	bool v6 = strchr(kneadd->files.rig.osc.bind, ':') != NULL;

	kneadd->ready_ms = (double)(clock_now_ns() - kneadd->started_ns) / 1e6;
	say_format(STDERR_FILENO, "ready: rig %s, OSC udp %s%s%s:%d\n", kneadd->files.rig.name,
		   v6 ? "[" : "", kneadd->files.rig.osc.bind, v6 ? "]" : "",
		   server_port(kneadd->server));
}

/* Until somebody wants this program to end; says when the rig is ready meanwhile. */
static void wait_for_the_end(struct kneadd *kneadd, const sigset_t *ends)
{
	const struct timespec glance = {.tv_nsec = GLANCE_NS};
	int got = 0;

	while (atomic_load_explicit(&kneadd->shown, memory_order_relaxed) % SHOWN_RELEASED !=
	       STATE_IDLE) {
		if (sigtimedwait(ends, NULL, &glance) > 0) {
			return;
		}
	}
	print_ready(kneadd);
	while (sigwait(ends, &got) != 0) {
	}
}

static bool has_let_go(unsigned shown)
{
	unsigned state = shown & SHOWN_STATE;

	return (shown & SHOWN_RELEASED) && state != STATE_ARMED && state != STATE_RUNNING &&
	       state != STATE_PAUSED && state != STATE_RELEASING;
}

/*
 * Lets go as a stop does, while the loop still runs; then with what still works, whatever the loop
 * did. Only then is anything said.
 */
static struct ending let_go(struct kneadd *kneadd)
{
	int64_t until_ns = clock_now_ns() + LET_GO_NS;
	struct ending ending = {0};

	atomic_fetch_add_explicit(&kneadd->stop_presses, 1, memory_order_relaxed);
	while (!ending.released && clock_now_ns() < until_ns) {
		clock_sleep_until(clock_now_ns() + GLANCE_NS);
		ending.released =
			has_let_go(atomic_load_explicit(&kneadd->shown, memory_order_relaxed));
	}
	atomic_store_explicit(&kneadd->loop_ends, true, memory_order_relaxed);
	ending.loop_ended = thread_join(kneadd->loop_thread, JOIN_NS);
	kneadd->port_ops->make_safe(kneadd->port);
	say_format(STDERR_FILENO, ending.released
					  ? "let go: no head presses\n"
					  : "kneadd: a head still presses: free the person by "
					    "hand\n");
	return ending;
}

static void report(const struct kneadd *kneadd)
{
	const char *path = kneadd->options.stats_path;
	char line[LOOP_REPORT_BYTES];
	int error = 0;

	loop_report_line(&kneadd->loop, line);
	say_line(STDERR_FILENO, line, strlen(line));
	if (path != NULL) {
		error = loop_report_json(&kneadd->loop, kneadd->ready_ms, path);
	}
	if (error != 0) {
		say_format(STDERR_FILENO, "kneadd: cannot write %s: %s\n", path, strerror(-error));
	}
}

/* From threads that run to the exit code; returns only when nothing is left running. */
static int end(struct kneadd *kneadd)
{
	struct ending ending = let_go(kneadd);

	atomic_store_explicit(&kneadd->helpers_end, true, memory_order_relaxed);
	if (!thread_join(kneadd->network_thread, JOIN_NS) ||
	    !thread_join(kneadd->recorder_thread, RECORDER_JOIN_NS) || !ending.loop_ended) {
		say_format(STDERR_FILENO,
			   "kneadd: a thread did not end; everything was let go of\n");
		_exit(EXIT_FAILED); /* it still uses what would be freed */
	}
	remember(kneadd, clock_now_ns()); /* up to the last moment: nobody else is left */
	recorder_finish(&kneadd->recorder, memory_now(kneadd), clock_now_ns());
	report(kneadd);
	return ending.released ? EXIT_DONE : EXIT_FAILED;
}

/*
 * The signals that end this program: before there are threads, so that only the main thread ever gets
 * them; not while files are read, when nothing was moved and the signal may end it as it likes.
 */
static void hold_back(sigset_t *ends)
{
	sigemptyset(ends);
	sigaddset(ends, SIGTERM);
	sigaddset(ends, SIGINT);
	sigaddset(ends, SIGHUP);
	pthread_sigmask(SIG_BLOCK, ends, NULL);
}

/* Everything that can be refused is asked for before anything moves. */
static int run(struct kneadd *kneadd)
{
	int code = EXIT_FAILED;
	sigset_t ends;

	if (!daemon_setup_read(&kneadd->files, &kneadd->options, stderr)) {
		return EXIT_WRONG_USE;
	}
	hold_back(&ends);
	wire(kneadd);
	if (!open_server(kneadd)) {
		goto close_store;
	}
	say_format(STDERR_FILENO, "kneadd " KNEAD_VERSION ": rig %s, %d heads, %g Hz%s\n",
		   kneadd->files.rig.name, kneadd->files.rig.head_count, kneadd->files.rig.loop_hz,
		   sched_kernel_is_rt() ? ", real-time kernel" : "");
	kneadd->port_ops = &io_sim_ops;
	kneadd->port =
		io_sim_open(&kneadd->files.rig, kneadd->files.patients, kneadd->files.patient_count,
			    SIM_SEED, clock_now_ns(), &kneadd->orders);
	if (kneadd->port == NULL) {
		say_format(STDERR_FILENO, "kneadd: no memory for the simulated rig\n");
		code = EXIT_NO_DEVICE;
		goto close_server;
	}
	recorder_open(&kneadd->recorder, &kneadd->files.store, &kneadd->records, &kneadd->words,
		      STDERR_FILENO);
	kneadd->awake_fd = sched_hold_awake(&kneadd->refusals);
	if (!start_threads(kneadd)) {
		_exit(EXIT_FAILED); /* before the first tick: nothing was moved */
	}
	wait_for_the_end(kneadd, &ends);
	code = end(kneadd);
	if (kneadd->awake_fd >= 0) {
		close(kneadd->awake_fd);
	}
	recorder_close(&kneadd->recorder);
	kneadd->port_ops->close(kneadd->port);
close_server:
	server_close(kneadd->server);
close_store:
	session_store_close(&kneadd->files.store);
	return code;
}

int main(int argc, char **argv)
{
	static struct kneadd kneadd;
	int code = 0;

	kneadd.started_ns = clock_now_ns();
	kneadd.ready_ms = -1.0; /* never yet */
	code = daemon_options_read(&kneadd.options, argc, argv, stdout, stderr);
	if (code != OPTIONS_RUN) {
		return code;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error to tell, no end */
	sched_prepare_process();
	return run(&kneadd);
}
