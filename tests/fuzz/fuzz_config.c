/*
 * fuzz_config.c - the reader of rigs, techniques and patients on whatever a fuzzer invents: no memory is
 * misused, what is refused leaves nothing behind, and a rig that is accepted is inside every limit. Run by
 * make fuzz, which gives it the files in config/ to begin with.
 */
#include "app/config.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libconfig 1.5 loses texts that stand right before what it cannot understand: some bytes a file. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:strbuf_append\nleak:libconfig_yylex\n";
}

static union {
	struct rig rig;
	struct technique technique;
	struct patient patient;
} item;

static void must(bool what)
{
	if (!what) {
		abort();
	}
}

static void check_rig(const struct rig *rig)
{
	must(rig->head_count >= 1 && rig->head_count <= HEADS_MAX);
	must(rig->loop_hz >= LOOP_MIN_HZ && rig->loop_hz <= LOOP_MAX_HZ);
	must(rig->control == CONTROL_BENCH || rig->control == CONTROL_RIG);
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];
		double share = head->region == REGION_NECK ? NECK_SHARE : 1.0;

		must(head->region > REGION_NONE && head->region < REGION_COUNT);
		must(head->ceiling_n > 0.0 && head->ceiling_n <= share * CEILING_MAX_N);
		must(head->ceiling_pa > 0.0 && head->ceiling_pa <= share * CEILING_MAX_PA);
		must(head->area_m2 > 0.0 && config_release_s(head) <= RELEASE_MAX_S);
	}
}

static bool is_all_zero(const void *at, size_t size)
{
	const unsigned char *bytes = at;

	for (size_t k = 0; k < size; k++) {
		if (bytes[k] != 0) {
			return false;
		}
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", 0);
	FILE *nowhere = fopen("/dev/null", "w");
	char path[64];

	must(fd >= 0 && nowhere != NULL);
	must(write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	(void)config_kind_of(path, nowhere);
	memset(&item, 0xff, sizeof(item));
	if (config_read_rig(&item.rig, path, nowhere) == 0) {
		check_rig(&item.rig);
	} else {
		must(is_all_zero(&item.rig, sizeof(item.rig)));
	}
	memset(&item, 0xff, sizeof(item));
	if (config_read_technique(&item.technique, path, nowhere) != 0) {
		must(is_all_zero(&item.technique, sizeof(item.technique)));
	}
	memset(&item, 0xff, sizeof(item));
	if (config_read_patient(&item.patient, path, nowhere) != 0) {
		must(is_all_zero(&item.patient, sizeof(item.patient)));
	}
	fclose(nowhere);
	close(fd);
	return 0;
}
