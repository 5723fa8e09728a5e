/* stand.c - see stand.h. */
#include "tool/stand.h"

#include "io/sim.h"
#include "rt/clock.h"
#include "rt/thread.h"
#include "tool/nobody.h"
#include "tool/tools.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PRIORITY      80 /* as the controller's loop */
#define LATE_NS       ((int64_t)(LATE_WAKE_S * 1e9))
#define LOOK_NS       INT64_C(20000000)   /* how often the caller looks */
#define LETS_GO_NS    INT64_C(2500000000) /* after it is told to end: RELEASE_ALARM_S and more */
#define JOIN_NS       INT64_C(1000000000)
#define VIRTUAL_T0_NS INT64_C(1000000000)

/* What is asked, as one word. */
enum { ASKED_HELD = 1, ASKED_ENDS = 2, ASKED_THOUGHT_SHIFT = 2 };

/* ---- open and close ---- */

static int open_sim(struct stand *stand)
{
	const struct stand_setup *setup = &stand->setup;
	const int64_t t0_ns = setup->virtual_time ? VIRTUAL_T0_NS : clock_now_ns();

	mailbox_init(&stand->orders, stand->order_slots, sizeof(struct sim_order));
	stand->ops = &io_sim_ops;
	stand->port =
		io_sim_open(setup->plant, setup->lies_there, 1, setup->seed, t0_ns, &stand->orders);
	for (int i = 0; i < setup->rig->head_count; i++) {
		stand->cell_gain[i] = 1.0;
	}
	if (stand->port == NULL) {
		fprintf(stderr, "%s: no memory for the simulated rig\n", setup->who);
		return EXIT_MISSING;
	}
	return EXIT_DONE;
}

static const char *hint(int code)
{
	return code == -EBUSY ? "; where kneadd runs, end it first (systemctl stop kneadd)" : "";
}

