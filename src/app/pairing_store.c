/* pairing_store.c - see pairing_store.h. */
#include "app/pairing_store.h"

#include "app/pairing_text.h"
#include "app/say_line.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define AGAIN_NS INT64_C(5000000000)

/* ---- who is paired ---- */

/* absent: there is no such file; else what is unreadable is damaged. */
static enum pairing_verdict read_copy(const struct pairing_store *store, const char *name,
				      struct pairings *pairings, bool *absent)
{
	char text[PAIRING_TEXT_BYTES];
	size_t length = 0;
	int error = kept_file_read(&store->file, name, text, sizeof(text), &length);

	*absent = error == -ENOENT;
	return error == 0 ? pairing_from_text(pairings, text, length, store->rig_name)
			  : PAIRING_DAMAGED;
}

static bool refuse(const struct pairing_store *store, enum pairing_verdict verdict,
		   const char *name, FILE *complaints)
{
	if (verdict == PAIRING_DAMAGED) {
		fprintf(complaints,
			"kneadd: the list of paired tablets is damaged (%s/%s, and there is no "
			"good "
			"copy); remove %s and %s there and pair them again\n",
			store->folder, store->file.name, store->file.name, store->file.old_name);
	} else {
		fprintf(complaints,
			"kneadd: %s/%s was written by another %s; move it away and pair the "
			"tablets again, or name another folder with --state-dir\n",
			store->folder, name,
			verdict == PAIRING_OF_RIG ? "rig" : "version of knead");
	}
	return false;
}

static bool recall(struct pairing_store *store, struct pairings *pairings, FILE *complaints)
{
	bool none = false;
	bool no_old = false;
	enum pairing_verdict verdict = read_copy(store, store->file.name, pairings, &none);

	store->file.latest_is_fine = verdict == PAIRING_FINE;
	if (verdict == PAIRING_FINE) {
		return true;
	}
	if (verdict != PAIRING_DAMAGED) {
		return refuse(store, verdict, store->file.name, complaints);
	}
	verdict = read_copy(store, store->file.old_name, pairings, &no_old);
	if (none && no_old) {
		return true;
	}
	if (verdict != PAIRING_FINE) {
		return refuse(store, verdict, store->file.old_name, complaints);
	}
	if (!none) {
		fprintf(complaints, "kneadd: %s/%s is damaged; the copy before it counts\n",
			store->folder, store->file.name);
	}
	return true;
}

static void keep(struct pairing_store *store, const struct pairings *pairings, int64_t t_ns,
		 int say_fd)
{
	const bool had_failed = store->failed;
	char text[PAIRING_TEXT_BYTES];
	size_t length = pairing_to_text(text, pairings, store->rig_name);
	int error = kept_file_write(&store->file, text, length);

	store->tried_t_ns = t_ns;
	store->failed = error != 0;
	if (error == 0) {
		store->changes = pairings->changes;
	} else if (!had_failed) {
		say_format(say_fd,
			   "kneadd: cannot keep who is paired in %s (%s): a restart would forget "
			   "it; make room there\n",
			   store->folder, strerror(-error));
	}
}

/* ---- the PIN ---- */

static void pin_name(const struct pairing_store *store, const char *end, char *name, size_t size)
{
	snprintf(name, size, "%s.pin%s", store->rig_name, end);
}

static void take_pin_away(const struct pairing_store *store)
{
	char name[KEPT_NAME_BYTES];

	pin_name(store, "", name, sizeof(name));
	unlinkat(store->file.folder_fd, name, 0);
}

/* Whoever waits for the file finds all of it. What a disk refuses stderr still says. */
static void put_pin(const struct pairing_store *store)
{
	char name[KEPT_NAME_BYTES];
	char new_name[KEPT_NAME_BYTES];
	char line[PIN_BYTES + 1];
	int length = snprintf(line, sizeof(line), "%s\n", store->pin);
	int fd;

	pin_name(store, "", name, sizeof(name));
	pin_name(store, ".new", new_name, sizeof(new_name));
	unlinkat(store->file.folder_fd, new_name, 0);
	fd = openat(store->file.folder_fd, new_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		return;
	}
	if (write(fd, line, (size_t)length) != length || close(fd) != 0 ||
	    renameat(store->file.folder_fd, new_name, store->file.folder_fd, name) != 0) {
		unlinkat(store->file.folder_fd, new_name, 0);
	}
}

static void show_pin(struct pairing_store *store, const struct pairings *pairings, int say_fd)
{
	memcpy(store->pin, pairings->pin, sizeof(store->pin));
	if (store->pin[0] == '\0') {
		take_pin_away(store);
		return;
	}
	put_pin(store);
	say_format(say_fd, "PIN %s: a tablet pairs with it within 120 s\n", store->pin);
}

/* ---- the store ---- */

bool pairing_store_open(struct pairing_store *store, const char *folder, const char *rig_name,
			struct pairings *pairings, FILE *complaints)
{
	*store = (struct pairing_store){.is_open = true, .tried_t_ns = INT64_MIN / 2};
	*pairings = (struct pairings){0};
	snprintf(store->folder, sizeof(store->folder), "%s", folder);
	snprintf(store->rig_name, sizeof(store->rig_name), "%s", rig_name);
	kept_file_name(&store->file, rig_name, "paired");
	store->file.folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->file.folder_fd < 0) {
		fprintf(complaints,
			"kneadd: cannot use the folder %s (%s); name another with --state-dir\n",
			folder, strerror(errno));
		store->is_open = false;
		return false;
	}
	take_pin_away(store); /* of a controller that was killed */
	if (!recall(store, pairings, complaints)) {
		pairing_store_close(store);
		return false;
	}
	return true;
}

void pairing_store_turn(struct pairing_store *store, const struct pairings *pairings, int64_t t_ns,
			int say_fd)
{
	if (pairings->changes != store->changes &&
	    (!store->failed || t_ns - store->tried_t_ns >= AGAIN_NS)) {
		keep(store, pairings, t_ns, say_fd);
	}
	if (strcmp(pairings->pin, store->pin) != 0) {
		show_pin(store, pairings, say_fd);
	}
}

void pairing_store_close(struct pairing_store *store)
{
	if (store->is_open) {
		take_pin_away(store);
		close(store->file.folder_fd);
		store->is_open = false;
	}
}
