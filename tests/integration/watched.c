/*
 * watched.c - preloaded into a controller that runs as it is shipped: counts what one of its threads allocates, and
 * sets its clocks. What to do stands in a file that the test has mapped too, named by KNEAD_WATCHED.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000

/* In the order of test_watched.py. */
struct watched {
	volatile int64_t tid;        /* the thread whose allocations are counted, 0 for none ... */
	volatile int64_t count;      /* ... malloc, calloc, realloc, free and their like */
	volatile int64_t wall_off_s; /* CLOCK_REALTIME is ahead by so much */
	volatile int64_t leap_ns;    /* CLOCK_MONOTONIC likewise */
	volatile int64_t asleep_ns;  /* CLOCK_BOOTTIME likewise, beside that */
};

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *old);

static struct watched nothing;
static struct watched *watched = &nothing;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("KNEAD_WATCHED");
	const int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *map = MAP_FAILED;

	if (fd >= 0) {
		map = mmap(NULL, sizeof(*watched), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		close(fd);
	}
	if (map != MAP_FAILED) {
		watched = map;
	}
}

static void see(void)
{
	static _Thread_local int64_t tid;

	if (watched->tid == 0) {
		return;
	}
	if (tid == 0) {
		tid = syscall(SYS_gettid);
	}
	if (tid == watched->tid) {
		watched->count++;
	}
}

void *malloc(size_t size)
{
	see();
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	see();
	return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	see();
	return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	see();
	return __libc_memalign(alignment, size);
}

void free(void *old)
{
	see();
	__libc_free(old);
}

static void move(struct timespec *at, int64_t ns)
{
	const int64_t t_ns = (int64_t)at->tv_sec * NS_PER_S + at->tv_nsec + ns;

	at->tv_sec = (time_t)(t_ns / NS_PER_S);
	at->tv_nsec = (long)(t_ns % NS_PER_S);
}

int clock_gettime(clockid_t id, struct timespec *now)
{
	const long error = syscall(SYS_clock_gettime, id, now);

	if (error == 0 && id == CLOCK_REALTIME) {
		now->tv_sec += (time_t)watched->wall_off_s;
	} else if (error == 0 && id == CLOCK_MONOTONIC) {
		move(now, watched->leap_ns);
	} else if (error == 0 && id == CLOCK_BOOTTIME) {
		move(now, watched->leap_ns + watched->asleep_ns);
	}
	return (int)error;
}

int clock_nanosleep(clockid_t id, int flags, const struct timespec *until, struct timespec *left)
{
	struct timespec at = *until;

	if (id == CLOCK_MONOTONIC && (flags & TIMER_ABSTIME)) {
		move(&at, -watched->leap_ns);
	}
	return syscall(SYS_clock_nanosleep, id, flags, &at, left) == 0 ? 0 : EINTR;
}

time_t time(time_t *at)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (at != NULL) {
		*at = now.tv_sec;
	}
	return now.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec at;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &at);
	now->tv_sec = at.tv_sec;
	now->tv_usec = at.tv_nsec / 1000;
	return 0;
}
