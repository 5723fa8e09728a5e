#include "app/recorder.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#define NS_PER_S 1e9
#define MB       1000000

/* A session's table tells its events too. */
static void tell_csv(void *context, const char *text)
{
	session_csv_event(context, text);
}

void recorder_open(struct recorder *recorder, struct session_store *store, struct ring *records,
		   const struct event_words *words, int echo_fd)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/events.log", store->folder);
	recorder->store = store;
	recorder->keeps = false;
	event_log_open(&recorder->log, path, records, words, echo_fd);
}

void recorder_begin(struct recorder *recorder)
{
	event_log_begin(&recorder->log);
}

void recorder_end(struct recorder *recorder, bool released)
{
	event_log_end(&recorder->log, released);
}

void recorder_keep(struct recorder *recorder, struct blackbox *box, struct ring *rows,
		   struct recorder_health *health)
{
	const struct rig *rig = box->subject.rig;

	recorder->keeps = true;
	recorder->health = health;
	health->room.folder = recorder->store->folder;
	health->room.needed_mb = (int)((RECORDER_ROOM + MB - 1) / MB);
	recorder->told = RECORDING_UNKNOWN;
	recorder->csv_error = 0;
	recorder->unwritten = 0;
	recorder->looks = 0;
	recorder->looked_ns = 0;
	recorder->came_ns = 0;
	box_store_open(&recorder->boxes, recorder->store->folder, rig->name, box);
	session_csv_open(&recorder->csv, recorder->store->folder, rig->name, rig->head_count, rows);
	recorder->log.also = tell_csv;
	recorder->log.also_context = &recorder->csv;
}

static void keep(struct recorder *recorder, const struct memory *memory, int64_t t_ns)
{
	const bool had_failed = recorder->store->failed;
	int error = session_store_write(recorder->store, memory, t_ns);

	if (error != 0 && !had_failed) {
		event_log_say(&recorder->log,
			      "cannot keep what the client asked for in %s (%s): a restart would "
			      "forget it; make room there",
			      recorder->store->folder, strerror(-error));
	} else if (error == 0 && had_failed) {
		event_log_say(&recorder->log, "what the client asked for is kept again");
	}
}

/* ---- recordings ---- */

static void keep_box(struct recorder *recorder)
{
	switch (box_store_turn(&recorder->boxes)) {
	case BOX_STORE_KEPT:
		event_log_say(&recorder->log, "black box: blackbox/%s; knead replay tells of it",
			      recorder->boxes.name);
		break;
	case BOX_STORE_LOST:
		event_log_say(&recorder->log, "black box: could not be kept (%s)",
			      strerror(-recorder->boxes.error));
		break;
	case BOX_STORE_QUIET:
		break;
	}
}

static void keep_session(struct recorder *recorder)
{
	int error = session_csv_flush(&recorder->csv);

	if (error != 0) {
		recorder->csv_error = error;
		event_log_say(&recorder->log, "the session's table ends here (%s)",
			      strerror(-error));
	}
}

static enum recording recording_of(int error)
{
	switch (-error) {
	case 0:
		return RECORDING_FINE;
	case EAGAIN:
		return RECORDING_UNKNOWN;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return RECORDING_FULL;
	default:
		return RECORDING_FAILING;
	}
}

static int room_error(const struct recorder *recorder)
{
	struct statvfs disk;
	double room = 0.0;

	if (fstatvfs(recorder->store->file.folder_fd, &disk) != 0) {
		return -errno;
	}
	room = (double)disk.f_bavail * (double)disk.f_frsize;
	atomic_store_explicit(&recorder->health->room.left_mb,
			      room < (double)INT_MAX * MB ? (int)(room / MB) : INT_MAX,
			      memory_order_relaxed);
	if ((disk.f_flag & ST_RDONLY) != 0) {
		return -EROFS;
	}
	return room >= (double)RECORDER_ROOM ? 0 : -ENOSPC;
}

/* The first thing that is wrong. What failed once is tried again by a probe. */
static int look(struct recorder *recorder)
{
	const bool probes =
		recorder->looks++ % RECORDER_PROBES == 0 || recorder->told != RECORDING_FINE;
	const int no_room = room_error(recorder);
	int error = recorder->boxes.error;

	if (error == 0) {
		error = no_room;
	}
	if (error == 0 && probes && !recorder->boxes.writes) {
		error = box_store_probe(&recorder->boxes);
	}
	if (error == 0 && (recorder->store->failed || recorder->log.fd < 0 ||
			   recorder->log.unwritten != recorder->unwritten)) {
		error = -EIO;
	}
	if (error == 0) {
		error = recorder->csv_error;
	}
	recorder->csv_error = 0; /* told; the next look finds what stays */
	recorder->unwritten = recorder->log.unwritten;
	return error;
}

static void tell_health(struct recorder *recorder, int64_t t_ns)
{
	char sentence[PATH_MAX];
	enum recording recording;

	if (recorder->looked_ns != 0 && t_ns - recorder->looked_ns < RECORDER_LOOK_NS) {
		return;
	}
	recording = recording_of(look(recorder));
	recorder->looked_ns = t_ns;
	event_log_turn_over(&recorder->log);
	atomic_store_explicit(&recorder->health->recording, (int)recording, memory_order_relaxed);
	if (recording == recorder->told) {
		return;
	}
	if (recording != RECORDING_FINE) {
		recording_tell(sentence, sizeof(sentence), recording, &recorder->health->room);
		event_log_say(&recorder->log, "nothing can be armed: %s", sentence);
		recorder->unwritten = recorder->log.unwritten;
	} else if (recorder->told != RECORDING_UNKNOWN) {
		event_log_say(&recorder->log, "the disk takes recordings again");
	}
	recorder->told = recording;
}

static void come_round(struct recorder *recorder, int64_t t_ns)
{
	const int64_t away_ns = recorder->came_ns != 0 ? t_ns - recorder->came_ns : 0;

	recorder->came_ns = t_ns;
	atomic_store_explicit(&recorder->health->t_ns, t_ns, memory_order_relaxed);
	if (away_ns > RECORDER_STALL_NS) {
		event_log_say(&recorder->log,
			      "the recorder stood still for %.1f s: is the disk slow?",
			      (double)away_ns / NS_PER_S);
	}
}

/* ---- turns ---- */

static void drain(struct recorder *recorder)
{
	if (recorder->keeps) {
		session_csv_take(&recorder->csv);
	}
	event_log_drain(&recorder->log);
	if (recorder->keeps) {
		keep_session(recorder);
		keep_box(recorder);
	}
}

void recorder_turn(struct recorder *recorder, const struct memory *memory, int64_t t_ns)
{
	if (recorder->keeps) {
		come_round(recorder, t_ns);
	}
	drain(recorder);
	if (recorder->keeps) {
		tell_health(recorder, t_ns);
	}
	if (memory == NULL) {
		return;
	}
	event_log_eases(&recorder->log, memory);
	if (session_store_is_due(recorder->store, memory, t_ns)) {
		keep(recorder, memory, t_ns);
	}
}

void recorder_finish(struct recorder *recorder, const struct memory *memory, int64_t t_ns)
{
	drain(recorder);
	event_log_eases(&recorder->log, memory);
	keep(recorder, memory, t_ns);
}

void recorder_close(struct recorder *recorder)
{
	if (recorder->keeps) {
		session_csv_close(&recorder->csv);
		box_store_close(&recorder->boxes);
	}
	event_log_close(&recorder->log);
}
