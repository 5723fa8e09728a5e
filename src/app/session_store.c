#include "app/session_store.h"

#include "app/memory_text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SAME          1e-6 /* what the text tells of a number */
#define CLOCK_MOVED_S 2.0  /* somebody set it */

/* ---- reading ---- */

/* Up to size - 1 bytes and a final NUL; 0 or -errno, and -EFBIG where there is more. */
static int read_file(const struct session_store *store, const char *name, char *text, size_t size,
		     size_t *length)
{
	int fd = openat(store->folder_fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t got = 1;

	if (fd < 0) {
		return -errno;
	}
	*length = 0;
	while (got > 0 && *length < size) {
		got = read(fd, text + *length, size - *length);
		if (got < 0 && errno == EINTR) {
			got = 1;
			continue;
		}
		*length += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	if (got < 0) {
		return -EIO;
	}
	if (*length == size) {
		return -EFBIG;
	}
	text[*length] = '\0';
	return 0;
}

/* absent: there is no such file; else what is unreadable is damaged. */
static enum memory_verdict read_copy(const struct session_store *store, const char *name,
				     struct memory *memory, bool *absent)
{
	const struct moment now = moment_now();
	static char text[MEMORY_TEXT_BYTES]; /* at the start, by one thread */
	size_t length = 0;
	int error = read_file(store, name, text, sizeof(text), &length);

	*absent = error == -ENOENT;
	if (error != 0) {
		return MEMORY_DAMAGED;
	}
	return memory_from_text(memory, text, length, store->rig_name, store->head_count, &now);
}

static bool refuse(const struct session_store *store, enum memory_verdict verdict, const char *name,
		   FILE *complaints)
{
	const char *folder = store->folder;

	if (verdict == MEMORY_DAMAGED) {
		fprintf(complaints,
			"kneadd: what was remembered of the client is damaged (%s/%s, and there is "
			"no good copy); remove %s and %s there to begin as with a new client\n",
			folder, store->name, store->name, store->old_name);
		return false;
	}
	fprintf(complaints,
		"kneadd: %s/%s was written %s; move it away to begin as with a new client, or name "
		"another folder with --state-dir\n",
		folder, name,
		verdict == MEMORY_OF_VERSION ? "by another version of knead"
		: verdict == MEMORY_OF_RIG   ? "by another rig"
					     : "when this rig had another number of heads");
	return false;
}

static bool recall(struct session_store *store, struct memory *memory, FILE *complaints)
{
	bool none = false;
	bool no_old = false;
	enum memory_verdict latest = read_copy(store, store->name, memory, &none);
	enum memory_verdict old = MEMORY_FINE;

	store->latest_is_fine = latest == MEMORY_FINE;
	if (latest == MEMORY_FINE) {
		return true;
	}
	if (latest != MEMORY_DAMAGED) {
		return refuse(store, latest, store->name, complaints);
	}
	old = read_copy(store, store->old_name, memory, &no_old);
	if (none && no_old) {
		memory_init(memory, store->head_count);
		return true;
	}
	if (old != MEMORY_FINE) {
		return refuse(store, old, store->old_name, complaints);
	}
	if (!none) {
		fprintf(complaints, "kneadd: %s/%s is damaged; the copy before it counts\n",
			store->folder, store->name);
	}
	return true;
}

/* ---- opening ---- */

static bool cannot_use(const char *folder, const char *name, FILE *complaints)
{
	fprintf(complaints, "kneadd: cannot use %s/%s (%s); name another folder with --state-dir\n",
		folder, name, strerror(errno));
	return false;
}

/* Two who write would spoil each other's copies. The lock ends with the program, however it ends. */
static bool lock(struct session_store *store, FILE *complaints)
{
	char name[STORE_NAME_BYTES];

	snprintf(name, sizeof(name), "%s.lock", store->rig_name);
	store->folder_fd = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->folder_fd < 0) {
		return cannot_use(store->folder, ".", complaints);
	}
	store->lock_fd = openat(store->folder_fd, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (store->lock_fd < 0) {
		return cannot_use(store->folder, name, complaints);
	}
	if (flock(store->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK) {
			return cannot_use(store->folder, name, complaints);
		}
		fprintf(complaints,
			"kneadd: another controller runs rig %s with the folder %s; end it, or "
			"name "
			"another folder with --state-dir\n",
			store->rig_name, store->folder);
		return false;
	}
	return true;
}

bool session_store_open(struct session_store *store, const char *folder, const char *rig_name,
			int head_count, struct memory *memory, FILE *complaints)
{
	*store = (struct session_store){
		.is_open = true, .head_count = head_count, .folder_fd = -1, .lock_fd = -1};
	snprintf(store->folder, sizeof(store->folder), "%s", folder);
	snprintf(store->rig_name, sizeof(store->rig_name), "%s", rig_name);
	snprintf(store->name, sizeof(store->name), "%s.memory", store->rig_name);
	snprintf(store->old_name, sizeof(store->old_name), "%s.memory.old", store->rig_name);
	snprintf(store->new_name, sizeof(store->new_name), "%s.memory.new", store->rig_name);
	if (!lock(store, complaints) || !recall(store, memory, complaints)) {
		session_store_close(store);
		return false;
	}
	store->kept = *memory;
	store->clock_offset_s = moment_clock_offset_s();
	return true;
}

void session_store_close(struct session_store *store)
{
	if (store == NULL || !store->is_open) {
		return;
	}
	if (store->lock_fd >= 0) {
		close(store->lock_fd);
	}
	if (store->folder_fd >= 0) {
		close(store->folder_fd);
	}
	store->is_open = false;
}

/* ---- when to write ---- */

static bool is_same(double a, double b)
{
	return fabs(a - b) <= SAME;
}

bool session_store_differs(const struct session_store *store, const struct memory *memory)
{
	for (int i = 0; i < store->head_count; i++) {
		if (!is_same(memory->heads[i].ease_n, store->kept.heads[i].ease_n)) {
			return true;
		}
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		if (memory->screening[item] != store->kept.screening[item] ||
		    memory->screening_age_s[item] < store->kept.screening_age_s[item] - SAME) {
			return true; /* answered anew */
		}
	}
	return false;
}

static bool has_counted_on(const struct session_store *store, const struct memory *memory)
{
	for (int i = 0; i < store->head_count; i++) {
		const struct head_memory *now = &memory->heads[i];
		const struct head_memory *kept = &store->kept.heads[i];

		if (!is_same(now->dwell_s, kept->dwell_s) ||
		    !is_same(now->dwell_hard_s, kept->dwell_hard_s) ||
		    !is_same(now->heat_min, kept->heat_min)) {
			return true;
		}
	}
	return false;
}

bool session_store_is_due(const struct session_store *store, const struct memory *memory,
			  int64_t t_ns)
{
	const bool differs = session_store_differs(store, memory);

	if (t_ns - store->tried_t_ns < STORE_KEPT_NS) {
		return differs && !store->failed;
	}
	return differs || store->failed || has_counted_on(store, memory) ||
	       !(fabs(moment_clock_offset_s() - store->clock_offset_s) <= CLOCK_MOVED_S);
}

/* ---- writing ---- */

static int write_all(int fd, const char *text, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t written = write(fd, text + done, length - done);

		if (written < 0 && errno == EINTR) {
			continue;
		}
		if (written <= 0) {
			return written < 0 ? -errno : -ENOSPC;
		}
		done += (size_t)written;
	}
	return fsync(fd) == 0 ? 0 : -errno;
}

static int write_new(const struct session_store *store, const char *text, size_t length)
{
	int fd = openat(store->folder_fd, store->new_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0600);
	int error = 0;

	if (fd < 0) {
		return -errno;
	}
	error = write_all(fd, text, length);
	if (close(fd) != 0 && error == 0) {
		error = -errno;
	}
	if (error != 0) {
		unlinkat(store->folder_fd, store->new_name, 0); /* room for others */
	}
	return error;
}

static int move(const struct session_store *store, const char *from, const char *to)
{
	return renameat(store->folder_fd, from, store->folder_fd, to) == 0 ? 0 : -errno;
}

/* The new one is on the disk before the latest gives its place up, and is never there half. */
static int put_in_place(struct session_store *store)
{
	int error = 0;

	if (store->latest_is_fine) {
		error = move(store, store->name, store->old_name);
		if (error != 0 && error != -ENOENT) {
			return error;
		}
		store->latest_is_fine = false;
	}
	error = move(store, store->new_name, store->name);
	if (error != 0) {
		return error;
	}
	store->latest_is_fine = true;
	return fsync(store->folder_fd) == 0 ? 0 : -errno;
}

int session_store_write(struct session_store *store, const struct memory *memory, int64_t t_ns)
{
	const struct moment now = moment_now();
	char text[MEMORY_TEXT_BYTES];
	size_t length = 0;
	int error = -EINVAL;

	if (memory->head_count == store->head_count) {
		length = memory_to_text(text, memory, store->rig_name, &now);
	}
	if (length > 0) {
		error = write_new(store, text, length);
	}
	if (error == 0) {
		error = put_in_place(store);
	}
	store->tried_t_ns = t_ns;
	store->failed = error != 0;
	if (error == 0) {
		store->kept = *memory;
		store->clock_offset_s = moment_clock_offset_s();
	}
	return error;
}
