#include "app/memory_text.h"

#include "app/crc32.h"
#include "app/kept_lines.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Another version for every change of what follows, the list of questions included. */
#define VERSION "2"
_Static_assert(SCREENING_ITEMS == 31, "another list of questions is another version");

#define SECONDS_MAX 1e12       /* of any age or account: beyond is damage */
#define APART_MAX_S 31536000.0 /* a year: the clock was wrong at one end */

static double seconds(clockid_t clock)
{
	struct timespec now = {0};

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct moment moment_now(void)
{
	struct moment now = {seconds(CLOCK_REALTIME), seconds(CLOCK_BOOTTIME), "none"};
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	char id[BOOT_ID_BYTES] = "";

	if (fd >= 0) {
		if (read(fd, id, sizeof(id) - 1) > 0 && strcspn(id, "\n") > 0) {
			id[strcspn(id, "\n")] = '\0';
			memcpy(now.boot_id, id, sizeof(id));
		}
		close(fd);
	}
	return now;
}

double moment_clock_offset_s(void)
{
	return seconds(CLOCK_REALTIME) - seconds(CLOCK_BOOTTIME);
}

/* ---- to text ---- */

/* The key "what_unit", or "head_3_unit" where there is a number. */
static void put_number(struct kept_page *page, const char *what, const char *unit, double value,
		       double most)
{
	if (!(value >= 0.0 && value <= most)) {
		page->wrong = true;
		return;
	}
	kept_put(page, "%s_%s %.6f\n", what, unit, value);
}

static void put_head(struct kept_page *page, int number, const struct head_memory *head)
{
	char what[32];

	snprintf(what, sizeof(what), "head_%d", number);
	put_number(page, what, "ease_n", head->ease_n, FORCE_HARD_N);
	put_number(page, what, "dwell_s", head->dwell_s, SECONDS_MAX);
	put_number(page, what, "dwell_hard_s", head->dwell_hard_s, SECONDS_MAX);
	put_number(page, what, "heat_min", head->heat_min, SECONDS_MAX);
}

static void put_answer(struct kept_page *page, int item, enum answer answer, double age_s)
{
	const char *name = screening_words(item)->name;

	if ((unsigned)answer > ANSWER_CONSENT) {
		page->wrong = true;
		return;
	}
	kept_put(page, "%s %s\n", name, answer_name(answer));
	put_number(page, name, "age_s", age_s, SECONDS_MAX);
}

size_t memory_to_text(char text[MEMORY_TEXT_BYTES], const struct memory *memory,
		      const char *rig_name, const struct moment *now)
{
	struct kept_page page = {.text = text, .size = MEMORY_TEXT_BYTES};

	if (!(memory->head_count >= 0 && memory->head_count <= HEADS_MAX)) {
		return 0;
	}
	kept_put(&page, "knead_memory " VERSION "\nrig %s\nheads %d\n", rig_name,
		 memory->head_count);
	kept_put(&page, "boot_id %s\n", now->boot_id);
	put_number(&page, "written", "boot_s", now->boot_s, SECONDS_MAX);
	put_number(&page, "written", "unix_s", now->wall_s, SECONDS_MAX);
	put_number(&page, "ease", "age_s", memory->ease_age_s, SECONDS_MAX);
	put_number(&page, "heat", "age_s", memory->heat_age_s, SECONDS_MAX);
	for (int i = 0; i < memory->head_count; i++) {
		put_head(&page, i + 1, &memory->heads[i]);
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		put_answer(&page, item, memory->screening[item], memory->screening_age_s[item]);
	}
	kept_put(&page, "crc32 %08x\n", crc32_of(text, page.used));
	return page.wrong ? 0 : page.used;
}

/* ---- from text ---- */

static double take_number(struct kept_reading *reading, const char *what, const char *unit,
			  double most)
{
	char key[64];
	char word[64];
	char *end = word;
	double value = 0.0;

	snprintf(key, sizeof(key), "%s_%s", what, unit);
	kept_take(reading, key, word, sizeof(word));
	value = strtod(word, &end);
	if (end == word || *end != '\0' || !(value >= 0.0 && value <= most)) {
		reading->at = NULL;
		return 0.0;
	}
	return value;
}

static void take_head(struct kept_reading *reading, int number, struct head_memory *head)
{
	char what[32];

	snprintf(what, sizeof(what), "head_%d", number);
	head->ease_n = take_number(reading, what, "ease_n", FORCE_HARD_N);
	head->dwell_s = take_number(reading, what, "dwell_s", SECONDS_MAX);
	head->dwell_hard_s = take_number(reading, what, "dwell_hard_s", SECONDS_MAX);
	head->heat_min = take_number(reading, what, "heat_min", SECONDS_MAX);
}

static void take_answer(struct kept_reading *reading, int item, struct memory *memory)
{
	const char *name = screening_words(item)->name;
	char word[16];

	kept_take(reading, name, word, sizeof(word));
	memory->screening[item] = answer_named(word);
	if (strcmp(answer_name(memory->screening[item]), word) != 0) {
		reading->at = NULL;
	}
	memory->screening_age_s[item] = take_number(reading, name, "age_s", SECONDS_MAX);
}

/* How long ago; below 0 where nobody knows. */
static double apart_s(const struct moment *written, const struct moment *now)
{
	const bool same_boot = strcmp(written->boot_id, "none") != 0 &&
			       strcmp(written->boot_id, now->boot_id) == 0;
	const double apart =
		same_boot ? now->boot_s - written->boot_s : now->wall_s - written->wall_s;

	return apart >= 0.0 && apart <= APART_MAX_S ? apart : -1.0;
}

static void grow_older(struct memory *memory, double by_s)
{
	memory->ease_age_s = by_s >= 0.0 ? memory->ease_age_s + by_s : 0.0;
	memory->heat_age_s = by_s >= 0.0 ? memory->heat_age_s + by_s : 0.0;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		double age_s = memory->screening_age_s[item] + by_s;

		if (memory->screening[item] == ANSWER_NONE || by_s < 0.0 ||
		    !(age_s <= ANSWERS_LAST_S)) {
			memory->screening[item] = ANSWER_NONE;
			age_s = 0.0;
		}
		memory->screening_age_s[item] = age_s;
	}
}

