/*
 * door.h - whoever was turned away or is parted from over TCP. Nothing more is said to them, and of what they
 * say nothing is heard but a stop, framed or not: that one may be under way already.
 */
#ifndef NET_DOOR_H
#define NET_DOOR_H

#include "net/seeker.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define DOOR_MAX      32
#define DOOR_LASTS_NS 1000000000LL /* then it is shut */
#define DOOR_LEAST_NS 20000000LL   /* before nobody is pushed out by those who come to be let in */

struct leaving {
	bool used;
	int fd;
	int64_t since_ns;
	struct seeker seeker;
};

/* All zero: nobody is there. */
struct door {
	struct leaving list[DOOR_MAX];
};

/* Who hears of a stop. */
struct door_hearer {
	void (*stop)(void *context);
	void *context;
};

/*
 * Takes the connection over, with what was seen of a stop in its bytes so far, and hears what came. Where all
 * places are taken, whoever has been there longest is heard out and closed.
 */
void door_show(struct door *door, int fd, const struct seeker *seeker,
	       const struct door_hearer *hearer, int64_t t_ns);

/* Until when nobody should be let in, because nobody at the door has had the least time; 0 for now. */
int64_t door_full_until_ns(const struct door *door, int64_t t_ns);

/* Whom to wait for, at most DOOR_MAX; how many. */
int door_poll(const struct door *door, struct pollfd *waiting);

/* Hears them, a bounded amount each, and closes who left, who stopped and whose time is over. */
void door_turn(struct door *door, const struct door_hearer *hearer, int64_t t_ns);

/* Closes all. */
void door_close(struct door *door);

#endif
