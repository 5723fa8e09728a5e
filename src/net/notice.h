/*
 * notice.h - sentences for the log about what peers did. A second lies between two, so that nobody can fill
 * the log from the network; the next one tells how many were spared.
 */
#ifndef NET_NOTICE_H
#define NET_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

struct notice {
	void (*say)(const char *sentence); /* without a line's end; NULL: nobody reads it */
	bool said;
	int64_t said_ns;
	unsigned spared;
};

__attribute__((format(printf, 3, 4))) void notice_say(struct notice *notice, int64_t t_ns,
						      const char *format, ...);

#endif
