/* box_store.c - see box_store.h. */
#include "app/box_store.h"

#include "app/kept_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SPARE_SUFFIX "next" /* RIG.next: room for the next one */
#define NS_PER_S     INT64_C(1000000000)

static const struct kept_kind kind = {"blackbox", ".box", BOX_STORE_FILES, BOX_STORE_BYTES};

static int64_t wall_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void spare_name(const struct box_store *store, char name[BOX_NAME_BYTES])
{
	snprintf(name, BOX_NAME_BYTES, "%s." SPARE_SUFFIX, store->rig_name);
}

void box_store_open(struct box_store *store, const char *state_folder, const char *rig_name,
		    struct blackbox *box)
{
	*store = (struct box_store){.box = box, .folder_fd = -1, .fd = -1, .error = -EAGAIN};
	snprintf(store->path, sizeof(store->path), "%s", state_folder);
	snprintf(store->rig_name, sizeof(store->rig_name), "%s", rig_name);
}

/* ---- room for the next ---- */

/* Killed between the first block and the new name: it is a recording. */
static int give_name(struct box_store *store)
{
	char spare[BOX_NAME_BYTES];
	int error;

	spare_name(store, spare);
	error = kept_folder_name(store->folder_fd, store->name, sizeof(store->name), &kind,
				 store->rig_name);
	if (error == 0 && renameat(store->folder_fd, spare, store->folder_fd, store->name) != 0) {
		error = -errno;
	}
	return error;
}

static bool has_begun(int fd)
{
	uint32_t magic = 0;

	return pread(fd, &magic, sizeof(magic), 0) == (ssize_t)sizeof(magic) && magic != 0;
}

static int open_spare(struct box_store *store)
{
	char name[BOX_NAME_BYTES];

	spare_name(store, name);
	store->fd = openat(store->folder_fd, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return store->fd >= 0 ? 0 : -errno;
}

static int reserve(struct box_store *store)
{
	const off_t bytes = (off_t)blackbox_file_bytes(store->box);
	int error = open_spare(store);

	if (error == 0 && has_begun(store->fd)) {
		close(store->fd);
		store->fd = -1;
		error = give_name(store);
		error = error == 0 ? open_spare(store) : error;
	}
	if (error == 0) {
		error = -posix_fallocate(store->fd, 0, bytes);
	}
	if (error == 0 && fsync(store->fd) != 0) {
		error = -errno;
	}
	if (error != 0 && store->fd >= 0) {
		close(store->fd);
		store->fd = -1;
	}
	return error;
}

static int make_room(struct box_store *store)
{
	int error = 0;

	if (store->folder_fd < 0) {
		store->folder_fd = kept_folder_open(store->path, &kind);
		if (store->folder_fd < 0) {
			return store->folder_fd;
		}
	}
	if (store->fd >= 0) {
		return 0;
	}
	error = kept_folder_rotate(store->folder_fd, &kind,
				   (int64_t)blackbox_file_bytes(store->box));
	return error == 0 ? reserve(store) : error;
}

int box_store_probe(struct box_store *store)
{
	const off_t last = (off_t)blackbox_file_bytes(store->box) - 1;

	if (store->fd < 0) {
		return store->error;
	}
	if (pwrite(store->fd, "", 1, last) != 1 || fdatasync(store->fd) != 0) {
		return errno != 0 ? -errno : -EIO;
	}
	return 0;
}

/* ---- a recording ---- */

static int write_all(struct box_store *store, const unsigned char *bytes, size_t count)
{
	while (count > 0) {
		ssize_t written = pwrite(store->fd, bytes, count, (off_t)store->bytes);

		if (written < 0 && errno == EINTR) {
			continue;
		}
		if (written <= 0) {
			return written < 0 ? -errno : -ENOSPC;
		}
		store->bytes += (size_t)written;
		bytes += written;
		count -= (size_t)written;
	}
	return 0;
}

/* The head's blocks, one after the other from here. */
struct head_sink {
	struct box_store *store;
	unsigned char block[BOX_BLOCK_BYTES];
	int error;
};

static unsigned char *take_head(void *context, unsigned char *block, enum box_block_kind block_kind,
				size_t bytes, enum box_block_kind next)
{
	struct head_sink *sink = context;

	(void)next;
	if (block != NULL && bytes > 0 && sink->error == 0) {
		size_t size = box_block_seal(block, block_kind, bytes, sink->store->number++);

		sink->error = write_all(sink->store, block, size);
	}
	return sink->block;
}

static int write_head(struct box_store *store)
{
	static struct head_sink sink; /* one recorder */
	static struct box_writer writer;

	sink.store = store;
	sink.error = 0;
	box_writer_init(&writer, store->box->subject.rig, (struct box_sink){take_head, &sink});
	box_writer_head(&writer, &store->box->subject, wall_now_ns());
	box_writer_flush(&writer);
	return sink.error;
}

static int write_blocks(struct box_store *store)
{
	const int whole = box_window_whole(&store->box->window);
	int error = 0;

	while (store->blocks < whole && error == 0) {
		struct box_fact fact;
		unsigned char *block = box_window_block(&store->box->window, store->blocks, &fact);
		size_t bytes = box_block_seal(block, fact.kind, fact.bytes, store->number++);

		error = write_all(store, block, bytes);
		store->blocks++;
	}
	return error;
}

/* What was there before the trip is on the disk first of all. */
static int begin(struct box_store *store)
{
	int error = make_room(store);

	store->writes = true;
	store->blocks = 0;
	store->number = 0;
	store->bytes = 0;
	if (error == 0) {
		error = give_name(store);
	}
	if (error == 0) {
		error = write_head(store);
	}
	if (error == 0) {
		error = write_blocks(store);
	}
	if (error == 0 && (fdatasync(store->fd) != 0 || fsync(store->folder_fd) != 0)) {
		error = -errno;
	}
	return error;
}

static int end(struct box_store *store)
{
	int error = 0;

	if (ftruncate(store->fd, (off_t)store->bytes) != 0 || fsync(store->fd) != 0) {
		error = -errno;
	}
	if (close(store->fd) != 0 && error == 0) {
		error = -errno;
	}
	store->fd = -1;
	return error;
}

static enum box_store_news lose(struct box_store *store, int error)
{
	store->error = error;
	if (store->fd >= 0) {
		close(store->fd); /* as much of it as there is */
		store->fd = -1;
	}
	store->writes = false;
	box_window_kept(&store->box->window);
	return BOX_STORE_LOST;
}

static enum box_store_news keep(struct box_store *store, enum box_phase phase)
{
	int error = store->writes ? write_blocks(store) : begin(store);

	if (error == 0 && phase == BOX_FINISHED) {
		error = write_blocks(store); /* phase came after them */
		error = error == 0 ? end(store) : error;
		if (error == 0) {
			store->writes = false;
			box_window_kept(&store->box->window);
			return BOX_STORE_KEPT;
		}
	}
	return error == 0 ? BOX_STORE_QUIET : lose(store, error);
}

enum box_store_news box_store_turn(struct box_store *store)
{
	const enum box_phase phase = box_window_phase(&store->box->window);

	if (phase == BOX_CAPTURED || (phase == BOX_FINISHED)) {
		return keep(store, phase);
	}
	store->error = make_room(store);
	return BOX_STORE_QUIET;
}

void box_store_close(struct box_store *store)
{
	if (store->fd >= 0) {
		close(store->fd);
	}
	if (store->folder_fd >= 0) {
		close(store->folder_fd);
	}
	store->fd = -1;
	store->folder_fd = -1;
}
