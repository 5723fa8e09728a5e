/*
 * panel_options.c - where the controller is.
 */
#include "tool/panel_options.h"

#include "tool/tools.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_HOST "127.0.0.1"
#define DEFAULT_PORT 9000

static const char help[] =
	"usage: knead panel [--owner] [--pin PIN] [HOST[:PORT]]\n"
	"\n"
	"Shows a running controller live: its state and why, and for each head the force felt\n"
	"against the force wanted. Keys steer it; they are listed on the panel. Needs a terminal "
	"of\n"
	"at least 80x24. Quitting leaves a session running; s or the space bar stops it.\n"
	"\n"
	"  HOST         where the controller is, 127.0.0.1 if not given; [::1]:9000 is fine too\n"
	"  --port N     its UDP port, 9000 if not given\n"
	"  --pin PIN    pairs with a rig that asks for it: the six digits it shows; w on the panel "
	"asks\n"
	"               for them as well. Once is enough: the token is kept in "
	"~/.local/state/knead\n"
	"  --owner      whoever starts this ends the controller with it, and q says so\n"
	"  -h, --help   this text\n"
	"\n"
	"Exit codes: 0 done, 2 wrong usage, no such host, or no terminal to draw on.\n";

static int complain(const char *what, const char *which, const char *remedy)
{
	fprintf(stderr, "knead panel: %s%s%s\n", what, which, remedy);
	return EXIT_WRONG;
}

static bool read_port(const char *text, uint16_t *port)
{
	char *end;
	unsigned long number;

	if (text[0] < '0' || text[0] > '9') {
		return false;
	}
	number = strtoul(text, &end, 10);
	if (*end != '\0' || number < 1 || number > UINT16_MAX) {
		return false;
	}
	*port = (uint16_t)number;
	return true;
}

/*
 * "host", "host:port", "[v6]", "[v6]:port", "v6". Sets port to where the port begins, NULL for none;
 * false where it is none of these.
 */
static bool split(const char *address, char *host, size_t size, const char **port)
{
	bool bracketed = address[0] == '[';
	const char *from = bracketed ? address + 1 : address;
	const char *to = bracketed ? strchr(from, ']') : strchr(from, ':');

	*port = NULL;
	if (bracketed && (to == NULL || (to[1] != '\0' && to[1] != ':'))) {
		return false;
	}
	if (!bracketed && to != NULL && strchr(to + 1, ':') != NULL) {
		to = NULL; /* two colons: a bare IPv6 address */
	}
	if (to == NULL) {
		to = from + strlen(from);
	} else if (bracketed) {
		*port = to[1] == ':' ? to + 2 : NULL;
	} else {
		*port = to + 1;
	}
	if (to == from || (size_t)(to - from) >= size) {
		return false;
	}
	memcpy(host, from, (size_t)(to - from));
	host[to - from] = '\0';
	return true;
}

static int read_address(struct panel_options *options, const char *address, bool has_port)
{
	const char *port = NULL;

	if (!split(address, options->host, sizeof(options->host), &port)) {
		return complain("\"", address,
				"\" is no HOST or HOST:PORT; see knead panel --help");
	}
	if (port == NULL) {
		return OPTIONS_RUN;
	}
	if (has_port) {
		return complain("the port is given twice, by --port and in \"", address,
				"\"; give it once");
	}
	if (!read_port(port, &options->port)) {
		return complain("\"", port, "\" is no port; give one from 1 to 65535");
	}
	return OPTIONS_RUN;
}

/* What is read while scanning. */
struct typed {
	struct panel_options *options;
	bool has_port;
};

static int read_option(void *context, int option, const char *text)
{
	struct typed *typed = context;

	if (option == 'o') {
		typed->options->owner = true;
		return EXIT_DONE;
	}
	if (option == 'n') {
		if (strlen(text) != 6 || strspn(text, "0123456789") != 6) {
			return complain("\"", text,
					"\" is no PIN; give the six digits the rig shows");
		}
		snprintf(typed->options->pin, sizeof(typed->options->pin), "%s", text);
		return EXIT_DONE;
	}
	if (!read_port(text, &typed->options->port)) {
		return complain("\"", text, "\" is no port; give one from 1 to 65535");
	}
	typed->has_port = true;
	return EXIT_DONE;
}

int panel_options_read(struct panel_options *options, int argc, char **argv)
{
	static const struct option known[] = {{"help", no_argument, NULL, 'h'},
					      {"port", required_argument, NULL, 'p'},
					      {"owner", no_argument, NULL, 'o'},
					      {"pin", required_argument, NULL, 'n'},
					      {0}};
	static const struct option_words words = {.who = "knead panel",
						  .help = help,
						  .table = known,
						  .read = read_option,
						  .operands = true};
	struct typed typed = {.options = options};
	int code;

	*options = (struct panel_options){.host = DEFAULT_HOST, .port = DEFAULT_PORT};
	code = option_scan(&typed, &words, argc, argv);
	if (code != OPTIONS_RUN) {
		return code;
	}
	if (argc - optind > 1) {
		return complain("\"", argv[optind + 1],
				"\" is one argument too many; name one HOST");
	}
	if (optind < argc) {
		code = read_address(options, argv[optind], typed.has_port);
	}
	snprintf(options->where, sizeof(options->where),
		 strchr(options->host, ':') != NULL ? "[%s]:%u" : "%s:%u", options->host,
		 options->port);
	return code;
}
