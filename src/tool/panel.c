/*
 * panel.c - knead panel: a live view of a running controller, steered by keys. An OSC client like any
 * other; what it may do the controller decides.
 */
#include "tool/tools.h"

#include "net/client.h"
#include "tool/panel_hear.h"
#include "tool/panel_options.h"
#include "tool/panel_screen.h"
#include "tool/panel_view.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define TELEMETRY_HZ   10.0 /* of head values: what an eye follows, no more */
#define DRAW_GAP_NS    66666667LL
#define DRAW_AT_ALL_NS 250000000LL  /* so that seconds of silence count up */
#define ASK_QUIET_NS   1000000000LL /* subscribing anew while nothing is heard */
#define ASK_FRESH_NS   3000000000LL /* renewing, well inside the 10 s a subscription lasts */
#define WAIT_MS        100

enum { ON_KEYS = 0, ON_NET, ON_SIGNAL, SOURCES };

struct panel {
	struct panel_options options;
	struct osc_client *client;
	int signals;
	int64_t now_ns;
	int64_t asked_ns;
	int64_t drawn_ns;
	bool changed; /* since it was drawn */
	bool unreachable;
	bool leave;
	struct panel_model model;
	struct panel_keys keys;
};

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void send_message(struct panel *panel, const struct panel_message *message)
{
	/* The first try may only fetch the news that an earlier datagram found nobody. */
	for (int tries = 0; tries < 2; tries++) {
		int result =
			message->types[0] == 's'
				? osc_client_send(panel->client, message->path, "s", message->text)
				: osc_client_send(panel->client, message->path, message->types,
						  message->number);

		if (result != -ECONNREFUSED) {
			return;
		}
		panel->unreachable = true;
	}
}

static void send_plain(struct panel *panel, const char *path)
{
	struct panel_message message = {.types = ""};

	snprintf(message.path, sizeof(message.path), "%s", path);
	send_message(panel, &message);
}

/* What fits changes, and no question may be missing because a packet was. */
static void ask_for_page(struct panel *panel)
{
	if (panel->keys.page == PANEL_TECHNIQUE) {
		send_plain(panel, "/rig/technique/list");
	} else if (panel->keys.page == PANEL_INTAKE) {
		send_plain(panel, "/rig/screening/list");
	}
}

/* Keeps the subscription; begins anew with everything while the controller is silent. */
static void ask(struct panel *panel)
{
	bool fresh = panel_model_is_fresh(&panel->model, panel->now_ns);
	bool first = panel->asked_ns == 0;

	if (!first && panel->now_ns - panel->asked_ns < (fresh ? ASK_FRESH_NS : ASK_QUIET_NS)) {
		return;
	}
	panel->asked_ns = panel->now_ns;
	if (fresh && panel_model_is_complete(&panel->model)) {
		send_plain(panel, "/rig/ping");
		ask_for_page(panel);
		return;
	}
	if (!fresh && osc_client_send(panel->client, "/rig/subscribe", "if", 0, TELEMETRY_HZ) ==
			      -ECONNREFUSED) {
		panel->unreachable = true;
		(void)osc_client_send(panel->client, "/rig/subscribe", "if", 0, TELEMETRY_HZ);
	}
	send_plain(panel, "/rig/info");
	send_plain(panel, "/rig/technique/list");
	send_plain(panel, "/rig/head/list");
	send_plain(panel, "/rig/screening/list");
}

static void heard(void *context, const char *path, const char *types, const struct value *values,
		  int count)
{
	struct panel *panel = context;

	(void)types;
	panel->unreachable = false;
	panel->changed = true;
	panel_hear(&panel->model, panel->now_ns, path, values, count);
}

static void hear(struct panel *panel)
{
	if (osc_client_receive(panel->client, heard, panel) == -ECONNREFUSED) {
		panel->unreachable = true;
	}
}

static void press(struct panel *panel, int key)
{
	struct panel_message message;
	enum panel_page page = panel->keys.page;

	panel->changed = true;
	if (panel_keys_press(&panel->keys, &panel->model, panel->now_ns, key, &message)) {
		send_message(panel, &message);
	}
	if (panel->keys.page != page) {
		ask_for_page(panel);
	}
}

