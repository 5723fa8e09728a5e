/*
 * realtime.h - a function so marked must neither wait nor allocate, and RealtimeSanitizer watches it and all
 * that it calls (make rtsan); nothing in any other build.
 */
#ifndef RT_REALTIME_H
#define RT_REALTIME_H

#if defined(__has_feature)
#if __has_feature(realtime_sanitizer)
#define RT_NONBLOCKING __attribute__((nonblocking))
#endif
#endif

#ifndef RT_NONBLOCKING
#define RT_NONBLOCKING
#endif

#endif
