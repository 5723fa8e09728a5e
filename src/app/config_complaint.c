/*
 * config_complaint.c - writes complaints about a configuration file, bounded in number.
 */
#include "app/config_complaint.h"

#include "app/config.h"

#include <stdarg.h>

void complain(struct complaints *complaints, int line, const char *format, ...)
{
	va_list arguments;

	complaints->count++;
	if (complaints->to == NULL || complaints->count > CONFIG_COMPLAINTS_MAX) {
		return;
	}
	fprintf(complaints->to, "%s:", complaints->path);
	if (line > 0) {
		fprintf(complaints->to, "%d:", line);
	}
	fputc(' ', complaints->to);
	va_start(arguments, format);
	vfprintf(complaints->to, format, arguments);
	va_end(arguments);
	fputc('\n', complaints->to);
}

void complaints_end(const struct complaints *complaints)
{
	int left_out = complaints->count - CONFIG_COMPLAINTS_MAX;

	if (complaints->to != NULL && left_out > 0) {
		fprintf(complaints->to, "%s: and %d more; mend these first\n", complaints->path,
			left_out);
	}
}
