/* replay_tell.c - see replay_tell.h. */
#include "tool/replay_tell.h"

#include "tool/tools.h"

#include <knead/trip.h>

#include <inttypes.h>
#include <time.h>

#define NS_PER_S 1e9

static double since_begin_s(const struct replay_run *run, int64_t t_ns)
{
	return (double)(t_ns - run->begun_ns) / NS_PER_S;
}

void replay_tell_csv_head(FILE *out, const struct replay_run *run)
{
	fputs("t_s,state", out);
	for (int i = 1; i <= run->reader.head.rig.head_count; i++) {
		fprintf(out, ",force_%d_n,target_%d_n,order_%d_pa", i, i, i);
	}
	fputc('\n', out);
}

void replay_tell_csv_row(FILE *out, const struct replay_run *run)
{
	const struct box_tick *tick = &run->reader.before.tick;

	fprintf(out, "%.4f,%s", since_begin_s(run, run->t_ns), state_name(tick->state));
	for (int i = 0; i < run->reader.head.rig.head_count; i++) {
		fprintf(out, ",%.3f,%.3f,%.0f", tick->frame.heads[i].force_n.value,
			run->snapshot.heads[i].target_n, tick->actuation.heads[i].pressure_pa);
	}
	fputc('\n', out);
}

static void say_what(FILE *out, const struct replay_run *run, const char *path)
{
	const struct box_head *head = &run->reader.head;
	const time_t wall_s = (time_t)(head->wall_ns / INT64_C(1000000000));
	char when[64] = "in virtual time";
	char cause[TRIP_SENTENCE_BYTES];
	struct tm utc = {0};

	if (head->wall_ns != 0 && gmtime_r(&wall_s, &utc) != NULL) {
		strftime(when, sizeof(when), "kept %Y-%m-%d %H:%M:%S UTC", &utc);
	}
	fprintf(out, "%s: rig %s, %d %s, %s\n", path, head->rig.name, head->rig.head_count,
		head->rig.head_count == 1 ? "head" : "heads", when);
	fprintf(out, "%" PRIu64 " ticks, %.3f s", run->ticks, since_begin_s(run, run->t_ns));
	if (run->stretches > 1) {
		fprintf(out, ", with %" PRIu64 " gap%s", run->stretches - 1,
			run->stretches > 2 ? "s" : "");
	}
	fputc('\n', out);
	if (run->tried) {
		fprintf(out, "hand button tried at %.3f s, as is asked for before arming\n",
			since_begin_s(run, run->tried_t_ns));
	}
	if (run->trip.cause != COND_COUNT) {
		trip_tell_head(cause, sizeof(cause), run->trip.cause, run->trip.head,
			       run->trip.sensor);
		fprintf(out, "tripped at %.3f s: %s\n", since_begin_s(run, run->trip.t_ns), cause);
	}
}

static void say_other(FILE *out, const struct replay_run *run)
{
	const struct replay_other *first = &run->first;

	fprintf(out, "outputs differ in %" PRIu64 " ticks, first in tick %" PRIu64 " at %.3f s: ",
		run->others, first->tick, since_begin_s(run, first->t_ns));
	if (first->was != first->is) {
		fprintf(out, "the state was %s, the replay's is %s\n", state_name(first->was),
			state_name(first->is));
	} else if (first->head != HEAD_NONE) {
		fprintf(out,
			"head %d was ordered %.0f Pa, %.6f m/s, valve %s; the replay orders %.0f "
			"Pa, %.6f m/s, valve %s\n",
			first->head + 1, first->ordered.pressure_pa, first->ordered.speed_m_s,
			first->ordered.dump_shut ? "shut" : "open", first->orders.pressure_pa,
			first->orders.speed_m_s, first->orders.dump_shut ? "shut" : "open");
	} else {
		fputs("by less than is written of an order\n", out);
	}
}

int replay_tell(FILE *out, const struct replay_run *run, const char *path, size_t length)
{
	say_what(out, run, path);
	if (!run->whole) {
		fprintf(out,
			"the recording is cut off or damaged: it is whole up to byte %zu of %zu\n",
			box_reader_whole_bytes(&run->reader), length);
	}
	if (run->others > 0) {
		say_other(out, run);
		return EXIT_FAILED;
	}
	fputs("outputs are bit-identical\n", out);
	return EXIT_DONE;
}
