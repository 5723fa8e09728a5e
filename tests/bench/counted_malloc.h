/*
 * counted_malloc.h - counts the allocations of each thread. The program's own malloc comes before the C
 * library's, for the libraries it is linked with too; the C library allows for that and keeps its own
 * reachable under these names. Included once in a program.
 */
#ifndef TESTS_BENCH_COUNTED_MALLOC_H
#define TESTS_BENCH_COUNTED_MALLOC_H

#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static _Thread_local unsigned long allocations; /* by this thread, so far */

void *malloc(size_t size)
{
	allocations++;
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	allocations++;
	return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	allocations++;
	return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	allocations++;
	return __libc_memalign(alignment, size);
}

#endif
