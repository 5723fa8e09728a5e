#include "daemon/network.h"

#include "app/say_line.h"
#include "rt/clock.h"
#include "rt/thread.h"

#include <unistd.h>

#define TURN_MS  20
#define STALL_NS INT64_C(2000000) /* how often it looks whether /sim/fault net_stall is over */
#define JOIN_NS  INT64_C(1000000000)

/* What peers did. */
static void say_sentence(const char *sentence)
{
	say_format(STDERR_FILENO, "warning: %s\n", sentence);
}

bool network_open(struct network *network, struct loop_thread *loop,
		  const struct daemon_setup *files, char *error, size_t error_size)
{
	mailbox_init(&network->orders, network->order_slots, sizeof(network->order_slots[0]));
	mailbox_init(&network->pairings, network->pairing_slots, sizeof(network->pairing_slots[0]));
	mailbox_init(&network->turned, network->turned_slots, sizeof(network->turned_slots[0]));
	network->setup = (struct server_setup){
		.bind = files->rig.osc.bind,
		.port = files->rig.osc.port,
		.tcp_port = files->rig.osc.tcp_port,
		.rig = &files->rig,
		.techniques = files->techniques,
		.technique_count = files->technique_count,
		.patient_names = files->patient_names,
		.patient_count = files->patient_count,
		.commands = &loop->commands,
		.snapshots = &loop->snapshots,
		.orders = files->wiring.wired ? NULL : &network->orders,
		.paired = &files->paired,
		.pairings = &network->pairings,
		.turned = &network->turned,
		.faults_obeyed = files->wiring.wired ? NULL : &network->faults_obeyed,
		.room = &loop->health.room,
		.say = say_sentence,
	};
	network->server = server_open(&network->setup, error, error_size);
	return network->server != NULL;
}

static void *run_network(void *context)
{
	struct network *network = context;
	int64_t stalled_until_ns = 0;

	while (!atomic_load_explicit(&network->ends, memory_order_relaxed)) {
		if (clock_now_ns() < stalled_until_ns) {
			clock_sleep_until(clock_now_ns() + STALL_NS);
			continue;
		}
		server_turn(network->server, TURN_MS);
		atomic_fetch_add_explicit(&network->turns, 1, memory_order_relaxed);
		stalled_until_ns =
			clock_now_ns() + (int64_t)(server_stall_s(network->server) * 1e9);
	}
	return NULL;
}

int network_start(struct network *network)
{
	return thread_start(&network->thread, "network", run_network, network);
}

void network_end(struct network *network)
{
	atomic_store_explicit(&network->ends, true, memory_order_relaxed);
}

bool network_join(struct network *network)
{
	return thread_join(network->thread, JOIN_NS);
}

void network_close(struct network *network)
{
	server_close(network->server);
}
