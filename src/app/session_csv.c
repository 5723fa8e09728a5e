/* session_csv.c - see session_csv.h. */
#include "app/session_csv.h"

#include "app/kept_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NS_PER_S 1e9
#define FLUSH_NS INT64_C(1000000000) /* what a power cut may cost */

static const struct kept_kind kind = {"sessions", ".csv", SESSION_CSV_FILES, SESSION_CSV_BYTES};

void session_csv_open(struct session_csv *csv, const char *state_folder, const char *rig_name,
		      int head_count, struct ring *rows)
{
	memset(csv, 0, sizeof(*csv));
	csv->rows = rows;
	csv->head_count = head_count;
	csv->fd = -1;
	snprintf(csv->path, sizeof(csv->path), "%s", state_folder);
	snprintf(csv->rig_name, sizeof(csv->rig_name), "%s", rig_name);
}

static int write_out(struct session_csv *csv)
{
	size_t done = 0;

	while (done < csv->used) {
		ssize_t written = write(csv->fd, csv->text + done, csv->used - done);

		if (written < 0 && errno == EINTR) {
			continue;
		}
		if (written <= 0) {
			return written < 0 ? -errno : -ENOSPC;
		}
		done += (size_t)written;
	}
	csv->used = 0;
	return 0;
}

/* The rest of this session is not kept. */
static void give_up(struct session_csv *csv, int error)
{
	csv->error = csv->error != 0 ? csv->error : error;
	csv->used = 0;
	if (csv->fd >= 0) {
		close(csv->fd);
		csv->fd = -1;
	}
}

__attribute__((format(printf, 2, 3))) static void say(struct session_csv *csv, const char *format,
						      ...)
{
	const size_t room = sizeof(csv->text) - csv->used;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(csv->text + csv->used, room, format, arguments);
	va_end(arguments);
	if (length > 0 && (size_t)length < room) {
		csv->used += (size_t)length;
	}
}

/* Room for one more line. */
static void make_room(struct session_csv *csv)
{
	int error = 0;

	if (csv->fd >= 0 && csv->used > sizeof(csv->text) - SESSION_CSV_LINE) {
		error = write_out(csv);
	}
	if (error != 0) {
		give_up(csv, error);
	}
}

/* No room is asked for more: one session and the bounds are not far apart. */
static int open_file(struct session_csv *csv)
{
	int folder_fd = kept_folder_open(csv->path, &kind);
	int error = folder_fd < 0 ? folder_fd : kept_folder_rotate(folder_fd, &kind, 0);

	if (error == 0) {
		error = kept_folder_name(folder_fd, csv->name, sizeof(csv->name), &kind,
					 csv->rig_name);
	}
	if (error == 0) {
		csv->fd =
			openat(folder_fd, csv->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		error = csv->fd < 0 ? -errno : 0;
	}
	if (folder_fd >= 0) {
		close(folder_fd);
	}
	return error;
}

static void begin(struct session_csv *csv, const struct session_row *row)
{
	int error;

	csv->in_session = true;
	csv->over = false;
	csv->begun_ns = row->t_ns;
	csv->used = 0;
	csv->error = 0;
	error = open_file(csv);
	if (error != 0) {
		give_up(csv, error);
		return;
	}
	say(csv, "t_s,state,event");
	for (int i = 1; i <= csv->head_count; i++) {
		say(csv, ",force_%d_n,target_%d_n", i, i);
	}
	say(csv, "\n");
}

static void take(struct session_csv *csv, const struct session_row *row)
{
	if (!csv->in_session) {
		begin(csv, row);
	}
	make_room(csv);
	csv->t_ns = row->t_ns;
	csv->state = row->state;
	csv->over = row->last;
	if (csv->fd < 0) {
		return;
	}
	say(csv, "%.3f,%s,", (double)(row->t_ns - csv->begun_ns) / NS_PER_S,
	    state_name(row->state));
	for (int i = 0; i < csv->head_count; i++) {
		say(csv, ",%.2f,%.2f", (double)row->heads[i].force_n,
		    (double)row->heads[i].target_n);
	}
	say(csv, "\n");
}

void session_csv_take(struct session_csv *csv)
{
	const void *row;

	while (!csv->over && (row = ring_front(csv->rows)) != NULL) {
		take(csv, row);
		ring_release(csv->rows);
	}
}

/* Quotes are doubled, as tables have it. */
void session_csv_event(struct session_csv *csv, const char *text)
{
	if (!csv->in_session || csv->fd < 0) {
		return;
	}
	make_room(csv);
	say(csv, "%.3f,%s,\"", (double)(csv->t_ns - csv->begun_ns) / NS_PER_S,
	    state_name(csv->state));
	for (; *text != '\0' && *text != '\n'; text++) {
		if (*text == '"') {
			say(csv, "\"");
		}
		say(csv, "%c", *text);
	}
	say(csv, "\"");
	for (int i = 0; i < csv->head_count; i++) {
		say(csv, ",,");
	}
	say(csv, "\n");
}

static int close_file(struct session_csv *csv)
{
	int error = fsync(csv->fd) == 0 ? 0 : -errno;

	if (close(csv->fd) != 0 && error == 0) {
		error = -errno;
	}
	csv->fd = -1;
	return error;
}

int session_csv_flush(struct session_csv *csv)
{
	const bool due = csv->over || csv->t_ns - csv->flushed_ns >= FLUSH_NS;
	int error = 0;

	if (csv->fd >= 0 && csv->used > 0 && due) {
		csv->flushed_ns = csv->t_ns;
		error = write_out(csv);
	}
	if (error == 0 && csv->over && csv->fd >= 0) {
		error = close_file(csv);
	}
	if (error != 0) {
		give_up(csv, error);
	}
	error = csv->error;
	if (csv->over) {
		csv->in_session = false;
		csv->over = false;
	}
	csv->error = 0;
	return error;
}

void session_csv_close(struct session_csv *csv)
{
	if (csv->fd >= 0) {
		close(csv->fd);
		csv->fd = -1;
	}
}
