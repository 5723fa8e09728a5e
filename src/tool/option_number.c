/* option_number.c - see option_number.h. */
#include "tool/option_number.h"

#include "tool/tools.h"

#include <knead/limits.h>

#include <stdio.h>
#include <stdlib.h>

bool option_is_number(double *number, const char *text, double least, double most)
{
	char *end;

	*number = strtod(text, &end);
	return end != text && *end == '\0' && *number >= least && *number <= most;
}

int option_number(double *number, const char *who, const char *name, const char *text, double least,
		  double most)
{
	if (!option_is_number(number, text, least, most)) {
		fprintf(stderr, "%s: --%s \"%s\" is no number from %g to %g\n", who, name, text,
			least, most);
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

int option_minutes(double *duration_s, const char *who, const char *text)
{
	double minutes;
	int result = option_number(&minutes, who, "minutes", text, SESSION_MIN_S / 60.0,
				   SESSION_MAX_S / 60.0);

	if (result == EXIT_DONE) {
		*duration_s = 60.0 * minutes;
	}
	return result;
}
