#include "app/recorder.h"

#include <stdio.h>
#include <string.h>

void recorder_open(struct recorder *recorder, struct session_store *store, struct ring *records,
		   const struct event_words *words, int echo_fd)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/events.log", store->folder);
	recorder->store = store;
	event_log_open(&recorder->log, path, records, words, echo_fd);
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

void recorder_turn(struct recorder *recorder, const struct memory *memory, int64_t t_ns)
{
	event_log_drain(&recorder->log);
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
	event_log_drain(&recorder->log);
	event_log_eases(&recorder->log, memory);
	keep(recorder, memory, t_ns);
}

void recorder_close(struct recorder *recorder)
{
	event_log_close(&recorder->log);
}
