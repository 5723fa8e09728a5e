/*
 * A state folder that becomes read-only, as a file system does after an error, and one whose fsync takes its
 * time: both are told to the loop, which arms nothing then, and to the log; and both end.
 */
#include "app/recorder.h"

#include "app/blackbox_bench.h"
#include "app/session_rows.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <cmocka.h>

#define RECORDS 16
#define TURN_NS INT64_C(20000000)

static struct {
	bool read_only;
	double free_bytes; /* 0: as it is */
	int64_t sync_ns;   /* that an fsync takes, on the clock below */
	int64_t t_ns;
} disk;

int __real_fstatvfs(int fd, struct statvfs *facts);
int __wrap_fstatvfs(int fd, struct statvfs *facts);
ssize_t __real_write(int fd, const void *bytes, size_t count);
ssize_t __wrap_write(int fd, const void *bytes, size_t count);
ssize_t __real_pwrite(int fd, const void *bytes, size_t count, off_t at);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t count, off_t at);
int __real_openat(int fd, const char *name, int flags, ...);
int __wrap_openat(int fd, const char *name, int flags, ...);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);

int __wrap_fstatvfs(int fd, struct statvfs *facts)
{
	int code = __real_fstatvfs(fd, facts);

	facts->f_flag |= disk.read_only ? ST_RDONLY : 0;
	if (disk.free_bytes > 0.0) {
		facts->f_bavail = (fsblkcnt_t)(disk.free_bytes / (double)facts->f_frsize);
	}
	return code;
}

static bool refuses(void)
{
	errno = EROFS;
	return disk.read_only;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t count)
{
	return fd > STDERR_FILENO && refuses() ? -1 : __real_write(fd, bytes, count);
}

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t count, off_t at)
{
	return refuses() ? -1 : __real_pwrite(fd, bytes, count, at);
}

int __wrap_openat(int fd, const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list arguments;

	if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return (flags & O_ACCMODE) != O_RDONLY && refuses() ? -1
							    : __real_openat(fd, name, flags, mode);
}

int __wrap_fsync(int fd)
{
	disk.t_ns += disk.sync_ns;
	return __real_fsync(fd);
}

int __wrap_fdatasync(int fd)
{
	disk.t_ns += disk.sync_ns;
	return __real_fdatasync(fd);
}

static const struct event_words words = {.rig = NULL};

struct fixture {
	char folder[64];
	struct record storage[RECORDS];
	struct ring ring;
	struct session_row row_storage[RECORDS];
	struct ring rows;
	struct loop_bench loop;
	struct session_store store;
	struct recorder recorder;
	struct recorder_health health;
	struct event_words words;
	struct memory memory;
	char text[8192];
};

