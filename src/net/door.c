/*
 * door.c - a table of those who leave.
 */
#include "net/door.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK_BYTES   1024
#define CHUNKS_A_TURN 16 /* from each */

static void shut(struct leaving *leaving)
{
	close(leaving->fd);
	*leaving = (struct leaving){0};
}

/* False where it is over: it left, or said what is listened for. */
static bool hear(struct leaving *leaving, const struct door_hearer *hearer)
{
	uint8_t chunk[CHUNK_BYTES];

	for (int i = 0; i < CHUNKS_A_TURN; i++) {
		ssize_t size = recv(leaving->fd, chunk, sizeof(chunk), MSG_DONTWAIT);

		if (size < 0) {
			return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
		}
		if (seeker_push(&leaving->seeker, chunk, (size_t)size)) {
			hearer->stop(hearer->context);
			return false;
		}
		if (size == 0) {
			return false;
		}
	}
	return true;
}

/* A free place, or that of whoever has been there longest. */
static struct leaving *find_place(struct door *door)
{
	struct leaving *oldest = &door->list[0];

	for (int i = 0; i < DOOR_MAX; i++) {
		struct leaving *leaving = &door->list[i];

		if (!leaving->used) {
			return leaving;
		}
		oldest = leaving->since_ns < oldest->since_ns ? leaving : oldest;
	}
	return oldest;
}

void door_show(struct door *door, int fd, const struct seeker *seeker,
	       const struct door_hearer *hearer, int64_t t_ns)
{
	struct leaving *place = find_place(door);

	if (place->used) {
		(void)hear(place, hearer);
		shut(place);
	}
	(void)shutdown(fd, SHUT_WR); /* so that it knows */
	*place = (struct leaving){true, fd, t_ns, *seeker};
	if (!hear(place, hearer)) {
		shut(place);
	}
}

int64_t door_full_until_ns(const struct door *door, int64_t t_ns)
{
	int64_t oldest_ns = t_ns;

	for (int i = 0; i < DOOR_MAX; i++) {
		const struct leaving *leaving = &door->list[i];

		if (!leaving->used) {
			return 0;
		}
		oldest_ns = leaving->since_ns < oldest_ns ? leaving->since_ns : oldest_ns;
	}
	return oldest_ns + DOOR_LEAST_NS > t_ns ? oldest_ns + DOOR_LEAST_NS : 0;
}

int door_poll(const struct door *door, struct pollfd *waiting)
{
	int count = 0;

	for (int i = 0; i < DOOR_MAX; i++) {
		if (door->list[i].used) {
			waiting[count++] =
				(struct pollfd){.fd = door->list[i].fd, .events = POLLIN};
		}
	}
	return count;
}

void door_turn(struct door *door, const struct door_hearer *hearer, int64_t t_ns)
{
	for (int i = 0; i < DOOR_MAX; i++) {
		struct leaving *leaving = &door->list[i];

		if (leaving->used &&
		    (!hear(leaving, hearer) || t_ns - leaving->since_ns >= DOOR_LASTS_NS)) {
			shut(leaving);
		}
	}
}

void door_close(struct door *door)
{
	for (int i = 0; i < DOOR_MAX; i++) {
		if (door->list[i].used) {
			shut(&door->list[i]);
		}
	}
}
