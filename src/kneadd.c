/*
 * kneadd.c - the controller: configuration -> wire -> run -> let go -> exit code. It alone knows all
 * rooms, and holds nothing of what they do.
 *
 * Four threads beside this one: the loop's, the network's, and the two that keep what happened. They share
 * the loop's mailboxes and rings, and the orders to the simulated rig. Once signals are held back, what is
 * said goes by say_format: somebody who does not read stderr must not keep the rig from ending.
 */
#include "app/daemon_options.h"
#include "app/daemon_setup.h"
#include "app/say_line.h"
#include "daemon/keeping.h"
#include "daemon/loop_thread.h"
#include "daemon/network.h"
#include "io/life.h"
#include "io/sim.h"
#include "io/wired.h"
#include "rt/clock.h"
#include "rt/sched.h"
#include "rt/thread.h"

#include <knead/memory.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SIM_SEED  1
#define GLANCE_NS INT64_C(2000000)    /* how often the main thread looks while it waits */
#define LET_GO_NS INT64_C(1500000000) /* RELEASE_ALARM_S and then some */
#define JOIN_NS   INT64_C(1000000000)

enum exit_code { EXIT_DONE = 0, EXIT_FAILED, EXIT_WRONG_USE, EXIT_NO_DEVICE };

/* How the loop and the rig were left. */
struct ending {
	bool released;
	bool loop_ended; /* else it may hold the port, and nothing is freed */
};

struct kneadd {
	struct daemon_options options;
	struct daemon_setup files;

	struct loop_thread loop;
	struct network network;
	struct life life;

	struct event_words words;
	struct keeping keeping;
	int awake_fd;
	pthread_t loop_thread;
	int64_t started_ns;
	double ready_ms;
	bool is_ready;
};

static bool open_network(struct kneadd *kneadd)
{
	char error[256] = "";
	const bool opened =
		network_open(&kneadd->network, &kneadd->loop, &kneadd->files, error, sizeof(error));

	if (!opened) {
		say_format(STDERR_FILENO, "kneadd: %s\n", error);
	}
	return opened;
}

static bool wire(struct kneadd *kneadd)
{
	int error = loop_thread_init(&kneadd->loop, &kneadd->files.rig, kneadd->files.techniques,
				     kneadd->files.technique_count, &kneadd->files.memory,
				     clock_now_ns());

	loop_thread_learn(&kneadd->loop, &kneadd->files);
	kneadd->words = (struct event_words){
		.rig = &kneadd->files.rig,
		.techniques = kneadd->files.techniques,
		.technique_count = kneadd->files.technique_count,
		.room = &kneadd->loop.health.room,
	};
	if (error != 0) {
		say_format(STDERR_FILENO, "kneadd: no memory for the black box\n");
	}
	return error == 0;
}

static bool has_started(int error, const char *name)
{
	if (error != 0) {
		say_format(STDERR_FILENO, "kneadd: cannot start the %s thread: %s\n", name,
			   strerror(-error));
	}
	return error == 0;
}

/* The loop last: what it shares is being read when it starts. */
static bool start_threads(struct kneadd *kneadd)
{
	const char *which = "";
	int error = kneadd->files.wiring.wired ? wired_start(kneadd->loop.port) : 0;

	if (error != 0) {
		say_format(STDERR_FILENO, "kneadd: cannot start the devices' threads: %s\n",
			   strerror(-error));
		return false;
	}
	error = keeping_start(&kneadd->keeping, &which);
	if (!has_started(error, which) ||
	    !has_started(network_start(&kneadd->network), "network")) {
		return false;
	}
	error = thread_start(&kneadd->loop_thread, "loop", loop_thread_body, &kneadd->loop);
	if (!has_started(error, "loop")) {
		return false;
	}
	loop_thread_wait_until_set_up(&kneadd->loop);
	if (kneadd->loop.refusals.list[0] != '\0') {
		say_format(STDERR_FILENO,
			   "warning: the loop runs without %s and may be late; run it as root or "
			   "give it CAP_SYS_NICE and CAP_IPC_LOCK\n",
			   kneadd->loop.refusals.list);
	}
	return true;
}

