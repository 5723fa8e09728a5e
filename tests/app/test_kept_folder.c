/*
 * Folders of recordings: bounded in count and bytes, the oldest gives way, and nothing of anybody else's.
 */
#include "app/kept_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static const struct kept_kind kind = {"boxes", ".box", 3, 1000};

struct fixture {
	char path[64];
	int fd;
};

static int set_up(void **state)
{
	static struct fixture fixture;

	strcpy(fixture.path, "/tmp/knead-kept-XXXXXX");
	*state = &fixture;
	if (mkdtemp(fixture.path) == NULL) {
		return -1;
	}
	fixture.fd = kept_folder_open(fixture.path, &kind);
	return fixture.fd < 0;
}

static void path_of(const struct fixture *fixture, const char *name, char path[256])
{
	snprintf(path, 256, "%s/boxes/%s", fixture->path, name);
}

static void put(const struct fixture *fixture, const char *name, off_t bytes)
{
	int fd = openat(fixture->fd, name, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, bytes), 0);
	close(fd);
}

static bool is_there(const struct fixture *fixture, const char *name)
{
	return faccessat(fixture->fd, name, F_OK, 0) == 0;
}

static const char *const names[] = {
	"20261121T105543Z-a.box",
	"20261121T105544Z-a-2.box",
	"20261121T105544Z-a.box",
	"20261122T000000Z-b.box",
	"notes.box",
	"20261121T105543Z-a.csv",
	"a.next",
	"20261121X105543Z-a.box",
};

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	char path[256];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path_of(fixture, names[i], path);
		unlink(path);
	}
	close(fixture->fd);
	path_of(fixture, "", path);
	rmdir(path);
	return rmdir(fixture->path);
}

static void by_count__the_oldest_gives_way(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 4; i++) {
		put(fixture, names[i], 0);
	}
	assert_int_equal(kept_folder_rotate(fixture->fd, &kind, 10), 0);
	assert_false(is_there(fixture, names[0]));
	assert_false(is_there(fixture, names[1]));
	assert_true(is_there(fixture, names[2]));
	assert_true(is_there(fixture, names[3]));
	assert_int_equal(kept_folder_rotate(fixture->fd, &kind, 10), 0);
	assert_true(is_there(fixture, names[2]));
}

static void by_bytes__the_oldest_gives_way(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, names[0], 600);
	put(fixture, names[3], 200);
	assert_int_equal(kept_folder_rotate(fixture->fd, &kind, 100), 0);
	assert_true(is_there(fixture, names[0]));
	assert_int_equal(kept_folder_rotate(fixture->fd, &kind, 300), 0);
	assert_false(is_there(fixture, names[0]));
	assert_true(is_there(fixture, names[3]));
}

static void what_has_no_name_of_ours__stays(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 4; i < 8; i++) {
		put(fixture, names[i], 5000);
	}
	assert_int_equal(kept_folder_rotate(fixture->fd, &kind, 900), 0);
	for (int i = 4; i < 8; i++) {
		assert_true(is_there(fixture, names[i]));
	}
}

static void two_in_one_second__have_two_names(void **state)
{
	struct fixture *fixture = *state;
	char first[80];
	char second[80];

	do {
		assert_int_equal(kept_folder_name(fixture->fd, first, sizeof(first), &kind, "a"),
				 0);
		put(fixture, first, 0);
		assert_int_equal(kept_folder_name(fixture->fd, second, sizeof(second), &kind, "a"),
				 0);
		unlinkat(fixture->fd, first, 0);
	} while (strncmp(first, second, 16) != 0); /* a second ended between them */
	assert_string_not_equal(first, second);
	assert_string_equal(first + 16, "-a.box");
	assert_string_equal(second + 16, "-a-2.box");
	assert_int_equal(kept_folder_name(fixture->fd, first, 12, &kind, "a"), -ENAMETOOLONG);
}

static void without_the_state_folder__there_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(kept_folder_open("/nowhere/at/all", &kind), -ENOENT);
}

#define KEPT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		KEPT(by_count__the_oldest_gives_way),
		KEPT(by_bytes__the_oldest_gives_way),
		KEPT(what_has_no_name_of_ours__stays),
		KEPT(two_in_one_second__have_two_names),
		KEPT(without_the_state_folder__there_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
