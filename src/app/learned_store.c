/* learned_store.c - see learned_store.h. */
#include "app/learned_store.h"

#include "app/kept_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static enum learned_verdict read_copy(struct learned *learned, const struct kept_file *file,
				      const char *name, const struct rig *rig)
{
	char text[LEARNED_TEXT_BYTES];
	size_t length = 0;
	int error = kept_file_read(file, name, text, sizeof(text), &length);

	if (error == -ENOENT) {
		return LEARNED_NONE;
	}
	return error == 0 ? learned_from_text(learned, text, length, rig) : LEARNED_DAMAGED;
}

static int open_folder(struct kept_file *file, const char *folder, const struct rig *rig)
{
	kept_file_name(file, rig->name, "learned");
	file->folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return file->folder_fd >= 0 ? 0 : -errno;
}

static void tell(enum learned_verdict verdict, const char *folder, const struct kept_file *file,
		 const char *name, const char *who, FILE *out)
{
	if (out == NULL || verdict == LEARNED_FINE || verdict == LEARNED_NONE) {
		return;
	}
	if (verdict == LEARNED_DAMAGED) {
		fprintf(out,
			"%s: what was learned of this rig is damaged (%s/%s, and there is no good "
			"copy); remove %s and %s there, then run knead calibrate again\n",
			who, folder, file->name, file->name, file->old_name);
		return;
	}
	fprintf(out, "%s: %s/%s is not used: it was %s; run knead calibrate again\n", who, folder,
		name,
		verdict == LEARNED_OF_VERSION ? "written by another version of knead"
		: verdict == LEARNED_OF_RIG   ? "learned of another rig"
					      : "learned when the rig file said something else of "
						"the heads");
}

enum learned_verdict learned_read(struct learned *learned, const char *folder,
				  const struct rig *rig, const char *who, FILE *complaints)
{
	struct kept_file file = {.folder_fd = -1};
	enum learned_verdict latest;
	enum learned_verdict old;
	const char *name = file.name;

	*learned = (struct learned){.head_count = rig->head_count};
	if (open_folder(&file, folder, rig) != 0) {
		return LEARNED_NONE;
	}
	latest = read_copy(learned, &file, file.name, rig);
	if (latest == LEARNED_DAMAGED || latest == LEARNED_NONE) {
		old = read_copy(learned, &file, file.old_name, rig);
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
	tell(latest, folder, &file, name, who, complaints);
	return latest;
}

int learned_write(const struct learned *learned, const char *folder, const struct rig *rig)
{
	struct kept_file file = {.folder_fd = -1};
	struct learned latest;
	char text[LEARNED_TEXT_BYTES];
	size_t length = learned_to_text(text, learned, rig);
	int error;

	if (length == 0) {
		return -EINVAL;
	}
	error = open_folder(&file, folder, rig);
	if (error != 0) {
		return error;
	}
	/* what is damaged must not take the place of the copy before it */
	file.latest_is_fine = read_copy(&latest, &file, file.name, rig) != LEARNED_DAMAGED;
	error = kept_file_write(&file, text, length);
	close(file.folder_fd);
	return error;
}

int learned_heads(const struct learned *learned)
{
	int count = 0;

	for (int i = 0; i < learned->head_count; i++) {
		for (int kind = 0; kind < LEARNED_KINDS; kind++) {
			if (learned->heads[i].of[kind].known) {
				count++;
				break;
			}
		}
	}
	return count;
}
