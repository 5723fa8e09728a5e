/* kept_copies.c - see kept_copies.h. */
#include "app/kept_copies.h"

#include "app/kept_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static enum learned_verdict read_copy(const struct kept_kind *kind, void *out, const void *of,
				      const struct kept_file *file, const char *name)
{
	char text[LEARNED_TEXT_BYTES];
	size_t length = 0;
	int error = kept_file_read(file, name, text, sizeof(text), &length);

	if (error == -ENOENT) {
		return LEARNED_NONE;
	}
	return error == 0 ? kind->from_text(out, text, length, of) : LEARNED_DAMAGED;
}

static int open_folder(struct kept_file *file, const struct kept_kind *kind, const char *folder,
		       const char *whose)
{
	kept_file_name(file, whose, kind->suffix);
	file->folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return file->folder_fd >= 0 ? 0 : -errno;
}

static void tell(const struct kept_kind *kind, enum learned_verdict verdict, const char *folder,
		 const struct kept_file *file, const char *name, const char *who, FILE *out)
{
	if (out == NULL || verdict == LEARNED_FINE || verdict == LEARNED_NONE) {
		return;
	}
	if (verdict == LEARNED_DAMAGED) {
		fprintf(out,
			"%s: %s is damaged (%s/%s, and there is no good copy); remove %s and %s "
			"there, then %s\n",
			who, kind->subject, folder, file->name, file->name, file->old_name,
			kind->remedy);
		return;
	}
	fprintf(out, "%s: %s/%s is not used: it was %s; %s\n", who, folder, name,
		verdict == LEARNED_OF_VERSION ? "written by another version of knead"
		: verdict == LEARNED_OF_RIG   ? "learned of another rig"
					      : "learned when the rig file said something else of "
						"the heads",
		kind->remedy);
}

enum learned_verdict kept_copies_read(const struct kept_kind *kind, void *out, const void *of,
				      const char *whose, const char *folder, const char *who,
				      FILE *complaints)
{
	struct kept_file file = {.folder_fd = -1};
	enum learned_verdict latest;
	enum learned_verdict old;
	const char *name = file.name;

	if (open_folder(&file, kind, folder, whose) != 0) {
		return LEARNED_NONE;
	}
	latest = read_copy(kind, out, of, &file, file.name);
	if (latest == LEARNED_DAMAGED || latest == LEARNED_NONE) {
		old = read_copy(kind, out, of, &file, file.old_name);
		if (latest == LEARNED_DAMAGED && old == LEARNED_FINE && complaints != NULL) {
			fprintf(complaints, "%s: %s/%s is damaged; the copy before it counts\n",
				who, folder, file.name);
		}
		if (old != LEARNED_NONE) {
			latest = old;
			name = file.old_name;
		}
	}
	close(file.folder_fd);
	tell(kind, latest, folder, &file, name, who, complaints);
	return latest;
}

int kept_copies_write(const struct kept_kind *kind, void *scratch, const void *of,
		      const char *whose, const char *folder, const char *text, size_t length)
{
	struct kept_file file = {.folder_fd = -1};
	int error = open_folder(&file, kind, folder, whose);

	if (error != 0) {
		return error;
	}
	/* what is damaged must not take the place of the copy before it */
	file.latest_is_fine = read_copy(kind, scratch, of, &file, file.name) != LEARNED_DAMAGED;
	error = kept_file_write(&file, text, length);
	close(file.folder_fd);
	return error;
}
