/*
 * config_complaint.h - what is wrong with one configuration file, a line each.
 */
#ifndef APP_CONFIG_COMPLAINT_H
#define APP_CONFIG_COMPLAINT_H

#include <stdio.h>

struct complaints {
	FILE *to; /* NULL: count only */
	const char *path;
	int count;
};

/* One sentence, without a full stop, about a line of the file; 0 where it is about all of it. */
__attribute__((format(printf, 3, 4))) void complain(struct complaints *complaints, int line,
						    const char *format, ...);

/* Says how many were left out. To be called once, after the last. */
void complaints_end(const struct complaints *complaints);

#endif