static void print_ready(struct kneadd *kneadd)
{
	const struct server *server = kneadd->network.server;
	const char *bind = kneadd->files.rig.osc.bind;
	bool v6 = strchr(bind, ':') != NULL;
	const char *opens = v6 ? "[" : "";
	const char *closes = v6 ? "]" : "";

	kneadd->ready_ms = (double)(clock_now_ns() - kneadd->started_ns) / 1e6;
	say_format(STDERR_FILENO, "ready: rig %s, OSC tcp %s%s%s:%d, udp %s%s%s:%d\n",
		   kneadd->files.rig.name, opens, bind, closes, server_tcp_port(server), opens,
		   bind, closes, server_port(server));
}

/*
 * Up is what the manager waits for: a rig that its self-test locked is, as it waits for somebody at the rig
 * and no new start would help. Ready is that it may be armed, or that something says why not.
 */
static void look_how_far(struct kneadd *kneadd)
{
	const bool idle = loop_thread_is_idle(&kneadd->loop);
	char status[128];

	if (recorder_health_now(&kneadd->loop.health, clock_now_ns()) == RECORDING_UNKNOWN ||
	    (!idle && !loop_thread_is_locked(&kneadd->loop))) {
		return;
	}
	snprintf(status, sizeof(status), "rig %s%s", kneadd->files.rig.name,
		 idle ? "" : ": locked; its panel says why");
	if (!kneadd->life.is_up || idle) {
		life_is_up(&kneadd->life, status);
	}
	if (idle) {
		print_ready(kneadd);
		kneadd->is_ready = true;
	}
}

static void tell_of_life(struct kneadd *kneadd)
{
	uint64_t turns[LIVENESS_THREADS] = {
		atomic_load_explicit(&kneadd->loop.ticks, memory_order_relaxed),
		atomic_load_explicit(&kneadd->network.turns, memory_order_relaxed),
	};

	life_turn(&kneadd->life, turns);
}

/* Until somebody wants this program to end; says how far the rig is meanwhile, and that it lives. */
static void wait_for_the_end(struct kneadd *kneadd, const sigset_t *ends)
{
	const int64_t every_ns = life_every_ns(&kneadd->life);
	const struct timespec glance = {.tv_nsec = GLANCE_NS};
	const struct timespec turn = {
		.tv_sec = (time_t)(every_ns / NS_PER_S),
		.tv_nsec = (long)(every_ns % NS_PER_S),
	};
	const struct timespec *patience = every_ns > 0 ? &turn : NULL;
	int64_t due_ns = 0;

	while (sigtimedwait(ends, NULL, kneadd->is_ready ? patience : &glance) <= 0) {
		const int64_t now_ns = clock_now_ns();

		if (!kneadd->is_ready) {
			look_how_far(kneadd);
		}
		if (every_ns > 0 && now_ns >= due_ns) {
			tell_of_life(kneadd);
			due_ns = now_ns + every_ns;
		}
	}
}

/*
 * Lets go as a stop does, while the loop still runs; then with what still works, whatever the loop
 * did. Only then is anything said.
 */
static struct ending let_go(struct kneadd *kneadd)
{
	int64_t until_ns = clock_now_ns() + LET_GO_NS;
	struct ending ending = {0};

	loop_thread_press_stop(&kneadd->loop);
	service_stopping(&kneadd->life.service);
	while (!ending.released && clock_now_ns() < until_ns) {
		clock_sleep_until(clock_now_ns() + GLANCE_NS);
		ending.released = loop_thread_has_let_go(&kneadd->loop);
	}
	loop_thread_end(&kneadd->loop);
	ending.loop_ended = thread_join(kneadd->loop_thread, JOIN_NS);
	kneadd->loop.port_ops->make_safe(kneadd->loop.port);
	say_format(STDERR_FILENO, ending.released
					  ? "let go: no head presses\n"
					  : "kneadd: a head still presses: free the person by "
					    "hand\n");
	return ending;
}