/* Everything behind the head count; false where a line is not as expected. */
static bool take_body(struct kept_reading *reading, struct memory *memory, const struct moment *now)
{
	struct moment written;

	kept_take(reading, "boot_id", written.boot_id, sizeof(written.boot_id));
	written.boot_s = take_number(reading, "written", "boot_s", SECONDS_MAX);
	written.wall_s = take_number(reading, "written", "unix_s", SECONDS_MAX);
	memory->ease_age_s = take_number(reading, "ease", "age_s", SECONDS_MAX);
	memory->heat_age_s = take_number(reading, "heat", "age_s", SECONDS_MAX);
	for (int i = 0; i < memory->head_count; i++) {
		take_head(reading, i + 1, &memory->heads[i]);
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		take_answer(reading, item, memory);
	}
	if (reading->at == NULL || strncmp(reading->at, "crc32 ", strlen("crc32 ")) != 0) {
		return false;
	}
	grow_older(memory, apart_s(&written, now));
	return true;
}

enum memory_verdict memory_from_text(struct memory *memory, const char *text, size_t length,
				     const char *rig_name, int head_count, const struct moment *now)
{
	struct kept_reading reading = {.at = text};
	struct memory read;
	char count[16];
	char word[64];

	if (!crc32_is_whole(text, length)) {
		return MEMORY_DAMAGED;
	}
	kept_take(&reading, "knead_memory", word, sizeof(word));
	if (strcmp(word, VERSION) != 0) {
		return reading.at != NULL ? MEMORY_OF_VERSION : MEMORY_DAMAGED;
	}
	kept_take(&reading, "rig", word, sizeof(word));
	if (strcmp(word, rig_name) != 0) {
		return reading.at != NULL ? MEMORY_OF_RIG : MEMORY_DAMAGED;
	}
	kept_take(&reading, "heads", word, sizeof(word));
	snprintf(count, sizeof(count), "%d", head_count);
	if (strcmp(word, count) != 0) {
		return reading.at != NULL ? MEMORY_OF_HEADS : MEMORY_DAMAGED;
	}
	memory_init(&read, head_count);
	if (!take_body(&reading, &read, now)) {
		return MEMORY_DAMAGED;
	}
	*memory = read;
	return MEMORY_FINE;
}
