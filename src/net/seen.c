/*
 * seen.c - one bounded wait on the snapshots' mailbox.
 */
#include "net/seen.h"

#include <time.h>

#define WAIT_PERIODS 3
#define WAIT_AT_MOST 40000000LL
#define WINDOW_NS    250000000LL
#define GLANCE_NS    200000LL

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000LL + now.tv_nsec;
}

void seen_ask(struct seen *seen)
{
	seen->asked_ns = now_ns();
}

/* Until the view has a tick after that time; false where until_ns came first. */
static bool wait_for_tick(struct view *view, int64_t after_ns, int64_t until_ns)
{
	const struct timespec glance = {.tv_nsec = GLANCE_NS};

	do {
		view->now = mailbox_front(view->setup->snapshots);
		if (view->now->t_ns > after_ns) {
			return true;
		}
		(void)nanosleep(&glance, NULL);
	} while (now_ns() < until_ns);
	return false;
}

bool seen_wait(struct seen *seen, struct asked *asked, struct view *view)
{
	double hz = view->setup->rig->loop_hz;
	int64_t period_ns = hz > 0.0 ? (int64_t)(1e9 / hz) : 0;
	int64_t longest_ns = WAIT_PERIODS * period_ns;
	int64_t from_ns = now_ns();
	bool came;

	if (seen->asked_ns == 0 || view->now->t_ns > seen->asked_ns + period_ns) {
		return false;
	}
	if (from_ns - seen->window_ns > WINDOW_NS) {
		seen->window_ns = from_ns;
		seen->left_ns = WAIT_AT_MOST;
	}
	longest_ns = longest_ns < seen->left_ns ? longest_ns : seen->left_ns;
	if (longest_ns <= 0) {
		return false;
	}
	asked_publish(asked, view->setup, view->t_ns);
	came = wait_for_tick(view, seen->asked_ns + period_ns, from_ns + longest_ns);
	seen->left_ns -= now_ns() - from_ns;
	return came;
}