/* From threads that run to the exit code; returns only when nothing is left running. */
static int end(struct kneadd *kneadd)
{
	struct ending ending = let_go(kneadd);

	watchdog_close(&kneadd->life.watchdog, ending.released && ending.loop_ended);
	network_end(&kneadd->network);
	keeping_end(&kneadd->keeping);
	if (!network_join(&kneadd->network) || !keeping_join(&kneadd->keeping) ||
	    !ending.loop_ended) {
		say_format(STDERR_FILENO,
			   "kneadd: a thread did not end; everything was let go of\n");
		_exit(EXIT_FAILED); /* it still uses what would be freed */
	}
	/* up to the last moment: nobody else is left */
	loop_thread_remember(&kneadd->loop, clock_now_ns());
	keeping_finish(&kneadd->keeping, ending.released);
	loop_thread_report(&kneadd->loop, kneadd->ready_ms, kneadd->options.stats_path);
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

static int open_sim(struct kneadd *kneadd)
{
	kneadd->loop.port_ops = &io_sim_ops;
	kneadd->loop.port =
		io_sim_open(&kneadd->files.rig, kneadd->files.patients, kneadd->files.patient_count,
			    SIM_SEED, clock_now_ns(), &kneadd->network.orders);
	if (kneadd->loop.port == NULL) {
		say_format(STDERR_FILENO, "kneadd: no memory for the simulated rig\n");
		return EXIT_NO_DEVICE;
	}
	io_sim_tell(kneadd->loop.port, &kneadd->loop.records);
	io_sim_acknowledge(kneadd->loop.port, &kneadd->network.faults_obeyed);
	return EXIT_DONE;
}

/* A late loop is shown in simulation, and presses on people here. */
static int open_wired(struct kneadd *kneadd)
{
	struct device_error error = {0};
	char notice[128] = "";
	int code;

	if (!kneadd->options.late_is_fine && !sched_may_be_realtime(LOOP_PRIORITY)) {
		say_format(STDERR_FILENO,
			   "kneadd: this system grants no real-time priority, which real devices "
			   "need; run it as its service or as root, or for a bench without people "
			   "give --without-realtime\n");
		return EXIT_FAILED;
	}
	kneadd->loop.port_ops = &io_wired_ops;
	code = wired_open(&kneadd->loop.port, &kneadd->files.rig, &kneadd->files.wiring,
			  &wired_here, &error);
	if (code == 0) {
		code = life_watch(&kneadd->life, &watchdog_kernel, &kneadd->files.wiring.watchdog,
				  notice, sizeof(notice), &error);
		if (code != 0) {
			io_wired_ops.close(kneadd->loop.port);
		}
	}
	if (code != 0) {
		say_format(STDERR_FILENO, "kneadd: %s\n", error.text);
		return code == -EINVAL ? EXIT_WRONG_USE : EXIT_NO_DEVICE;
	}
	if (notice[0] != '\0') {
		say_format(STDERR_FILENO, "%s\n", notice);
	}
	return EXIT_DONE;
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
	if (!wire(kneadd) || !open_network(kneadd)) {
		goto close_store;
	}
	say_format(STDERR_FILENO, "kneadd " KNEAD_VERSION ": rig %s, %d %s, %g Hz%s\n",
		   kneadd->files.rig.name, kneadd->files.rig.head_count,
		   kneadd->files.rig.head_count == 1 ? "head" : "heads", kneadd->files.rig.loop_hz,
		   sched_kernel_is_rt() ? ", real-time kernel" : "");
	code = kneadd->files.wiring.wired ? open_wired(kneadd) : open_sim(kneadd);
	if (code != EXIT_DONE) {
		goto close_network;
	}
	keeping_open(&kneadd->keeping, &kneadd->loop, &kneadd->files.store, &kneadd->words,
		     &kneadd->network.pairings, &kneadd->files.pairing_store,
		     &kneadd->network.turned);
	kneadd->awake_fd = sched_hold_awake(&kneadd->loop.refusals);
	if (!start_threads(kneadd)) {
		watchdog_close(&kneadd->life.watchdog, true);
		_exit(EXIT_FAILED); /* before the first tick: nothing was moved */
	}
	wait_for_the_end(kneadd, &ends);
	code = end(kneadd);
	if (kneadd->awake_fd >= 0) {
		close(kneadd->awake_fd);
	}
	kneadd->loop.port_ops->close(kneadd->loop.port);
close_network:
	network_close(&kneadd->network);
close_store:
	pairing_store_close(&kneadd->files.pairing_store);
	blackbox_close(&kneadd->loop.box);
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
	service_open(&kneadd.life.service);
	return run(&kneadd);
}
