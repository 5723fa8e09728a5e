/*
 * panel.c - knead panel: a live view of a running controller, steered by keys. An OSC client like any
 * other; what it may do the controller decides.
 */
#include "tool/tools.h"

#include "net/client.h"
#include "tool/panel_hear.h"
#include "tool/panel_options.h"
#include "tool/panel_screen.h"
#include "tool/panel_token.h"
#include "tool/panel_view.h"

#include <errno.h>
#include <math.h>
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
	char token[PANEL_TOKEN_BYTES]; /* "" while there is none */
	bool rejoined;                 /* it was said again, after a not_paired */
	double beaten;                 /* the nonce echoed last */
	struct panel_model model;
	struct panel_keys keys;
};

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* What moves heads says under which lease; the rig knows us by our address once we listen. */
static bool carries_epoch(const char *path)
{
	static const char *const paths[] = {"/rig/arm", "/rig/start", "/rig/resume",
					    "/rig/fault/reset"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (strcmp(path, paths[i]) == 0) {
			return true;
		}
	}
	return false;
}

static int try_to_send(struct panel *panel, const struct panel_message *message)
{
	if (message->types[0] == 's') {
		return osc_client_send(panel->client, message->path, "s", message->text);
	}
	if (panel->model.epoch != 0 && carries_epoch(message->path)) {
		return osc_client_send(panel->client, message->path, "ii", 1, panel->model.epoch);
	}
	return osc_client_send(panel->client, message->path, message->types, message->number,
			       message->second); /* the types say how many of them count */
}

static void send_message(struct panel *panel, const struct panel_message *message)
{
	/* The first try may only fetch the news that an earlier datagram found nobody. */
	for (int tries = 0; tries < 2; tries++) {
		int result = try_to_send(panel, message);

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

static int subscribe(struct panel *panel)
{
	return panel->token[0] != '\0'
		       ? osc_client_send(panel->client, "/rig/subscribe", "ifs", 0, TELEMETRY_HZ,
					 panel->token)
		       : osc_client_send(panel->client, "/rig/subscribe", "if", 0, TELEMETRY_HZ);
}

/* The rig knows no such token, or knows it and not yet that it is spoken from here. */
static void answer_not_paired(struct panel *panel)
{
	panel->model.not_paired = false;
	if (panel->token[0] != '\0' && !panel->rejoined) {
		panel->rejoined = true;
		(void)subscribe(panel);
		return;
	}
	panel->token[0] = '\0';
	panel->keys.paired = panel->keys.pin[0] != '\0';
}

static void keep_token(struct panel *panel)
{
	struct panel_notice *notice = &panel->keys.notice;

	snprintf(panel->token, sizeof(panel->token), "%.31s", panel->model.token.text);
	panel->model.token.text[0] = '\0';
	panel->keys.paired = true;
	notice->t_ns = panel->now_ns;
	if (panel_token_write(panel->token, panel->options.where, notice->text,
			      sizeof(notice->text))) {
		snprintf(notice->text, sizeof(notice->text), "paired with this rig: w steers");
	}
	(void)subscribe(panel);
}

/* Pairs where it may, keeps what it is told, and says that it is there while it steers. */
static void attend(struct panel *panel)
{
	const struct panel_model *model = &panel->model;
	const bool rig_mode = model->nonce.value > 0.0;

	if (model->not_paired) {
		answer_not_paired(panel);
	}
	if (rig_mode && panel->token[0] == '\0' && panel->keys.pin[0] != '\0') {
		(void)osc_client_send(panel->client, "/rig/pair", "ss", panel->keys.pin, "panel");
		panel->keys.pin[0] = '\0';  /* it is good for one thing */
		panel->keys.paired = false; /* until the rig says so */
	}
	if (model->token.text[0] != '\0') {
		keep_token(panel);
	}
	if (panel_model_steers(model) && fabs(model->nonce.value - panel->beaten) > 0.5) {
		panel->beaten = model->nonce.value;
		panel->rejoined = false;
		(void)osc_client_send(panel->client, "/rig/hb", "i", (int)panel->beaten);
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
	if (!fresh && subscribe(panel) == -ECONNREFUSED) {
		panel->unreachable = true;
		(void)subscribe(panel);
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
	attend(panel);
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
	if (panel_model_steers(&panel->model)) {
		send_plain(panel, "/rig/lease/release");
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
	panel_token_read(panel.token, panel.options.where);
	panel.keys.paired = panel.token[0] != '\0' || panel.options.pin[0] != '\0';
	snprintf(panel.keys.pin, sizeof(panel.keys.pin), "%s", panel.options.pin);
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