static void read_keys(struct panel *panel)
{
	for (int key = panel_screen_key(); key != PANEL_KEY_NONE; key = panel_screen_key()) {
		press(panel, key);
	}
}

/* Ctrl-C asks as q does; the others mean it. */
static void read_signals(struct panel *panel)
{
	struct signalfd_siginfo signal;

	while (read(panel->signals, &signal, sizeof(signal)) == sizeof(signal)) {
		if (signal.ssi_signo == SIGINT) {
			press(panel, 'q');
		} else {
			panel->leave = true;
		}
	}
}

static void send_stops(struct panel *panel)
{
	while (panel_keys_stop(&panel->keys, panel->now_ns)) {
		send_plain(panel, "/rig/stop");
	}
}

static void draw(struct panel *panel)
{
	struct panel_picture picture = {.model = &panel->model,
					.where = panel->options.where,
					.unreachable = panel->unreachable,
					.t_ns = panel->now_ns};
	int64_t gap_ns = panel->changed ? DRAW_GAP_NS : DRAW_AT_ALL_NS;

	if (panel->drawn_ns != 0 && panel->now_ns - panel->drawn_ns < gap_ns) {
		return;
	}
	panel_view_draw(&picture, &panel->keys);
	panel->drawn_ns = panel->now_ns;
	panel->changed = false;
}

static int wait_ms(const struct panel *panel)
{
	int64_t due_ns = panel->now_ns + WAIT_MS * 1000000LL;

	if (panel->keys.stops_left > 0 && panel->keys.stop_due_ns < due_ns) {
		due_ns = panel->keys.stop_due_ns;
	}
	if (panel->changed && panel->drawn_ns + DRAW_GAP_NS < due_ns) {
		due_ns = panel->drawn_ns + DRAW_GAP_NS;
	}
	return due_ns > panel->now_ns ? (int)((due_ns - panel->now_ns) / 1000000) + 1 : 0;
}

static void turn(struct panel *panel)
{
	struct pollfd sources[SOURCES] = {
		[ON_KEYS] = {.fd = STDIN_FILENO, .events = POLLIN},
		[ON_NET] = {.fd = osc_client_fd(panel->client), .events = POLLIN},
		[ON_SIGNAL] = {.fd = panel->signals, .events = POLLIN},
	};
	int ready = poll(sources, SOURCES, wait_ms(panel));

	panel->now_ns = now_ns();
	/* A key also when poll was interrupted: the news of another window size comes as one. */
	read_keys(panel);
	send_stops(panel);
	if (ready > 0) {
		panel->leave =
			panel->leave || (sources[ON_KEYS].revents & (POLLHUP | POLLERR)) != 0;
		read_signals(panel);
		hear(panel);
	}
	ask(panel);
	draw(panel);
}

/* What is still owed goes out before the panel does. */
static void take_leave(struct panel *panel)
{
	while (panel->keys.stops_left > 0) {
		panel->now_ns = now_ns();
		send_stops(panel);
		(void)poll(NULL, 0, wait_ms(panel));
	}
	send_plain(panel, "/rig/unsubscribe");
}

static int open_signals(void)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	return signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
}

int tool_panel(int argc, char **argv)
{
	static struct panel panel;
	char error[256];
	int code = panel_options_read(&panel.options, argc, argv);

	if (code != OPTIONS_RUN) {
		return code;
	}
	panel.client =
		osc_client_open(panel.options.host, panel.options.port, error, sizeof(error));
	if (panel.client == NULL) {
		fprintf(stderr, "knead panel: %s\n", error);
		return EXIT_WRONG;
	}
	panel.signals = open_signals();
	if (panel.signals < 0 || !panel_screen_open(error, sizeof(error))) {
		fprintf(stderr, "knead panel: %s\n", panel.signals < 0 ? strerror(errno) : error);
		osc_client_close(panel.client);
		return panel.signals < 0 ? EXIT_FAILED : EXIT_WRONG;
	}
	panel.keys.owner = panel.options.owner;
	panel.now_ns = now_ns();
	while (!panel.leave && !panel.keys.quit) {
		turn(&panel);
	}
	take_leave(&panel);
	panel_screen_close();
	close(panel.signals);
	osc_client_close(panel.client);
	return EXIT_DONE;
}
