/*
 * config_file.c - from a path to the one group in it, and from there to a struct.
 */
#include "app/config_file.h"

#include "app/config_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {
	[CONFIG_RIG] = "rig",
	[CONFIG_TECHNIQUE] = "technique",
	[CONFIG_PATIENT] = "patient",
};
enum { KINDS = sizeof kind_names / sizeof kind_names[0] };

struct config_file {
	config_t parsed;
	config_setting_t *group;
	enum config_kind kind;
	struct complaints complaints;
};

static int count_lines(const char *text)
{
	int lines = 0;

	for (; *text != '\0'; text++) {
		lines += *text == '\n';
	}
	return lines;
}

/* libconfig's own message, turned into what a person can do about it. */
static int complain_parse(const config_t *parsed, const char *text, struct complaints *complaints)
{
	const char *said = config_error_text(parsed);
	int line = config_error_line(parsed);
	int last = count_lines(text);

	if (line > last) { /* it found the end too early; that is on no line */
		line = last;
	}
	if (said != NULL && strstr(said, "duplicate") != NULL) {
		complain(complaints, line,
			 "a key stands here for the second time; keep one of them");
	} else if (said != NULL && strstr(said, "mismatched") != NULL) {
		complain(complaints, line, "the values in [ ] differ in type; write all alike");
	} else if (said != NULL && strstr(said, "exhausted") != NULL) {
		complain(complaints, line, "brackets are nested too deeply; close them");
	} else {
		complain(complaints, line,
			 "cannot be understood here; look for a missing \";\", quote or bracket on "
			 "this line or the one before, a comma in a number, or a file cut short");
	}
	return -EINVAL;
}

static int find_group(struct config_file *file)
{
	config_setting_t *root = config_root_setting(&file->parsed);
	config_setting_t *first = config_setting_get_elem(root, 0);

	if (first == NULL) {
		complain(&file->complaints, 1,
			 "the file is empty; it needs one group: rig, technique or patient");
		return -EINVAL;
	}
	for (int kind = CONFIG_KIND_NONE + 1; kind < KINDS; kind++) {
		if (strcmp(config_setting_name(first), kind_names[kind]) == 0) {
			file->kind = (enum config_kind)kind;
		}
	}
	if (file->kind == CONFIG_KIND_NONE || !config_setting_is_group(first)) {
		complain(&file->complaints, fields_line(first),
			 "\"%.40s\" is not a group that is known; write rig : { ... };, "
			 "technique : { ... }; or patient : { ... };",
			 config_setting_name(first));
		return -EINVAL;
	}
	if (config_setting_length(root) > 1) {
		config_setting_t *second = config_setting_get_elem(root, 1);

		complain(&file->complaints, fields_line(second),
			 "\"%.40s\" stands beside the group \"%s\"; a file holds one group and "
			 "nothing "
			 "else",
			 config_setting_name(second), config_setting_name(first));
		return -EINVAL;
	}
	file->group = first;
	return 0;
}

static int parse_text(struct config_file *file, const char *text)
{
	int error;

	config_init(&file->parsed);
	if (config_read_string(&file->parsed, text) != CONFIG_TRUE) {
		error = complain_parse(&file->parsed, text, &file->complaints);
	} else {
		error = find_group(file);
	}
	if (error < 0) {
		config_destroy(&file->parsed);
	}
	return error;
}

static int open_file(struct config_file *file, const char *path, FILE *complaints)
{
	char *text;
	int error;

	*file = (struct config_file){.complaints = {.to = complaints, .path = path}};
	error = config_text_read(&text, path, &file->complaints);
	if (error == 0) {
		error = parse_text(file, text);
	}
	free(text);
	return error;
}

/* Says how many complaints were left out. */
static int close_file(struct config_file *file)
{
	config_destroy(&file->parsed);
	complaints_end(&file->complaints);
	return file->complaints.count == 0 ? 0 : -EINVAL;
}

static void read_group(struct config_file *file, const struct config_reader *reader, void *out)
{
	const struct field_target target = {.base = out, .of = reader->of};

	if (file->kind != reader->kind) {
		complain(&file->complaints, fields_line(file->group),
			 "this is a %s file where a %s file is wanted; name the other file",
			 kind_names[file->kind], kind_names[reader->kind]);
		return;
	}
	fields_read(&file->complaints, file->group, reader->table, &target);
	if (file->complaints.count == 0) {
		reader->check(&file->complaints, file->group, out);
	}
}

int config_file_read(void *out, size_t size, const struct config_reader *reader, const char *path,
		     FILE *complaints)
{
	struct config_file file;
	int error = open_file(&file, path, complaints);

	memset(out, 0, size);
	if (error < 0) {
		return error;
	}
	read_group(&file, reader, out);
	error = close_file(&file);
	if (error < 0) {
		memset(out, 0, size);
	}
	return error;
}

int config_kind_of(const char *path, FILE *complaints)
{
	struct config_file file;
	int error = open_file(&file, path, complaints);

	if (error == 0) {
		error = close_file(&file);
	}
	return error < 0 ? error : (int)file.kind;
}
