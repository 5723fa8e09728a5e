/*
 * config_folder.c - every technique or patient that lies beside a rig: <folder of the rig>/../<what>.
 */
#include "app/config.h"

#include "app/config_complaint.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What the two kinds of folder differ in. */
struct shelf {
	const char *folder;
	size_t size; /* of one item; each begins with its name */
	int (*read)(void *item, const char *path, FILE *complaints);
};

static int read_technique(void *item, const char *path, FILE *complaints)
{
	return config_read_technique(item, path, complaints);
}

static int read_patient(void *item, const char *path, FILE *complaints)
{
	return config_read_patient(item, path, complaints);
}

_Static_assert(offsetof(struct technique, name) == 0, "an item begins with its name");
_Static_assert(offsetof(struct patient, name) == 0, "an item begins with its name");

static const struct shelf techniques = {"techniques", sizeof(struct technique), read_technique};
static const struct shelf patients = {"patients", sizeof(struct patient), read_patient};

static int is_conf(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 &&
	       strcmp(entry->d_name + length - 5, ".conf") == 0;
}

/* Plain byte order: the same everywhere, whatever the locale. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int folder_path(char *path, size_t size, const char *rig_path, const char *folder)
{
	const char *slash = strrchr(rig_path, '/');
	int length = slash == NULL ? 0 : (int)(slash - rig_path + 1);
	int written = snprintf(path, size, "%.*s../%s", length, rig_path, folder);

	return written < 0 || (size_t)written >= size ? -ENAMETOOLONG : 0;
}

/* An item of the same name among the first count, or -1. */
static int find_name(const char *items, size_t size, int count, const char *name)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(items + (size_t)i * size, name) == 0) {
			return i;
		}
	}
	return -1;
}

/* Reads every entry, so that everything wrong is said at once. 0, or the first error. The entries of sound
 * items come to stand first, in their order. */
static int read_entries(const struct shelf *shelf, char *items, struct dirent **entries, int count,
			struct complaints *complaints)
{
	char path[PATH_MAX];
	int first_error = 0;
	int done = 0;

	for (int i = 0; i < count; i++) {
		char *item = items + (size_t)done * shelf->size;
		int written =
			snprintf(path, sizeof path, "%s/%s", complaints->path, entries[i]->d_name);
		int error = -ENAMETOOLONG;
		int twin;

		if (written > 0 && (size_t)written < sizeof path) {
			error = shelf->read(item, path, complaints->to);
		}
		twin = error == 0 ? find_name(items, shelf->size, done, item) : -1;
		if (twin >= 0) {
			complain(complaints, 0,
				 "%s is the second one named \"%s\", after %s; rename one of them",
				 entries[i]->d_name, item, entries[twin]->d_name);
			error = -EINVAL;
		}
		if (error == 0) {
			struct dirent *sound = entries[i];

			entries[i] = entries[done];
			entries[done++] = sound;
		} else if (first_error == 0) {
			first_error = error;
		}
	}
	return first_error;
}

static int read_folder(const struct shelf *shelf, char *items, int max, const char *path,
		       const char *remedy, FILE *to)
{
	struct complaints complaints = {.to = to, .path = path};
	struct dirent **entries = NULL;
	int count;
	int error;

	memset(items, 0, (size_t)max * shelf->size);
	count = scandir(path, &entries, is_conf, by_bytes);
	if (count < 0) {
		error = -errno;
		complain(&complaints, 0, "cannot be searched: %s; %s", strerror(-error), remedy);
		return error;
	}
	if (count == 0) {
		complain(&complaints, 0, "holds no .conf file; put one there");
		error = -ENOENT;
	} else if (count > max) {
		complain(&complaints, 0, "holds %d .conf files; leave at most %d", count, max);
		error = -EINVAL;
	} else {
		error = read_entries(shelf, items, entries, count, &complaints);
	}
	for (int i = 0; i < count; i++) {
		free(entries[i]);
	}
	free(entries);
	if (error < 0) {
		memset(items, 0, (size_t)max * shelf->size);
		return error;
	}
	return count;
}

static int read_shelf(const struct shelf *shelf, char *items, int max, const char *rig_path,
		      FILE *to)
{
	struct complaints complaints = {.to = to, .path = rig_path};
	char path[PATH_MAX];
	char remedy[64];
	int error = folder_path(path, sizeof path, rig_path, shelf->folder);

	if (error < 0) {
		memset(items, 0, (size_t)max * shelf->size);
		complain(&complaints, 0, "the path is too long; use a shorter one");
		return error;
	}
	snprintf(remedy, sizeof remedy, "a rig's folder has a folder \"%s\" beside it",
		 shelf->folder);
	return read_folder(shelf, items, max, path, remedy, to);
}

int config_read_techniques(struct technique *out, int max, const char *rig_path, FILE *complaints)
{
	return read_shelf(&techniques, (char *)out, max, rig_path, complaints);
}

/* Another file than that, and a technique of that name. */
static bool is_twin(const struct technique *technique, const struct stat *own, const char *path)
{
	struct stat other;
	struct technique beside;

	if (stat(path, &other) != 0 ||
	    (other.st_dev == own->st_dev && other.st_ino == own->st_ino)) {
		return false;
	}
	return config_read_technique(&beside, path, NULL) == 0 &&
	       strcmp(beside.name, technique->name) == 0;
}

bool config_find_twin(char *twin, size_t size, const struct technique *technique, const char *path)
{
	const char *slash = strrchr(path, '/');
	const int length = slash == NULL ? 1 : (int)(slash - path + 1);
	char folder[PATH_MAX];
	char beside[PATH_MAX];
	struct dirent **entries = NULL;
	struct stat own;
	bool found = false;
	int count;

	if (stat(path, &own) != 0 || (size_t)length >= sizeof folder) {
		return false;
	}
	snprintf(folder, sizeof folder, "%.*s", length, slash == NULL ? "." : path);
	count = scandir(folder, &entries, is_conf, by_bytes);
	for (int i = 0; i < count; i++) {
		const int written =
			snprintf(beside, sizeof beside, "%s/%s", folder, entries[i]->d_name);

		if (!found && written > 0 && (size_t)written < sizeof beside &&
		    is_twin(technique, &own, beside)) {
			snprintf(twin, size, "%s", entries[i]->d_name);
			found = true;
		}
		free(entries[i]);
	}
	free(entries);
	return found;
}

/* Puts the one named nominal first; it must be there. */
static int nominal_first(struct patient *out, int max, int count, const char *path,
			 const char *where, FILE *to)
{
	int nominal = find_name((const char *)out, sizeof *out, count > 0 ? count : 0, "nominal");

	if (count > 0 && nominal < 0) {
		struct complaints said = {.to = to, .path = path};

		complain(&said, 0, "no patient %s is named \"nominal\"; add that one", where);
		memset(out, 0, (size_t)max * sizeof *out);
		return -ENOENT;
	}
	if (count > 0) {
		struct patient first = out[nominal];

		memmove(out + 1, out, (size_t)nominal * sizeof *out);
		out[0] = first;
	}
	return count;
}

int config_read_patients(struct patient *out, int max, const char *rig_path, FILE *complaints)
{
	int count = read_shelf(&patients, (char *)out, max, rig_path, complaints);

	return nominal_first(out, max, count, rig_path, "beside this rig", complaints);
}

int config_read_cohort(struct patient *out, int max, const char *folder, FILE *complaints)
{
	int count = read_folder(&patients, (char *)out, max, folder,
				"name a folder of patient files", complaints);

	return nominal_first(out, max, count, folder, "in this folder", complaints);
}
