/*
 * query_helm.h - pairing, lease and heartbeat as they are asked for, for query.c alone.
 */
#ifndef NET_QUERY_HELM_H
#define NET_QUERY_HELM_H

#include "net/args.h"
#include "net/in.h"

enum osc_error query_pair(struct in *in, struct args *args);
enum osc_error query_lease_request(struct in *in, struct args *args);
enum osc_error query_lease_release(struct in *in, struct args *args);
enum osc_error query_lease_take(struct in *in, struct args *args);
enum osc_error query_beat(struct in *in, struct args *args);

#endif