static int set_up(void **state)
{
	static struct fixture fixture;

	memset(&fixture, 0, sizeof(fixture));
	memset(&disk, 0, sizeof(disk));
	disk.t_ns = INT64_C(100000000000);
	strcpy(fixture.folder, "/tmp/knead-disk-XXXXXX");
	*state = &fixture;
	if (mkdtemp(fixture.folder) == NULL || !loop_open(&fixture.loop)) {
		return -1;
	}
	ring_init(&fixture.ring, fixture.storage, sizeof(struct record), RECORDS);
	ring_init(&fixture.rows, fixture.row_storage, sizeof(struct session_row), RECORDS);
	fixture.words = words;
	fixture.words.rig = &fixture.loop.rig;
	assert_true(session_store_open(&fixture.store, fixture.folder, "a", LOOP_HEADS,
				       &fixture.memory, stderr));
	recorder_open(&fixture.recorder, &fixture.store, &fixture.ring, &fixture.words,
		      EVENT_NO_ECHO);
	recorder_keep(&fixture.recorder, &fixture.loop.box, &fixture.rows, &fixture.health);
	return 0;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *at)
{
	(void)facts;
	(void)kind;
	(void)at;
	return remove(path);
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	disk.read_only = false;
	recorder_close(&fixture->recorder);
	session_store_close(&fixture->store);
	blackbox_close(&fixture->loop.box);
	return nftw(fixture->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* What the loop sees after so many seconds. */
static enum recording turns(struct fixture *fixture, double seconds)
{
	for (int i = 0; i < (int)(seconds * 50.0); i++) {
		disk.t_ns += TURN_NS;
		recorder_turn(&fixture->recorder, &fixture->memory, disk.t_ns);
	}
	return recorder_health_now(&fixture->health, disk.t_ns);
}

static bool logged(struct fixture *fixture, const char *part)
{
	char path[96];
	FILE *file;

	snprintf(path, sizeof(path), "%s/events.log", fixture->folder);
	file = fopen(path, "r");
	assert_non_null(file);
	fixture->text[fread(fixture->text, 1, sizeof(fixture->text) - 1, file)] = '\0';
	fclose(file);
	return strstr(fixture->text, part) != NULL;
}

static void a_folder_that_becomes_read_only__is_told_within_2_s_and_ends(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(turns(fixture, 3.0), RECORDING_FINE);
	disk.read_only = true;
	assert_int_equal(turns(fixture, 2.0), RECORDING_FAILING);
	assert_int_equal(turns(fixture, 60.0), RECORDING_FAILING);
	assert_string_equal(recording_sentence(RECORDING_FAILING),
			    "the disk does not take recordings; look at the disk");
	disk.read_only = false;
	assert_int_equal(turns(fixture, 8.0), RECORDING_FINE);
	assert_true(logged(fixture, "the disk takes recordings again"));
}

static void a_disk_that_fills__is_told_with_its_folder_and_what_is_left_and_needed(void **state)
{
	struct fixture *fixture = *state;
	char sentence[256];
	char expected[256];

	assert_int_equal(turns(fixture, 3.0), RECORDING_FINE);
	disk.free_bytes = 12.5e6;
	assert_int_equal(turns(fixture, 2.0), RECORDING_FULL);
	snprintf(expected, sizeof(expected),
		 "the disk has no room for recordings: 12 MB left, 68 MB needed; make room in %s",
		 fixture->folder);
	recording_tell(sentence, sizeof(sentence), RECORDING_FULL, &fixture->health.room);
	assert_string_equal(sentence, expected);
	assert_true(logged(fixture, "nothing can be armed: "));
	assert_true(logged(fixture, expected));
	disk.free_bytes = 68e6;
	assert_int_equal(turns(fixture, 2.0), RECORDING_FINE);
	disk.free_bytes = 67.1e6; /* what is less than needed never reads as much */
	assert_int_equal(turns(fixture, 2.0), RECORDING_FULL);
	recording_tell(sentence, sizeof(sentence), RECORDING_FULL, &fixture->health.room);
	assert_non_null(strstr(sentence, "67 MB left, 68 MB needed"));
}

/* While it waits, the loop counts; when it comes round, the log says for how long it was gone. */
static void an_fsync_of_5_s__is_a_recorder_that_stands_still(void **state)
{
	struct fixture *fixture = *state;
	const int64_t before_ns = disk.t_ns;

	assert_int_equal(turns(fixture, 3.0), RECORDING_FINE);
	disk.sync_ns = INT64_C(5000000000);
	fixture->memory.heads[1].ease_n = 24.0; /* is written at once, and synced */
	assert_int_equal(turns(fixture, 0.02), RECORDING_STALLED);
	assert_true(disk.t_ns - before_ns > INT64_C(8000000000));
	disk.sync_ns = 0;
	assert_int_equal(turns(fixture, 2.0), RECORDING_FINE);
	assert_true(logged(fixture, "the recorder stood still for "));
}

#define DISK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DISK(a_folder_that_becomes_read_only__is_told_within_2_s_and_ends),
		DISK(a_disk_that_fills__is_told_with_its_folder_and_what_is_left_and_needed),
		DISK(an_fsync_of_5_s__is_a_recorder_that_stands_still),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
