#include "app/session_store.h"

#include "app/memory_text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SAME          1e-6 /* what the text tells of a number */
#define CLOCK_MOVED_S 2.0  /* somebody set it */

/* Answers, eases and accounts of heat end after 12 h, the rest sooner: twice that is beyond doubt. */
#define OUTLIVED_S  (24.0 * 3600.0)
#define APART_MAX_S (366.0 * 86400.0) /* said to be older: the clock was wrong at one end */

/* ---- reading ---- */

/* absent: there is no such file; else what is unreadable is damaged. */
static enum memory_verdict read_copy(const struct session_store *store, const char *name,
				     struct memory *memory, bool *absent)
{
	const struct moment now = moment_now();
	static char text[MEMORY_TEXT_BYTES]; /* at the start, by one thread */
	size_t length = 0;
	int error = kept_file_read(&store->file, name, text, sizeof(text), &length);

	*absent = error == -ENOENT;
	if (error != 0) {
		return MEMORY_DAMAGED;
	}
	return memory_from_text(memory, text, length, store->rig_name, store->head_count, &now);
}

static const char *written_by(enum memory_verdict verdict)
{
	return verdict == MEMORY_OF_VERSION ? "by another version of knead"
	       : verdict == MEMORY_OF_RIG   ? "by another rig"
					    : "when this rig had another number of heads";
}

static bool refuse(const struct session_store *store, enum memory_verdict verdict, const char *name,
		   FILE *complaints)
{
	const char *folder = store->folder;

	if (verdict == MEMORY_DAMAGED) {
		fprintf(complaints,
			"kneadd: what was remembered of the client is damaged (%s/%s, and there is "
			"no good copy); remove %s and %s there to begin as with a new client\n",
			folder, store->file.name, store->file.name, store->file.old_name);
		return false;
	}
	fprintf(complaints,
		"kneadd: %s/%s was written %s; move it away to begin as with a new client, or name "
		"another folder with --state-dir\n",
		folder, name, written_by(verdict));
	return false;
}

/* Whether nothing in a file can count any more, whatever it says. */
static bool is_outlived(const struct session_store *store, const char *name)
{
	struct stat file;
	double age_s = 0.0;

	if (fstatat(store->file.folder_fd, name, &file, 0) != 0) {
		return false;
	}
	age_s = difftime(time(NULL), file.st_mtim.tv_sec);
	return age_s >= OUTLIVED_S && age_s <= APART_MAX_S;
}

/* A fine copy that this rig, or this version, cannot read: refused for as long as it may matter. */
static bool forget(const struct session_store *store, enum memory_verdict verdict, const char *name,
		   struct memory *memory, FILE *complaints)
{
	if (verdict == MEMORY_OF_RIG || !is_outlived(store, name)) {
		return refuse(store, verdict, name, complaints);
	}
	fprintf(complaints,
		"kneadd: %s/%s was written %s over a day ago, so nothing in it counts any more; "
		"this begins as with a new client\n",
		store->folder, name, written_by(verdict));
	memory_init(memory, store->head_count);
	return true;
}

static bool recall(struct session_store *store, struct memory *memory, FILE *complaints)
{
	bool none = false;
	bool no_old = false;
	enum memory_verdict latest = read_copy(store, store->file.name, memory, &none);
	enum memory_verdict old = MEMORY_FINE;

	store->file.latest_is_fine = latest == MEMORY_FINE;
	if (latest == MEMORY_FINE) {
		return true;
	}
	if (latest != MEMORY_DAMAGED) {
		return forget(store, latest, store->file.name, memory, complaints);
	}
	old = read_copy(store, store->file.old_name, memory, &no_old);
	if (none && no_old) {
		memory_init(memory, store->head_count);
		return true;
	}
	if (old != MEMORY_FINE) {
		return refuse(store, old, store->file.old_name, complaints);
	}
	if (!none) {
		fprintf(complaints, "kneadd: %s/%s is damaged; the copy before it counts\n",
			store->folder, store->file.name);
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
	char name[KEPT_NAME_BYTES];

	snprintf(name, sizeof(name), "%s.lock", store->rig_name);
	store->file.folder_fd = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->file.folder_fd < 0) {
		return cannot_use(store->folder, ".", complaints);
	}
	store->lock_fd = openat(store->file.folder_fd, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
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
	*store = (struct session_store){.is_open = true,
					.head_count = head_count,
					.file = {.folder_fd = -1},
					.lock_fd = -1};
	snprintf(store->folder, sizeof(store->folder), "%s", folder);
	snprintf(store->rig_name, sizeof(store->rig_name), "%s", rig_name);
	kept_file_name(&store->file, store->rig_name, "memory");
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
	if (store->file.folder_fd >= 0) {
		close(store->file.folder_fd);
	}
	store->is_open = false;
}

/* ---- when to write ---- */

static bool is_same(double a, double b)
{
	return fabs(a - b) <= SAME;
}

/* Whether an ease or an answer is other than what was written last: worth writing at once. */
static bool is_other(const struct session_store *store, const struct memory *memory)
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
	const bool differs = is_other(store, memory);

	if (t_ns - store->tried_t_ns < STORE_KEPT_NS) {
		return differs && !store->failed;
	}
	return differs || store->failed || has_counted_on(store, memory) ||
	       !(fabs(moment_clock_offset_s() - store->clock_offset_s) <= CLOCK_MOVED_S);
}

/* ---- writing ---- */

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
		error = kept_file_write(&store->file, text, length);
	}
	store->tried_t_ns = t_ns;
	store->failed = error != 0;
	if (error == 0) {
		store->kept = *memory;
		store->clock_offset_s = moment_clock_offset_s();
	}
	return error;
}
