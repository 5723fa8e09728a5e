/*
 * daemon_options.c - what was typed behind kneadd.
 */
#include "app/daemon_options.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>

#define PORT_MAX  65534 /* TCP has the one above */
#define FAILED    1
#define WRONG_USE 2
#define TRY_HELP  "kneadd --help tells how"

static const char *const help =
	"kneadd: the massage controller\n"
	"\n"
	"usage: kneadd --rig FILE [options]\n"
	"  --rig FILE       the rig to run, as config/rigs/sim-16.conf\n"
	"  --osc-port N     UDP port for tablets, TCP has the one above; 0 picks free ones and\n"
	"                   prints them\n"
	"  --bind ADDR      numeric IPv4 or IPv6 address to listen on\n"
	"  --state-dir DIR  where the event log, what is remembered of the client, a table of\n"
	"                   each session and, for knead replay, each trip go\n"
	"                   (default: ~/.local/state/knead)\n"
	"  --stats FILE     writes the loop's statistics there at the end, as JSON\n"
	"  --without-realtime\n"
	"                   runs real devices although this system grants no real-time priority;\n"
	"                   for a bench, never with a person under the heads\n"
	"  --help, --version\n"
	"\n"
	"It runs in the foreground and logs to stderr. SIGTERM or ^C lets go of the person, then "
	"ends.\n"
	"Exit codes: 0 done, 1 ran and failed (port taken), 2 wrong usage or configuration,\n"
	"3 a device is missing.\n";

static bool read_port(int *port, const char *text)
{
	char *end = NULL;
	long value = 0;

	errno = 0;
	value = strtol(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || errno != 0 || *end != '\0' || value > PORT_MAX) {
		return false;
	}
	*port = (int)value;
	return true;
}

static bool is_address(const char *text)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1;
}

static int tell(const char *text, FILE *out, FILE *errors)
{
	if (fputs(text, out) < 0 || fflush(out) != 0) {
		fputs("kneadd: standard output takes no more; make room there\n", errors);
		return FAILED;
	}
	return 0;
}

/* One option; OPTIONS_RUN to go on. */
static int take(struct daemon_options *options, int option, FILE *out, FILE *errors)
{
	switch (option) {
	case 'r':
		options->rig_path = optarg;
		return OPTIONS_RUN;
	case 'p':
		if (!read_port(&options->osc_port, optarg)) {
			fprintf(errors, "kneadd: --osc-port takes a number from 0 to %d, not %s\n",
				PORT_MAX, optarg);
			return WRONG_USE;
		}
		return OPTIONS_RUN;
	case 'b':
		if (!is_address(optarg)) {
			fprintf(errors,
				"kneadd: --bind takes a numeric address as 127.0.0.1 or ::1, not "
				"%s\n",
				optarg);
			return WRONG_USE;
		}
		options->bind = optarg;
		return OPTIONS_RUN;
	case 's':
		options->state_dir = optarg;
		return OPTIONS_RUN;
	case 't':
		options->stats_path = optarg;
		return OPTIONS_RUN;
	case 'l':
		options->late_is_fine = true;
		return OPTIONS_RUN;
	case 'h':
		return tell(help, out, errors);
	case 'v':
		return tell("kneadd " KNEAD_VERSION "\n", out, errors);
	default:
		return WRONG_USE;
	}
}

int daemon_options_read(struct daemon_options *options, int argc, char **argv, FILE *out,
			FILE *errors)
{
	static const struct option table[] = {
		{"rig", required_argument, NULL, 'r'},
		{"osc-port", required_argument, NULL, 'p'},
		{"bind", required_argument, NULL, 'b'},
		{"state-dir", required_argument, NULL, 's'},
		{"stats", required_argument, NULL, 't'},
		{"without-realtime", no_argument, NULL, 'l'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'},
		{0},
	};
	int option = 0;

	*options = (struct daemon_options){.osc_port = OSC_PORT_OF_RIG};
	optind = 0; /* glibc: start anew, so that it may be called again */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", table, NULL)) != -1) {
		int code = take(options, option, out, errors);

		if (option == ':' || option == '?') {
			fprintf(errors, "kneadd: %s %s; " TRY_HELP "\n", argv[optind - 1],
				option == ':' ? "needs a value" : "is no option of mine");
		}
		if (code != OPTIONS_RUN) {
			return code;
		}
	}
	if (optind < argc) {
		fprintf(errors, "kneadd: %s is no option of mine; " TRY_HELP "\n", argv[optind]);
		return WRONG_USE;
	}
	if (options->rig_path == NULL) {
		fputs("kneadd: which rig? give --rig FILE; " TRY_HELP "\n", errors);
		return WRONG_USE;
	}
	return OPTIONS_RUN;
}
