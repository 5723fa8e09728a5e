/* learned_store.c - see learned_store.h. */
#include "app/learned_store.h"

#include "app/kept_copies.h"

#include <errno.h>

static enum learned_verdict from_text(void *out, const char *text, size_t length, const void *of)
{
	return learned_from_text(out, text, length, of);
}

static const struct kept_kind kind = {
	.suffix = "learned",
	.subject = "what was learned of this rig",
	.remedy = "run knead calibrate again",
	.from_text = from_text,
};

enum learned_verdict learned_read(struct learned *learned, const char *folder,
				  const struct rig *rig, const char *who, FILE *complaints)
{
	*learned = (struct learned){.head_count = rig->head_count};
	return kept_copies_read(&kind, learned, rig, rig->name, folder, who, complaints);
}

int learned_write(const struct learned *learned, const char *folder, const struct rig *rig)
{
	struct learned latest;
	char text[LEARNED_TEXT_BYTES];
	const size_t length = learned_to_text(text, learned, rig);

	return length == 0
		       ? -EINVAL
		       : kept_copies_write(&kind, &latest, rig, rig->name, folder, text, length);
}

int learned_heads(const struct learned *learned)
{
	int count = 0;

	for (int i = 0; i < learned->head_count; i++) {
		for (int k = 0; k < LEARNED_KINDS; k++) {
			if (learned->heads[i].of[k].known) {
				count++;
				break;
			}
		}
	}
	return count;
}