static int open_wired(struct stand *stand)
{
	const struct stand_setup *setup = &stand->setup;
	struct device_error error = {0};
	int code;

	if (setup->machine.turn == NULL && !setup->late_is_fine &&
	    !sched_may_be_realtime(PRIORITY)) {
		fprintf(stderr,
			"%s: this system grants no real-time priority, which real devices need; "
			"run "
			"it as root, or for a bench give --without-realtime\n",
			setup->who);
		return EXIT_FAILED;
	}
	stand->ops = &io_wired_ops;
	code = wired_open(&stand->port, setup->rig, setup->wiring, setup->machine.means, &error);
	if (code != 0) {
		fprintf(stderr, "%s: %s%s\n", setup->who, error.text, hint(code));
		return code == -EINVAL ? EXIT_WRONG : EXIT_MISSING;
	}
	code = setup->machine.turn == NULL ? wired_start(stand->port) : 0;
	if (code != 0) {
		fprintf(stderr, "%s: cannot start the devices' threads: %s\n", setup->who,
			strerror(-code));
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

int stand_open(struct stand *stand, const struct stand_setup *setup)
{
	int code;

	memset(stand, 0, sizeof(*stand));
	stand->setup = *setup;
	stand->t_ns = VIRTUAL_T0_NS;
	code = setup->wiring->wired ? open_wired(stand) : open_sim(stand);
	if (code != EXIT_DONE) {
		stand_close(stand);
	}
	return code;
}

void stand_close(struct stand *stand)
{
	if (stand->port != NULL) {
		stand->ops->close(stand->port);
		stand->port = NULL;
	}
}

/* ---- a simulated rig's buttons ---- */

static void press_buttons(struct stand *stand, const struct stand_shown *shown, int64_t t_ns)
{
	struct sim_order *order;
	double pressed_s;
	bool is_tried;

	if (stand->ops != &io_sim_ops) {
		return;
	}
	if (stand->button_t_ns == 0 && shown->wants_hand_button) {
		stand->button_t_ns = t_ns;
	}
	if (stand->button_t_ns == 0) {
		return;
	}
	pressed_s = (double)(t_ns - stand->button_t_ns) / 1e9;
	order = mailbox_back(&stand->orders);
	*order = (struct sim_order){0};
	is_tried = !nobody_tries_button(order, pressed_s);
	mailbox_publish(&stand->orders);
	if (is_tried && !shown->wants_hand_button) {
		stand->button_t_ns = 0;
	}
}

/* ---- one tick ---- */

/* A simulated cell as it is; then every cell as weights told. */
static void correct(const struct stand *stand, struct frame *frame)
{
	const bool sim = stand->ops == &io_sim_ops;

	for (int i = 0; i < frame->head_count; i++) {
		double *force_n = &frame->heads[i].force_n.value;

		if (sim) {
			*force_n = (*force_n + stand->laid_n[i]) * stand->cell_gain[i] +
				   stand->cell_zero_n[i];
		}
		if (stand->cells != NULL) {
			*force_n = cell_force_n(&stand->cells->heads[i], *force_n);
		}
	}
}

static bool tick(void *context, int64_t t_ns)
{
	struct stand *stand = context;
	const struct stand_job *job = stand->job;
	const unsigned bits = atomic_load_explicit(&stand->asked, memory_order_acquire);
	const struct stand_asked asked = {
		.held = bits & ASKED_HELD,
		.ends = bits & ASKED_ENDS,
		.thought = bits >> ASKED_THOUGHT_SHIFT,
	};
	struct stand_shown *shown = mailbox_back(&stand->shown);
	bool goes_on;

	stand->ops->read(stand->port, t_ns, &stand->frame);
	correct(stand, &stand->frame);
	stand->frame.overruns = stand->loop.cadence.overruns;
	stand->frame.write_errors = stand->write_errors;
	*shown = (struct stand_shown){0};
	goes_on = job->step(job->context, &stand->frame, &asked, &stand->actuation, shown);
	stand->write_errors += stand->ops->write(stand->port, &stand->actuation) != 0;
	press_buttons(stand, shown, t_ns);
	mailbox_publish(&stand->shown);
	return goes_on && !atomic_load_explicit(&stand->ends, memory_order_relaxed);
}

static bool look(struct stand *stand)
{
	const struct stand_job *job = stand->job;
	const struct stand_asked asked = job->look(job->context, mailbox_front(&stand->shown));

	atomic_store_explicit(&stand->asked,
			      (asked.held ? ASKED_HELD : 0u) | (asked.ends ? ASKED_ENDS : 0u) |
				      asked.thought << ASKED_THOUGHT_SHIFT,
			      memory_order_release);
	return asked.ends;
}

/* ---- a run ---- */

static bool run_virtually(struct stand *stand)
{
	const int64_t period_ns = (int64_t)(1e9 / stand->setup.rig->loop_hz + 0.5);
	int64_t looked_t_ns = stand->t_ns;
	int64_t ends_t_ns = 0;
	bool goes_on = true;

	while (goes_on) {
		stand->t_ns += period_ns;
		if (stand->setup.machine.turn != NULL) {
			stand->setup.machine.turn(stand->setup.machine.turn_context, stand->port,
						  stand->t_ns);
		}
		goes_on = tick(stand, stand->t_ns);
		if (stand->t_ns - looked_t_ns < LOOK_NS) {
			continue;
		}
		looked_t_ns = stand->t_ns;
		if (!look(stand)) {
			ends_t_ns = 0;
		} else if (ends_t_ns == 0) {
			ends_t_ns = stand->t_ns;
		} else if (stand->t_ns - ends_t_ns > LETS_GO_NS) {
			return false;
		}
	}
	return true;
}

static void *run_loop(void *context)
{
	struct stand *stand = context;
	const int64_t period_ns = (int64_t)(1e9 / stand->setup.rig->loop_hz + 0.5);

	sched_become_realtime(PRIORITY, SCHED_ANY_CPU, &stand->refusals);
	loop_run(&stand->loop, period_ns, LATE_NS, tick, stand);
	atomic_store_explicit(&stand->over, true, memory_order_release);
	return NULL;
}

/* The caller looks until it is over, or has waited long enough for that. */
static bool look_on(struct stand *stand)
{
	int64_t ends_t_ns = 0;

	while (!atomic_load_explicit(&stand->over, memory_order_acquire)) {
		clock_sleep_until(clock_now_ns() + LOOK_NS);
		if (!look(stand)) {
			ends_t_ns = 0;
		} else if (ends_t_ns == 0) {
			ends_t_ns = clock_now_ns();
		} else if (clock_now_ns() - ends_t_ns > LETS_GO_NS) {
			return false;
		}
	}
	return true;
}

static bool run_in_thread(struct stand *stand)
{
	const int awake_fd = sched_hold_awake(&stand->refusals);
	int error = thread_start(&stand->thread, "loop", run_loop, stand);
	bool fine;

	if (error != 0) {
		fprintf(stderr, "%s: cannot start the loop: %s\n", stand->setup.who,
			strerror(-error));
		return false;
	}
	fine = look_on(stand);
	atomic_store_explicit(&stand->ends, true, memory_order_relaxed);
	if (!thread_join(stand->thread, JOIN_NS)) {
		stand->ops->make_safe(stand->port);
		fprintf(stderr, "%s: the loop hangs in a device; everything was let go of\n",
			stand->setup.who);
		_exit(EXIT_FAILED); /* it still uses what would be freed */
	}
	if (awake_fd >= 0) {
		close(awake_fd);
	}
	return fine;
}

/* Whatever the job left behind. */
static void let_go(struct stand *stand)
{
	stand->actuation = (struct actuation){.enable_level = stand->actuation.enable_level,
					      .head_count = stand->setup.rig->head_count};
	(void)stand->ops->write(stand->port, &stand->actuation);
}

bool stand_run(struct stand *stand, const struct stand_job *job)
{
	bool fine;

	stand->job = job;
	mailbox_init(&stand->shown, stand->shown_slots, sizeof(stand->shown_slots[0]));
	atomic_store(&stand->asked, 0u);
	atomic_store(&stand->ends, false);
	atomic_store(&stand->over, false);
	fine = stand->setup.virtual_time || stand->setup.machine.turn != NULL
		       ? run_virtually(stand)
		       : run_in_thread(stand);
	let_go(stand);
	if (!fine) {
		stand->ops->make_safe(stand->port);
		fprintf(stderr, "%s: a head still presses: free it by hand\n", stand->setup.who);
	}
	return fine;
}
